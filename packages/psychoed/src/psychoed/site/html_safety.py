"""Finds what HTML or SVG must not have: markup that runs a program or redirects, files of other hosts, deep nesting.

What authors write must contain no such markup: everything that a browser could run is refused, whether or not the
site's policy (``csp``) would block it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from psychoed.site.css_safety import find_foreign_addresses, is_own_address

# Elements that run, load, send or redirect (HTML standard), and those of SVG that set attributes later.
_REFUSED = frozenset(
    {"script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "base", "link", "meta"}
    | {"form", "template", "noscript", "plaintext", "handler", "listener"}
    | {"animate", "set", "animatetransform", "animatemotion"}
)
# Allowed in a file of its own, such as an HTML page without a theme, which is made of them.
_OF_A_FILE = frozenset({"style", "link", "meta", "base", "noscript"})
# Attributes with an address that is followed on a click or by the page itself.
_ADDRESSES = frozenset(
    {"href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "cite", "ping"}
)
_SAFE = frozenset({"", "http", "https", "mailto", "tel", "sms"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# Browsers remove these from an address before parsing it (URL standard, "basic URL parser").
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0]")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)
_STYLE = re.compile(r"position\s*:|url\s*\(|@import|expression\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRINGS_IN = re.compile(
    r"<!(?:DOCTYPE[^>]*\[|ENTITY)|<\?xml-stylesheet|@import\b|url\(\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class UnsafeMarkup:
    """A piece of unsafe markup: a description, how its author may have typed it, and its line, counted from 1."""

    what: str
    typed: tuple[str, ...]
    line: int


def find_unsafe_markup(text: str, *, whole: bool = False) -> list[UnsafeMarkup]:
    """Return the unsafe markup in ``text``, a page's HTML as made from Markdown; ``whole`` is for files and drawings.

    Code is ignored. Comments are not, because browsers may end them earlier than Python's parser.
    """
    reader = _Reader(whole)
    # A comment to browsers; Python's parser would look for its end and fail without one.
    reader.feed(text.replace("<![", "<! ["))
    reader.close()
    found = reader.found
    if whole:
        found += [
            UnsafeMarkup(
                f"'{match[0]}' includes other files or entities", (match[0],), text.count("\n", 0, match.start()) + 1
            )
            for match in _BRINGS_IN.finditer(text)
        ]
    return found


class _Reader(HTMLParser):
    def __init__(self, whole: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[UnsafeMarkup] = []
        self.refused = _REFUSED - _OF_A_FILE if whole else _REFUSED

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        local = tag.rpartition(":")[2]
        if local in self.refused:
            self.found.append(UnsafeMarkup(f"'<{tag}>' can run, load or send something", (f"<{tag}",), line))
        for name, value in attrs:
            if why := _attribute(name, value or ""):
                self.found.append(UnsafeMarkup(why, ((value or name).strip() or name, f"{name}=", name), line))

    def _hidden(self, data: str) -> None:
        line = self.getpos()[0] - 1
        self.found += [replace(each, line=each.line + line) for each in find_unsafe_markup(data)]

    def handle_comment(self, data: str) -> None:
        self._hidden(data)

    def handle_decl(self, decl: str) -> None:
        self._hidden(decl)

    def set_cdata_mode(self, elem: str, **_: bool) -> None:
        """Do nothing: styles in a drawing may contain elements, so they are parsed too."""


def _attribute(name: str, value: str) -> str | None:
    """Return what is wrong with an attribute; None if nothing is."""
    if re.fullmatch(r"on[a-z]+", name):
        return f"'{name}=' runs a script"
    if name == "srcdoc":
        return "'srcdoc=' contains a whole page"
    if name == "style" and _STYLE.search(_COMMENT.sub("", value)):
        return "a style that loads something or covers the page"
    if name == "content" and "url" in value.lower():  # of <meta http-equiv="refresh">, in a file of its own
        address = re.sub(r"^[^=]*=\s*['\"]?", "", value)
        return _address(address)
    return next((why for part in _parts(name, value) if (why := _address(part))), None)


def _parts(name: str, value: str) -> Iterator[str]:
    if name == "srcset" and not value.lstrip().lower().startswith("data:"):
        yield from (part.split()[0] for part in value.split(",") if part.strip())
    elif name in _ADDRESSES:
        yield value


def _address(value: str) -> str | None:
    address = _LEFT_OUT.sub("", value)
    scheme = _SCHEME.match(address.lower())
    if (scheme[1] if scheme else "") in _SAFE or _PICTURE.match(address):
        return None
    return f"the address '{address[:40]}' can't be used in a link"


_LOADS = frozenset({"src", "srcset", "poster", "background"})
# Elements and attributes whose address is loaded rather than followed.
_LOADING = frozenset({"image", "use", "feimage", "link", "mpath", "textpath", "pattern"})
# Most pages have none of these, or only in plain form, and need no second parser. Names can't be escaped in HTML.
_WORTH_PARSING = re.compile(
    r"<(?:image|use|feimage|link|mpath|pattern)\b|[\s/\"'](?:src|srcset|poster|background|style)\s*=",
    re.IGNORECASE,
)
_WORDS = ("src", "poster", "background", "style", "<image", "<use", "<feimage", "<link", "<mpath", "<pattern")
_PLAIN = re.compile(
    r"""<\w+(?:\s+[\w:-]+="\#?[\w.-]*")*\s*/?>
    | [\s/"'](?:src|poster)="(?![^"]*//)[\w./\#?=-]*"
    | [\s/"']style="[\w\s:;.\#%-]*"
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


def find_foreign_files(html: str) -> list[str]:
    """Return the addresses on other hosts that the elements and styles of ``html`` load, as browsers parse it."""
    lowered = html.lower()
    if not any(word in lowered for word in _WORDS) or all(
        _PLAIN.match(html, found.start()) for found in _WORTH_PARSING.finditer(html)
    ):
        return []
    import tinyhtml5  # imported late because most builds do not need it

    document = tinyhtml5.parse(html, namespace_html_elements=False)
    elements = [] if document is None else document.iter()
    found = (address for element in elements if isinstance(element.tag, str) for address in _loaded(element))
    return [address for address in found if not is_own_address(address)]


def _loaded(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2].rpartition(":")[2].lower()
        if local == "srcset":
            # Each candidate separately, and each part between commas, because an address may contain commas.
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif local in _LOADS or (local == "href" and element.tag.rpartition("}")[2].lower() in _LOADING):
            yield value
        elif local == "style":
            yield from (address for address, _, _ in find_foreign_addresses(value))


_NESTED_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)""")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_DEEPEST = 300


def is_too_deep(html: str) -> bool:
    """Return whether elements may be nested more than three hundred deep, in linear time.

    HTML parsers take quadratic time on deep nesting.
    Start tags without end tags are counted for each name separately, so that unmatched end tags don't hide them.
    """
    if html.count("<") <= _DEEPEST:
        return False
    opened: Counter[str] = Counter()
    depth = 0
    for end, tag, attributes in _NESTED_TAG.findall(html):
        name = tag.lower()
        # Only within a drawing does a slash close an element.
        if name in _VOID or (attributes.endswith("/") and opened["svg"]):
            continue
        if not end:
            opened[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False
