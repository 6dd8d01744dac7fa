"""Finds the links and the ids in a built HTML or CSS file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from psychoed.site.html_check import TagList, read_plain_tag

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


def dump_links(page: PageLinks) -> list[Any]:
    """Return the links of a page as JSON can hold them."""
    links, repeated = ([[link.url, link.line] for link in each] for each in (page.links, page.repeated))
    return [links, sorted(page.ids), repeated, page.base]


def load_links(dumped: list[Any]) -> PageLinks:
    """Return the links that ``dump_links`` made this of."""
    links, ids, repeated, base = dumped
    return PageLinks(
        tuple(Link(url, line) for url, line in links),
        frozenset(ids),
        tuple(Link(url, line) for url, line in repeated),
        base,
    )


def extract_html_links(text: str) -> PageLinks:
    """Return the links and ids of a page; like browsers, never fail on bad HTML."""
    return _read_plain(text) or _read_by_parser(text)


# A script or a style sheet within a page, whose text is no markup.
_RAW = re.compile(
    r"(?P<start><(?P<name>script|style)\b[^<>]*>)(?P<text>.*?)(?P<end></(?P=name)\s*>)", re.DOTALL | re.IGNORECASE
)
_RAW_START = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_STYLE_START = re.compile(r"<style\b", re.IGNORECASE)
_TOKEN = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"!--(?!-)(?:(?!--)[^<>])*(?<!-)--|!doctype html|!theme-\d+", re.IGNORECASE)


def _read_plain(text: str) -> PageLinks | None:
    """Read a page in which every parser finds the same tags, as nearly all are; None for any other."""
    styles: dict[int, list[Link]] = {}

    def blank(raw: re.Match[str]) -> str:
        is_style = raw["name"].lower() == "style"
        styles[raw.start()] = _css_links(raw["text"], text.count("\n", 0, raw.start("text")) + 1) if is_style else []
        return raw["start"] + re.sub(r"[^\n]", " ", raw["text"]) + raw["end"]

    plain = _RAW.sub(blank, text)
    tags = [*_TOKEN.finditer(plain)]
    if plain.count("<") != len(tags) or len(_RAW_START.findall(text)) != len(styles):
        return None
    return _collect_links(plain, tags, styles)


def extract_tag_links(page: TagList, blocks: Sequence[str]) -> PageLinks | None:
    """Return the links and ids of a page by its tags; None if that takes a parser. ``blocks`` are the theme's."""
    if _STYLE_START.search(page.text):
        return None
    styled = {
        f"!theme-{number}": block
        for number, block in enumerate(blocks)
        if _STYLE_START.match(block) and _CSS_URL.search(block)
    }
    styles = {
        tag.start(): _css_links(styled[tag[1]], page.text.count("\n", 0, tag.start()) + 1)
        for tag in (page.tags if styled else ())
        if tag[1] in styled
    }
    return _collect_links(page.text, page.tags, styles)


def _collect_links(text: str, tags: Iterable[re.Match[str]], styles: Mapping[int, list[Link]]) -> PageLinks | None:
    """Return the links and ids of a page, given its tags; None if parsers may read one of them in more than one way.

    Most tags of a site are on all its pages: each is taken apart once.

    Args:
        text: The page, without the text of its scripts and style sheets.
        tags: Its tags in order; the first group of each is the tag without its brackets.
        styles: The links of its style sheets, by where their tags begin.

    """
    links: list[Link] = []
    ids: set[str] = set()
    repeated: list[Link] = []
    base, line, at = "", 1, 0
    for tag in tags:
        parts = _read_tag(tag[1])
        if parts is None:
            return None
        start = tag.start()
        if start in styles:
            links += styles[start]
        if parts is _NOTHING:
            continue
        line, at = line + text.count("\n", at, start), start
        if parts.id:
            if parts.id in ids:
                repeated.append(Link(parts.id, line))
            ids.add(parts.id)
        if parts.name:
            ids.add(parts.name)
        base = base or parts.base
        links += [Link(link.url, link.line + line) for link in parts.links]
    return PageLinks(tuple(links), frozenset(ids), tuple(repeated), base)


@dataclass(frozen=True, slots=True)
class _TagParts:
    """What a tag adds to a page's links and ids; lines are counted from 0, within the tag."""

    id: str = ""
    name: str = ""
    base: str = ""
    links: tuple[Link, ...] = ()


_NOTHING = _TagParts()


@lru_cache(maxsize=1 << 14)
def _read_tag(written: str) -> _TagParts | None:
    """Return what a tag adds to a page; None if parsers may read it in more than one way."""
    if written.startswith("/"):
        return _NOTHING
    if written.startswith("!"):
        return _NOTHING if _COMMENT.fullmatch(written) else None
    found = read_plain_tag(written)
    if found is None:
        return None
    tag, attributes = found[0], {name: value for name, value in found[1] if value is not None}
    parts = _TagParts(
        attributes.get("id", ""),
        attributes.get("name", "") if tag == "a" else "",
        attributes.get("href", "") if tag == "base" else "",
        tuple(_tag_links(tag, attributes)),
    )
    return _NOTHING if parts == _NOTHING else parts


def _tag_links(tag: str, attributes: Mapping[str, str]) -> Iterator[Link]:
    """Yield the links of a start tag, with lines counted from 0."""
    if tag == "link" and _NO_LINK & set(attributes.get("rel", "").lower().split()):
        return
    refreshes = tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh"
    if refreshes and (found := _REFRESH.match(attributes.get("content", ""))):
        yield Link(found["url"], 0)
    for attribute, value in attributes.items():
        if tag in _ADDRESSES.get(attribute, ()):
            yield Link(value, 0)
        elif attribute == "srcset":
            yield from (Link(found["url"], 0) for found in _CANDIDATE.finditer(value))
        elif attribute == "style":
            yield from _css_links(value, 0)


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
    """Return the links of a style sheet that begins on a line."""
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
        attributes = {name: value for name, value in attrs if value is not None}
        line = self.getpos()[0]
        if name := attributes.get("id"):
            if name in self.ids:
                self.repeated.append(Link(name, line))
            self.ids.add(name)
        if tag == "a" and (name := attributes.get("name")):
            self.ids.add(name)
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        self.links += [Link(link.url, link.line + line) for link in _tag_links(tag, attributes)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.links += _css_links(data, self.getpos()[0])
