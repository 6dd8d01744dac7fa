"""Pandoc's inlines as HTML, every text and attribute escaped, with pandoc's own class names and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

from psychoed.style.pandoc_ast import QUOTES, Node, children

_TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "u",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
}
_SAFE_ADDRESS = re.compile(r"(?:https?|ftp|mailto|doi|urn|tel):|#", re.IGNORECASE)


def fragment(key: str) -> str:
    """The part after ``#`` of an address that leads to the reference of ``key``."""
    return quote(f"ref-{key}", safe="-._~!$&'()*+,;=:@/?")


def html(nodes: Iterable[Node]) -> str:
    """Some inlines as HTML."""
    return "".join(_html(node) for node in nodes)


def _html(node: Node) -> str:
    kind: str = node["t"]
    content: Any = node.get("c")
    if tag := _TAGS.get(kind):
        return f"<{tag}>{html(content)}</{tag}>"
    match kind:
        case "Str":
            return escape(content, quote=False)
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "<br>"
        case "Quoted":
            opening, closing = QUOTES[content[0]["t"]]
            return opening + html(content[1]) + closing
        case "Code":
            return f"<code>{escape(content[1], quote=False)}</code>"
        case "Math" | "RawInline":
            return escape(content[1], quote=False)
        case "SmallCaps":
            return f'<span class="smallcaps">{html(content)}</span>'
        case "Span":
            return _span(content[0][1], html(content[1]))
        case "Link":
            return _link(content[2][0], content[1])
    return html(children(node))


def _span(classes: list[str], inside: str) -> str:
    return f'<span class="{escape(" ".join(classes))}">{inside}</span>' if classes else inside


def _without_links(inlines: list[Node]) -> list[Node]:
    """Inlines that may stand in a link, where no other can."""
    flat: list[Node] = []
    for node in inlines:
        flat += _without_links(children(node)) if node["t"] == "Link" else [node]
    return flat


def _link(address: str, inside: list[Node]) -> str:
    inside = _without_links(inside)
    if address.startswith("#ref-"):
        return f'<a href="#{escape(fragment(address.removeprefix("#ref-")))}" role="doc-biblioref">{html(inside)}</a>'
    if not _SAFE_ADDRESS.match(address):
        return html(inside)  # "javascript:" in a url field stays text
    return f'<a href="{escape(address)}">{html(inside)}</a>'
