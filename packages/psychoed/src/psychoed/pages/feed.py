"""News as an Atom feed (RFC 4287).

An entry's own dates are those of writing and review, because it could not be read earlier. The date of the study or
event it covers is part of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from html.parser import HTMLParser
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

_KEPT = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "code", "pre"),
    *("strong", "em", "b", "i", "sub", "sup", "table", "thead", "tbody", "tr", "th", "td"),
}
_DROPPED = {"script", "style", "svg", "template", "h1"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_APART = frozenset({"headerlink", "footnote-backref"})


def simplify_html(content: str) -> str:
    """Return a page's HTML reduced to plain elements; its title is left out because a feed has it separately."""
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
        last = max((index for index, (name, _) in enumerate(self._open) if name == tag), default=len(self._open))
        ended = self._open[last:]
        del self._open[last:]
        self.parts += [f"</{name}>" for name, left_out in reversed(ended) if name in _KEPT and not left_out]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(escape(data, quote=False))

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """Metadata of the feed.

    ``path`` is the feed's path and ``home`` that of the page that lists its entries, both relative to the site's root.
    ``site_url`` is empty if the site's address is unknown.
    """

    title: str
    subtitle: str
    author: str
    language: str
    path: str
    home: str
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A post.

    ``url`` is relative to the site's root, ``html`` is the content, and ``about`` says when the study or event
    it covers took place.
    """

    title: str
    url: str
    summary: str
    html: str
    about: str
    written: date
    updated: date
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def render_feed(feed: Feed, entries: Iterable[FeedEntry]) -> str:
    """Return the feed as XML, with its entries in the given order.

    If the site's address is known, all links are absolute. Otherwise links are relative to the feed, which RFC 4287
    allows, and the ids, which must be absolute, are UUIDs of the feed's title and the path.
    """
    entries = list(entries)
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _text(root, "id", _identity(feed, feed.path))
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(max((entry.updated for entry in entries), default=date(1970, 1, 1))))
    _author(root, feed.author)
    _link(root, "self", _address(feed, feed.path), "application/atom+xml")
    _link(root, "alternate", _address(feed, feed.home), "text/html")
    for entry in entries:
        _entry(ElementTree.SubElement(root, "entry"), feed, entry)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(element: ElementTree.Element, feed: Feed, entry: FeedEntry) -> None:
    _text(element, "id", _identity(feed, entry.url))
    _text(element, "title", entry.title)
    _text(element, "published", _moment(entry.written))
    _text(element, "updated", _moment(entry.updated))
    for author in entry.authors:
        _author(element, author)
    _link(element, "alternate", _address(feed, entry.url), "text/html")
    for category in entry.categories:
        ElementTree.SubElement(element, "category", {"term": _clean(category)})
    _text(element, "summary", f"{entry.about}. {entry.summary}" if entry.about else entry.summary)
    about = f"<p>{entry.about}.</p>\n" if entry.about else ""
    _text(element, "content", about + entry.html, type="html")


def _address(feed: Feed, path: str) -> str:
    return f"{feed.site_url.rstrip('/')}/{path}" if feed.site_url else path or "."


def _identity(feed: Feed, path: str) -> str:
    return _address(feed, path) if feed.site_url else uuid5(NAMESPACE_URL, f"{feed.title}/{path}").urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _author(parent: ElementTree.Element, name: str) -> None:
    _text(ElementTree.SubElement(parent, "author"), "name", name)


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = _clean(text)


def _clean(text: str) -> str:
    """Return the text without control characters, which XML does not allow."""
    return _NOT_XML.sub("", text)
