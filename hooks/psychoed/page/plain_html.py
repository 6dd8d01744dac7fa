"""A page's text as HTML that stands by itself, in a feed reader: its words in their order and no more.

Tags that carry meaning stay, without attributes. Links become their words, as they would lead nowhere; a citation is
its text. What is hidden, kept out of the search, drawn or scripted is left out.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_KEPT = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "code", "pre"),
    *("strong", "em", "b", "i", "sub", "sup", "table", "thead", "tbody", "tr", "th", "td"),
}
_DROPPED = {"script", "style", "svg", "template", "h1"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_APART = frozenset({"headerlink", "footnote-backref"})


def plain_html(content: str) -> str:
    """The content of a page, as Markdown rendered it, reduced; its title, which a feed has itself, is left out."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return "".join(reader.parts).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []  # each open element, and whether it is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _VOID:
            if tag in {"br", "hr"} and not self._silent:
                self.parts.append(f"<{tag}>")
            return
        apart = not _APART.isdisjoint((given.get("class") or "").split())
        left_out = self._silent or apart or tag in _DROPPED or "hidden" in given or "data-search-exclude" in given
        self._open.append((tag, left_out))
        if tag in _KEPT and not left_out:
            self.parts.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        last = max((nth for nth, (name, _) in enumerate(self._open) if name == tag), default=len(self._open))
        ended = self._open[last:]
        del self._open[last:]
        self.parts += [f"</{name}>" for name, left_out in reversed(ended) if name in _KEPT and not left_out]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(escape(data, quote=False))

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]
