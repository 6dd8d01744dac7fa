r"""Finds addresses and unsafe parts in style sheets and style attributes.

CSS is parsed by tinycss2, which decodes escapes as browsers do: ``u\72l(`` is ``url(``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Functions that take an address: CSS Values 4 (url, src), CSS Images 4 (image, image-set, cross-fade, element).
_LOADS = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"})
# Functions that load files or read other elements or documents, which no drawing needs.
_REFUSED = _LOADS | {"element", "paint", "attr", "expression", "url-prefix", "domain", "document", "regexp"}
_HOST = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# An address on another host contains two slashes, or a scheme where an address may be, or hides them behind a backslash
# or a comment. Most style sheets have none of these and need not be parsed.
_WORTH_READING = re.compile(
    r"//|\\|@import|[(,]\s*(?:/\*|[\"']\s*[a-z][a-z0-9+.-]*:)|url\(\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE
)
# Without brackets, quotes, escapes, comments and at-rules, there is no function, no address and no mistake in CSS.
_PLAIN = re.compile(r"[\w\s.,#%:;+-]*", re.ASCII)
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0]")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)
_FONT = re.compile(r"data:(?:font/woff2?|application/font-woff2?)[;,]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CssFault:
    """A fault in CSS with its line and column, counted from 1."""

    what: str
    line: int
    column: int


def is_own_address(address: str) -> bool:
    """Return whether ``address`` is on this site or a picture or font as a data URI, so that no other host is asked."""
    address = _LEFT_OUT.sub("", address)
    if _PICTURE.match(address) or _FONT.match(address):
        return True
    return not _SCHEME.match(address) and not address.replace("\\", "/").startswith("//")


def find_foreign_addresses(css: str) -> list[tuple[str, int, int]]:
    """Return the addresses in CSS that are on another host, with line and column."""
    if not _WORTH_READING.search(css):
        return []
    import tinycss2  # imported late because most builds do not need it

    found = _addresses(tinycss2.parse_component_value_list(css))
    return [each for each in found if not is_own_address(each[0])]


def find_drawing_style_faults(css: str) -> list[CssFault]:
    """Return what the styles of a drawing may not contain: anything that loads a file, and at-rules except ``@media``.

    ``url(#name)``, which refers to a part of the drawing, is allowed.
    """
    if _PLAIN.fullmatch(css):
        return []
    import tinycss2

    return list(_refused(tinycss2.parse_component_value_list(css)))


def list_fragments(css: str) -> list[str]:
    """The names of the parts of a drawing that its styles point to: ``a`` in ``url(#a)``."""
    if _PLAIN.fullmatch(css):
        return []
    import tinycss2

    found = (address for address, _, _ in _addresses(tinycss2.parse_component_value_list(css)))
    return [address[1:] for address in found if address.startswith("#")]


def _addresses(tokens: Any) -> Iterator[tuple[str, int, int]]:
    """Yield each address with line and column: in ``url()`` and similar functions, and every string that could become
    one.

    ``--picture: "//host"`` may end up in an ``image-set(var(--picture))``, so strings count anywhere.
    """
    at_rule = ""
    for token in tokens:
        if token.type == "at-keyword":
            at_rule = token.lower_value
        elif token.type == "literal" and token.value == ";":
            at_rule = ""
        elif token.type in ("url", "string") and at_rule != "namespace":  # a namespace is a name and is not loaded
            if token.type == "url" or at_rule == "import" or _HOST.match(token.value):
                yield token.value, token.source_line, token.source_column
        elif token.type == "function":
            texts = [each for each in token.arguments if each.type == "string"] if token.lower_name in _LOADS else []
            yield from ((each.value, each.source_line, each.source_column) for each in texts)
            yield from _addresses([each for each in token.arguments if each not in texts])
        elif (inner := getattr(token, "content", None)) is not None:
            yield from _addresses(inner)


def _refused(tokens: Any) -> Iterator[CssFault]:
    for token in tokens:
        at = (token.source_line, token.source_column)
        if token.type == "error":
            yield CssFault(f"this is not CSS ({token.message})", *at)
        elif token.type == "at-keyword" and token.lower_value != "media":
            yield CssFault(f"'@{token.value}' has no use in a drawing", *at)
        elif token.type == "url" and not token.value.startswith("#"):
            yield CssFault("a style that loads another file", *at)
        elif token.type == "function":
            own = token.lower_name == "url" and [
                each.value.startswith("#") for each in token.arguments if each.type == "string"
            ] == [True]
            if token.lower_name in _REFUSED and not own:
                yield CssFault(f"'{token.lower_name}()' in a style", *at)
            yield from _refused(token.arguments)
        elif (inner := getattr(token, "content", None)) is not None:
            yield from _refused(inner)
