"""The Python-Markdown extension: replaces each cluster by its finished HTML.

It works on parsed Markdown, so code, comments, addresses and attributes are never touched, and headings, tables of
contents, search and excerpts see final text. What a cluster prints is asked of a ``Cites``; nothing is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import unique
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_citeproc.citations.grammar import START, Clusters, find_clusters, normalize_cluster
from mkdocs_citeproc.citations.mask import BLANK, mask_inline, remove_brackets
from mkdocs_citeproc.formatting.lists import OPENING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown import Markdown

    from mkdocs_citeproc.bibliography.model import CiteKey
    from mkdocs_citeproc.citations.grammar import Span
    from mkdocs_citeproc.formatting.response import RenderedCitation


class CitationProvider(Protocol):
    """Renders citations for the extension; ``page`` is the source path of the page, None outside MkDocs."""

    bib_command: str
    full_bib_command: str
    references_heading: str

    def render_cluster(
        self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False
    ) -> RenderedCitation:
        """Return what a cluster, in canonical form, prints on a page; ``plain`` where only text is possible."""
        ...

    def render_excerpt(self, page: str | None, text: str, view: str) -> RenderedCitation:
        """Return the same where the page's beginning is shown on another one, whose address is ``view``."""
        ...

    def render_page_notes(self, page: str | None) -> str:
        """Return the notes that a page's clusters lead to, as HTML; empty in most styles."""
        ...

    def render_page_list(self, page: str | None) -> str:
        """Return the reference list of a page as HTML; empty if it cites nothing."""
        ...

    def has_list_at_end(self, page: str | None) -> bool:
        """Return whether a page without a command for its list gets one at its end."""
        ...

    def mark_full_list(self, page: str | None) -> str:
        """Return a placeholder for the list of all references, which is rendered when every page is known."""
        ...


def get_page_path(md: Markdown) -> str | None:
    """Return the source path of the page being rendered; None in plain Python-Markdown.

    MkDocs' own link resolver has it, the one MkDocs internal used here; in Zensical, a preprocessor does.
    """
    if "relpath" in md.treeprocessors:
        resolver: Any = md.treeprocessors["relpath"]
        return str(resolver.file.src_uri)
    if "rendering_context" in md.preprocessors:
        context: Any = md.preprocessors["rendering_context"]
        return str(context.page.path)
    return None


def get_excerpt_address(md: Markdown) -> str | None:
    """Return the address on which an excerpt of the page is being rendered; None if it is the page itself.

    The blog plugin renders a post's beginning again for each of its lists, with a processor of this name.
    """
    excerpt: Any = md.treeprocessors["excerpt"] if "excerpt" in md.treeprocessors else None  # noqa: SIM401
    return str(excerpt.base.url) if excerpt else None


