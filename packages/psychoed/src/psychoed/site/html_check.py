"""Checks HTML against the rules, as browsers parse it.

HTML is read in one of two ways. A fast tokenizer handles HTML in which every parser sees the same tags: no ``<`` or
``>`` in attributes, closed quotes, no markup within elements whose text is raw, no unusual comments. Markdown and
templates hardly ever produce anything else. All other HTML is read by an HTML5 parser (tinyhtml5), and what it calls a
parse error is an error here too, because browsers and other programs may recover from it differently. decisions/0033
explains why this is sound.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from psychoed.site.html_rules import (
    ADDRESSES,
    AUTHOR,
    Attributes,
    HtmlFault,
    Rules,
    describe_bad_link,
    find_faults,
    find_foreign_address,
    split_words,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something not allowed in a page, and what its author may have typed, most likely first."""

    what: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeParts:
    """What a theme puts into a page without content, beyond what the rules allow."""

    tags: frozenset[str] = frozenset()
    """Start tags as written, without brackets."""
    blocks: tuple[str, ...] = ()
    """Inline scripts and styles as written, longest first."""
    scripts: frozenset[str] = frozenset()
    """The text of inline scripts that a browser runs or obeys."""
    styles: frozenset[str] = frozenset()
    """The text of style elements."""
    style_attributes: frozenset[str] = frozenset()


# Comments whose end every parser sees; `<!doctype html>`; tags without '<' or '>' in their attributes.
_TOKEN = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"!--(?!-)(?:(?!--)[^<>])*(?<!-)--")
_TAG = re.compile(
    r"""(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:\s+[a-z_:][\w:.-]*(?:=(?:"[^"]*"|'[^']*'|[\w./:#%@,;?+!~$*()-]*[\w:#%@,;?+!~$*()-]))?)*)\s*/?""",
    re.IGNORECASE | re.ASCII,
)
_END = re.compile(r"/(?P<name>[a-z][a-z0-9-]*)\s*", re.IGNORECASE | re.ASCII)
_ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[a-z_:][\w:.-]*)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+)))?""",
    re.IGNORECASE | re.ASCII,
)
# The most common tags: a link within the site.
_WAY = re.compile(r'a href="(?:[\w./-]+)?(?:#[\w:.-]+)?"', re.ASCII)
_REFERENCE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
# Elements whose text is raw. Scripts are compared with the theme's or contain data; the others are not allowed.
_RAW = re.compile(r"<(title|textarea|script|style)(?=[\s/>])", re.IGNORECASE)
_RAW_WHOLE = re.compile(r"<(title|textarea|script|style)(?:\s[^<>]*)?>[^<]*</\1\s*>", re.IGNORECASE)
_XML = re.compile(r"<!\[(?:CDATA\[)?|<\?\w*")
_VOID = split_words("area base br col embed hr img input link meta source track wbr")
_DRAWN = split_words("path circle ellipse line polyline polygon rect use stop")
# Elements that end where another begins or their parent ends (HTML standard, "optional tags").
_ENDED_BY_OTHERS = split_words("p li dt dd td th tr tbody thead tfoot colgroup rt rp option")


class _OddHtmlError(Exception):
    """The fast tokenizer cannot be sure how browsers parse this."""


def check_content(html: str) -> list[Finding]:
    """Return what authors may not write in a page's HTML, as made from its Markdown."""
    try:
        tokens = [tag[1] for tag in _find_tags(html)]
        found = [Finding(*fault) for token in tokens for fault in _judge(token, AUTHOR)]
        _check_nesting(tokens)
    except _OddHtmlError:
        return _check_by_parser(html, AUTHOR, ThemeParts(), whole=False)
    return found


class PageChecker:
    """Checks whole built pages of one kind; most of their tags are the same and are checked once."""

    def __init__(self, rules: Rules, theme: ThemeParts) -> None:
        self.rules = rules
        self.theme = theme
        self._sound = set(theme.tags)
        sets = (theme.tags, theme.scripts, theme.styles, theme.style_attributes)
        self.fingerprint = json.dumps([rules.name, theme.blocks, *map(sorted, sets)])

    def check(self, html: str) -> list[Finding]:
        """Return what in a page neither the rules allow nor the theme adds."""
        return self.read(html)[0]

    def read(self, html: str) -> tuple[list[Finding], TagList | None]:
        """Return the findings in a page and, if there are none and every parser finds the same tags, its tags."""
        text = html
        for number, block in enumerate(self.theme.blocks):
            # Its replacement is a tag too: within an attribute or a title, the page then goes to the HTML5 parser.
            text = text.replace(block, f"<!theme-{number}>" + "\n" * block.count("\n"))
        try:
            tags = _find_tags(text)
            fresh = {tag[1] for tag in tags} - self._sound
            found = [Finding(*fault) for token in sorted(fresh) for fault in _judge(token, self.rules)]
        except _OddHtmlError:
            return _check_by_parser(html, self.rules, self.theme, whole=True), None
        if found:
            return found, None
        self._sound |= fresh
        return found, TagList(text, tags)


