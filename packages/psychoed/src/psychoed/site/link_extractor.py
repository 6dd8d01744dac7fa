"""Finds the links and the ids in a built HTML or CSS file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from psychoed.site.html_check import read_plain_tag

# Attributes with one address (HTML standard, "attributes" index), by the tags to which they apply; "*" is any tag.
_ADDRESSES = {
    "href": {"a", "area", "link", "use", "image"},
    "xlink:href": {"use", "image"},
    "src": {"img", "script", "iframe", "source", "video", "audio", "embed", "track", "input"},
    "poster": {"video"},
    "data": {"object"},
    "cite": {"blockquote", "q", "del", "ins"},
}
_CSS_URL = re.compile(r"""(?:url\(\s*(["']?)(?P<url>[^"')]+)\1\s*\)|@import\s+(["'])(?P<imported>[^"']+)\3)""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)
# One of the pictures in a srcset (HTML standard, "parse a srcset attribute"); an address may contain commas.
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)[^,]*")
# Link relations for machines only; the canonical address is on this site by definition.
_NO_LINK = {"preconnect", "dns-prefetch", "canonical"}


@dataclass(frozen=True, slots=True)
class Link:
    """An address as written in a built file, and its line, counted from 1."""

    url: str
    line: int


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links, the ids, and the repeated ids with their lines of a built file."""

    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    repeated: tuple[Link, ...] = ()
    base: str = ""


def extract_html_links(text: str) -> PageLinks:
    """Return the links and ids of a page; like browsers, never fail on bad HTML."""
    return _read_plain(text) or _read_by_parser(text)


# A script or a style sheet within a page, whose text is no markup.
_RAW = re.compile(
    r"(?P<start><(?P<name>script|style)\b[^<>]*>)(?P<text>.*?)(?P<end></(?P=name)\s*>)", re.DOTALL | re.IGNORECASE
)
_RAW_START = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_TOKEN = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"!--(?!-)(?:(?!--)[^<>])*(?<!-)--|!doctype html", re.IGNORECASE)


def _read_plain(text: str) -> PageLinks | None:
    """Read a page in which every parser finds the same tags, as nearly all are; None for any other.

    Most tags of a site are on all its pages: each is taken apart once.
    """
    styles: dict[int, list[Link]] = {}

    def blank(raw: re.Match[str]) -> str:
        is_style = raw["name"].lower() == "style"
        styles[raw.start()] = _css_links(raw["text"], text.count("\n", 0, raw.start("text")) + 1) if is_style else []
        return raw["start"] + re.sub(r"[^\n]", " ", raw["text"]) + raw["end"]

    plain = _RAW.sub(blank, text)
    tokens = [*_TOKEN.finditer(plain)]
    if plain.count("<") != len(tokens) or len(_RAW_START.findall(text)) != len(styles):
        return None
    reader, line, at = _Reader(), 1, 0
    for token in tokens:
        written = token[1]
        if written.startswith("/"):
            continue
        if written.startswith("!"):
            if not _COMMENT.fullmatch(written):
                return None
            continue
        tag = _read_tag(written)
        if tag is None:
            return None
        line, at = line + plain.count("\n", at, token.start()), token.start()
        if tag[1]:
            reader.read_tag(*tag, line)
        reader.links += styles.get(at, ())
    return PageLinks(tuple(reader.links), frozenset(reader.ids), tuple(reader.repeated), reader.base)


@lru_cache(maxsize=1 << 14)
def _read_tag(written: str) -> tuple[str, dict[str, str]] | None:
    """Return a tag's name and attributes; None if parsers may read it in more than one way."""
    found = read_plain_tag(written)
    return (found[0], {name: value for name, value in found[1] if value is not None}) if found else None


def _read_by_parser(text: str) -> PageLinks:
    reader = _Reader()
    # A comment to browsers; Python's parser would look for its end and fail without one.
    reader.feed(text.replace("<![", "<! ["))
    reader.close()
    return PageLinks(tuple(reader.links), frozenset(reader.ids), tuple(reader.repeated), reader.base)


def extract_css_links(text: str) -> PageLinks:
    """Return the links of a style sheet: the files it loads."""
    blanked = _CSS_COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    return PageLinks(tuple(_css_links(blanked, 1)))


def _css_links(text: str, line: int) -> list[Link]:
    return [
        Link(found["url"] or found["imported"], line + text.count("\n", 0, found.start()))
        for found in _CSS_URL.finditer(text)
    ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.ids: set[str] = set()
        self.repeated: list[Link] = []
        self.base = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        self.read_tag(tag, {name: value for name, value in attrs if value is not None}, self.getpos()[0])

    def read_tag(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Note the links and ids of a start tag on a line."""
        if name := attributes.get("id"):
            if name in self.ids:
                self.repeated.append(Link(name, line))
            self.ids.add(name)
        if tag == "a" and (name := attributes.get("name")):
            self.ids.add(name)
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        if tag == "link" and _NO_LINK & set(attributes.get("rel", "").lower().split()):
            return
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.links += [
                Link(found["url"], line) for found in [_REFRESH.match(attributes.get("content", ""))] if found
            ]
        for attribute, value in attributes.items():
            if tag in _ADDRESSES.get(attribute, ()):
                self.links.append(Link(value, line))
            elif attribute == "srcset":
                self.links += [Link(found["url"], line) for found in _CANDIDATE.finditer(value)]
            elif attribute == "style":
                self.links += _css_links(value, line)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.links += _css_links(data, self.getpos()[0])