_STASHED = re.compile(f"{STX}[^{ETX}]*{ETX}")
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_LINK = re.compile(r"</?a\b[^>]*>")
_HERE = "citations-command"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _ClusterProcessor(InlineProcessor):
    """Clusters in running text. Links and code come first and are seen as blanks; a link's text has no citations.

    Python-Markdown looks through the whole text again after each cluster that was put into it. Its clusters are found
    once: what it gives next is the same text, with a placeholder for the cluster that was found last.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(START.pattern, md)
        self.cites = cites
        self._data = ""
        self._clusters = Clusters("")  # of the text as it was first given
        self._runs: dict[int, list[Span]] = {}  # what touches, by where it begins in that text
        self._starts: list[int] = []  # the same places, in order
        self._done = self._shift = 0  # up to where the text was gone through, and by how much it has grown till there
        self._replaced: tuple[int, int] | None = None

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]  # noqa: N802
        if data != self._data and not self._goes_on(data):
            self._clusters = Clusters(mask_inline(_STASHED.sub(self._blank, data)))
            self._runs = {run[0].start: run for run in self._clusters.find_runs()}
            self._starts = list(self._runs)
            self._data, self._done, self._shift, self._replaced = data, 0, 0, None
        if m.start() < self._done:
            return None, None, None
        start = m.start() - self._shift
        if run := self._runs.get(start):
            end = run[-1].end
            self._replaced = (m.start(), end + self._shift)
            return self._render_within(data, start, end, run), *self._replaced
        if (close := self._clusters.find_attributed_span(start)) is not None:
            # "[see @a]{.aside}" is a span, whose attributes are the extension attr_list's to read.
            first, behind = bisect_left(self._starts, start), bisect_left(self._starts, close)
            inside = [span for at in self._starts[first:behind] for span in self._runs[at]]
            element = ElementTree.Element("span")
            element.text = self._render_within(data, start + 1, close - 1, inside)
            self._replaced = (m.start(), close + self._shift)
            return element, *self._replaced
        return None, None, None

    def _render_within(self, data: str, start: int, end: int, spans: Sequence[Span]) -> str:
        """The text from ``start`` to ``end``, with a placeholder for what each of its clusters prints."""
        shift, parts, at = self._shift, [], start
        for span in spans:
            parts.append(data[at + shift : span.start + shift])
            parts.append(self._render(data[span.start + shift : span.end + shift], span))
            at = span.end
        return "".join([*parts, data[at + shift : end + shift]])

    def _render(self, typed: str, span: Span) -> str:
        """A placeholder for what the cluster ``typed`` prints."""
        text = normalize_cluster(self._as_typed(typed))
        page, view = get_page_path(self.md), get_excerpt_address(self.md)
        rendered = (
            self.cites.render_cluster(page, text, span.keys)
            if view is None
            else self.cites.render_excerpt(page, text, view)
        )
        return self.md.htmlStash.store(rendered.html)

    def _goes_on(self, data: str) -> bool:
        """Return whether ``data`` is the text from before with a placeholder for the cluster that was found last."""
        if not self._replaced:
            return False
        start, end = self._replaced
        grown = len(data) - len(self._data)
        if not _STASHED.fullmatch(data, start, end + grown):
            return False
        if data[:start] != self._data[:start] or data[end + grown :] != self._data[end:]:
            return False
        self._data, self._done, self._replaced = data, end + grown, None
        self._shift += grown
        return True

    def _blank(self, stashed: re.Match[str]) -> str:
        """Return blanks for code, a link or an escape; a line's end remains one."""
        inline = INLINE_PLACEHOLDER_RE.fullmatch(stashed[0])
        ends_line = inline is not None and getattr(self._stashed_nodes.get(inline[1]), "tag", "") == "br"
        return f"{' ' * (len(stashed[0]) - 1)}\n" if ends_line else BLANK * len(stashed[0])

    @property
    def _stashed_nodes(self) -> Mapping[str, object]:
        """What Python-Markdown has set aside, by its placeholder's id."""
        return self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined, no-any-return]

    def _as_typed(self, data: str) -> str:
        """Return the text with code, links and escapes as their author typed them."""

        def typed(match: re.Match[str]) -> str:
            node = self._stashed_nodes.get(match[1])
            if not isinstance(node, ElementTree.Element):
                return str(node or "")
            if node.tag == "br":
                return "\n"
            text = unescape("".join(node.itertext()))
            if node.tag == "code":
                return f"`{text}`"
            return f"[{text}]({node.get('href')})" if node.tag == "a" else text

        def raw(match: re.Match[str]) -> str:
            return str(self.md.htmlStash.rawHtmlBlocks[int(match[1])])

        data = INLINE_PLACEHOLDER_RE.sub(typed, data)
        data = HTML_PLACEHOLDER_RE.sub(raw, data)
        return _ESCAPED.sub(lambda code: f"\\{chr(int(code[1]))}", data)


class _BracketLimit(Preprocessor):
    """Paragraphs with more brackets than can be read in good time keep them as they are; a problem says so."""

    def run(self, lines: list[str]) -> list[str]:
        return remove_brackets("\n".join(lines)).split("\n")


class _CommandProcessor(BlockProcessor):
    r"""A line that holds nothing but ``\bibliography`` or ``\full_bibliography``."""

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(md.parser)
        self.commands = (cites.bib_command, cites.full_bib_command)

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        return any(command in block for command in self.commands) and any(
            line.strip() in self.commands for line in block.split("\n")
        )

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(index for index, line in enumerate(lines) if line.strip() in self.commands)
        if before := "\n".join(lines[:at]):
            self.parser.parseBlocks(parent, [before])
        ElementTree.SubElement(parent, "p", {_HERE: lines[at].strip()})
        if after := "\n".join(lines[at + 1 :]):
            blocks.insert(0, after)