@dataclass(frozen=True, slots=True)
class TagList:
    """The tags of a page: ``text`` has the theme's inline scripts and styles replaced by ``<!theme-NUMBER>``."""

    text: str
    tags: list[re.Match[str]]


# The address of a link that one of Material's scripts makes useful; on its own it does nothing.
_NOWHERE = "javascript:void(0)"
# What a browser runs or obeys (HTML standard, "script" element); any other type is data.
_RUN = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_INLINE = re.compile(
    r"<(?P<name>script|style)(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</(?P=name)\s*>", re.DOTALL | re.IGNORECASE
)


def read_theme(pages: Iterable[str]) -> ThemeParts:
    """Return the markup of a theme, found in pages rendered without content."""
    tags: set[str] = set()
    blocks: set[str] = set()
    texts: dict[str, set[str]] = {"script": set(), "style": set()}
    for page in pages:
        for found in _INLINE.finditer(page):
            kind = dict(_attributes_of(found["attributes"])).get("type") or ""
            if found["text"] and (found["name"].lower() == "style" or kind.lower() in _RUN):
                blocks.add(found[0])
                texts[found["name"].lower()].add(found["text"])
        rest = _INLINE.sub(lambda found: "" if found[0] in blocks else found[0], page)
        tags |= {token for token in _TOKEN.findall(rest) if _is_own(token)}
    styled = {dict(_split(token)[1]).get("style") for token in tags}
    return ThemeParts(
        frozenset(tags),
        tuple(sorted(blocks, key=lambda block: (-len(block), block))),
        frozenset(texts["script"]),
        frozenset(texts["style"]),
        frozenset(filter(None, styled)),
    )


def _is_own(token: str) -> bool:
    """Return whether a tag may be accepted as the theme's own.

    Tags with event handlers, which the policy blocks, or with unsafe addresses or those of another host, which may come
    from a setting, are not.
    """
    name, attributes = _split(token)
    return (
        bool(name)
        and not find_foreign_address(name, attributes)
        and not any(
            key.startswith("on") or (key in ADDRESSES and value != _NOWHERE and describe_bad_link(value or ""))
            for key, value in attributes
        )
    )


def _find_tags(html: str) -> list[re.Match[str]]:
    """Return the tags and comments of ``html``; the first group of each is without brackets.

    The tags are not yet checked; that raises _OddHtmlError for tags in unusual notation.

    Raises:
        _OddHtmlError: Finding the tags takes a full parser.

    """
    tokens = [*_TOKEN.finditer(html)]
    if html.count("<") != len(tokens) or "\0" in html or len(_RAW.findall(html)) != len(_RAW_WHOLE.findall(html)):
        raise _OddHtmlError
    return tokens


@lru_cache(maxsize=1 << 15)
def _judge(token: str, rules: Rules) -> tuple[HtmlFault, ...]:
    """Return the faults of a tag. Raises _OddHtmlError if parsers may read it in more than one way."""
    if _WAY.fullmatch(token):
        return ()
    if token.startswith("/"):
        if not _END.fullmatch(token):
            raise _OddHtmlError
        return ()
    if token.startswith("!"):
        whole = rules is not AUTHOR
        if _COMMENT.fullmatch(token) or (whole and (token.lower() == "!doctype html" or token[:7] == "!theme-")):
            return ()
        raise _OddHtmlError
    tag = _TAG.fullmatch(token)
    if tag is None or _REFERENCE.search(token):
        raise _OddHtmlError
    attributes = _attributes_of(tag["attributes"])
    if len(attributes) != len({name for name, _ in attributes}):
        raise _OddHtmlError
    return tuple(find_faults(tag["name"].lower(), attributes, rules))


def read_plain_tag(token: str) -> tuple[str, Attributes] | None:
    """Return a start tag's name and attributes; None if parsers may read it in more than one way."""
    tag = _TAG.fullmatch(token)
    if tag is None or _REFERENCE.search(token):
        return None
    return tag["name"].lower(), _attributes_of(tag["attributes"])


def _attributes_of(text: str) -> Attributes:
    found: list[tuple[str, str | None]] = []
    for each in _ATTRIBUTE.finditer(text):
        values = [each[kind] for kind in ("double", "single", "bare") if each[kind] is not None]
        found.append((each["name"].lower(), unescape(values[0]) if values else None))
    return found


def _check_nesting(tokens: list[str]) -> None:
    """Raise _OddHtmlError unless elements are closed in the reverse order in which they were opened."""
    opened: list[str] = []
    for token in tokens:
        if token.startswith("!"):
            continue
        if token.startswith("/"):
            name = token[1:].rstrip().lower()
            while opened and opened[-1] != name and opened[-1] in _ENDED_BY_OTHERS:
                opened.pop()
            if not opened or opened.pop() != name:
                raise _OddHtmlError
        else:
            name = _name_of(token)
            if name not in _VOID and not (name in _DRAWN and token.endswith("/")):
                opened.append(name)
    if any(name not in _ENDED_BY_OTHERS for name in opened):
        raise _OddHtmlError


@lru_cache(maxsize=1 << 15)
def _name_of(token: str) -> str:
    return token.split(maxsplit=1)[0].rstrip("/").lower()


def _check_by_parser(html: str, rules: Rules, theme: ThemeParts, *, whole: bool) -> list[Finding]:
    from tinyhtml5.parser import HTMLParser  # imported late because hardly any page needs it

    parser = HTMLParser(namespace_html_elements=False)
    tree: Any = parser.parse(html) if whole else parser.parse_fragment(html, container="article")
    lines = html.split("\n")
    found = [
        Finding(f"browsers may not read this HTML alike ({_describe(code, values)})", _near(lines, position))
        for position, code, values in parser.errors
        if not _is_harmless(code, values)
    ]
    # No parse error within a drawing, but other programs that read the page see something else.
    found += [Finding(f"'{odd[0]}' is not HTML", (odd[0],)) for odd in _XML.finditer(html if not whole else "")]
    own_tags = {(name, frozenset(_given(attributes))) for name, attributes in map(_split, theme.tags)}
    for element in tree.iter():
        if not isinstance(element.tag, str) or (element is tree and not whole):
            continue
        name = _plain_name(element.tag)
        attributes = [(_plain_name(key), value) for key, value in element.attrib.items()]
        text = element.text or ""
        inline = {"script": theme.scripts, "style": theme.styles}.get(name, frozenset())
        is_own = (name, frozenset(_given(attributes))) in own_tags and not text.strip()
        if not (text in inline or is_own):
            found += [Finding(*fault) for fault in find_faults(name, attributes, rules)]
    return found


def _is_harmless(code: str, values: Any) -> bool:
    """Return whether every browser still sees the same elements.

    That is so for an ampersand that starts no character reference, and for the end tag of a paragraph that an element
    inserted by Markdown has already closed.
    """
    return "entity" in code or (code.startswith("unexpected-end-tag") and (values or {}).get("name") == "p")


def _given(attributes: Attributes) -> list[tuple[str, str]]:
    return [(name, value or "") for name, value in attributes]


def _split(token: str) -> tuple[str, Attributes]:
    tag = _TAG.fullmatch(token)
    return (tag["name"].lower(), _attributes_of(tag["attributes"])) if tag else ("", [])


_PREFIXES = {
    "{http://www.w3.org/1999/xlink}": "xlink:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
    "{http://www.w3.org/2000/xmlns/}": "xmlns:",
    "{http://www.w3.org/2000/svg}": "",
    "{http://www.w3.org/1998/Math/MathML}": "",
}


def _plain_name(name: str) -> str:
    for namespace, prefix in _PREFIXES.items():
        name = name.replace(namespace, prefix)
    return name.lower().replace("xmlns:xmlns", "xmlns")


def _describe(code: str, values: Any) -> str:
    name = (values or {}).get("name", "")
    return f"{code.replace('-', ' ')}{f': {name}' if isinstance(name, str) and name else ''}"


def _near(lines: list[str], position: tuple[int, int]) -> tuple[str, ...]:
    """Return what an author may have typed at a place in the HTML: the tag that begins before it."""
    line, column = position
    before = lines[line - 1][: column + 1] if 0 < line <= len(lines) else ""
    start = before.rfind("<")
    tag = before[start:] if start >= 0 else before.strip()
    word = re.match(r"</?[a-zA-Z][\w-]*|<[!?]\[?", tag)
    return tuple(filter(None, (tag.strip()[:80], word[0] if word else "")))