class _ListProcessor(Treeprocessor):
    """Reference lists in place of their commands or at the page's end; runs when all clusters are rendered."""

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(md)
        self.cites = cites

    def run(self, root: ElementTree.Element) -> None:
        page = get_page_path(self.md)
        for image in root.iter("img"):
            self._plain(image, page)
        here = [element for element in root.iter("p") if element.get(_HERE)]
        for element in here:
            command = element.attrib.pop(_HERE)
            if element is not here[0]:
                continue  # a second list would repeat the ids of the first; the page's problems name the command
            full = command == self.cites.full_bib_command
            shown = self.cites.mark_full_list(page) if full else self.cites.render_page_list(page)
            element.text = self.md.htmlStash.store(shown) if shown else ""
        excerpt = get_excerpt_address(self.md) is not None
        if not excerpt and (notes := self.cites.render_page_notes(page)):
            ElementTree.SubElement(root, "p").text = self.md.htmlStash.store(notes)
        if (
            not here
            and not excerpt
            and self.cites.has_list_at_end(page)
            and (shown := self.cites.render_page_list(page))
        ):
            heading = ElementTree.SubElement(root, "h2", {"data-search-exclude": ""})
            heading.text = AtomicString(self.cites.references_heading)
            ElementTree.SubElement(root, "p").text = self.md.htmlStash.store(shown)

    def _plain(self, image: ElementTree.Element, page: str | None) -> None:
        """Replace citations in an image's alternative text and title by plain text."""
        for name in ("alt", "title"):
            text = image.get(name, "")
            for span in reversed(find_clusters(mask_inline(text))):
                rendered = self.cites.render_cluster(
                    page, normalize_cluster(text[span.start : span.end]), span.keys, plain=True
                )
                text = text[: span.start] + rendered.text + text[span.end :]
            if text:
                image.set(name, text)


class _HeadingProcessor(Treeprocessor):
    """A heading's address without its citations, so that a source's year or letter can change and no link breaks.

    Where the table of contents makes each heading a link, as in a blog's lists of posts, its citations are none.
    """

    def run(self, root: ElementTree.Element) -> None:
        toc: Any = self.md.treeprocessors["toc"] if "toc" in self.md.treeprocessors else None  # noqa: SIM401
        texts = [(heading, "".join(heading.itertext())) for heading in root.iter() if heading.tag in _HEADINGS]
        citing = [(heading, text) for heading, text in texts if STX in text]
        if not toc or not citing:
            return
        used = {element.get("id", "") for element in root.iter() if element.get("id")}
        for heading, text in citing:
            if toc.use_anchors:
                self._unlink(text)
            if not heading.get("id"):
                words = HTML_PLACEHOLDER_RE.sub("", text).strip() or "section"
                heading.set("id", unique(toc.slugify(words, toc.sep), used))

    def _unlink(self, text: str) -> None:
        """Remove the links from the HTML behind the placeholders in ``text``."""
        for placeholder in HTML_PLACEHOLDER_RE.finditer(text):
            at = int(placeholder[1])
            html = str(self.md.htmlStash.rawHtmlBlocks[at])
            if html.startswith(OPENING):
                self.md.htmlStash.rawHtmlBlocks[at] = _LINK.sub("", html)


class CitationExtension(Extension):
    """Registers the processors. Priorities: the neighbours' numbers are Python-Markdown 3's."""

    def __init__(self, cites: CitationProvider) -> None:
        super().__init__()
        self.cites = cites

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors; Python-Markdown calls this for each page."""
        md.ESCAPED_CHARS.append("@")
        # After snippets (32), fenced code (25) and HTML (20) have been taken in or put away.
        md.preprocessors.register(_BracketLimit(md), "bracket-limit", 10)
        # After code (190), links (160-125), autolinks and inline HTML (90), before emphasis (60), which would take the
        # underscores of keys.
        md.inlinePatterns.register(_ClusterProcessor(md, self.cites), "citations", 85)
        md.parser.blockprocessors.register(_CommandProcessor(md, self.cites), "citation-commands", 15)
        # After inline text (20) and before the table of contents (5), which then lists the heading.
        md.treeprocessors.register(_ListProcessor(md, self.cites), "reference-lists", 12)
        # After attribute lists (8), whose {#id} wins, and before the table of contents (5).
        md.treeprocessors.register(_HeadingProcessor(md), "citations-in-headings", 6)
