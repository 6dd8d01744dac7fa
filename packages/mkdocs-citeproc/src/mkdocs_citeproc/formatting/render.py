"""Pandoc's inlines: their content, text and HTML, with all text and attributes escaped and pandoc's own classes and
roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

Node = dict[str, Any]

SPACE: Node = {"t": "Space"}

QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def make_word(text: str) -> Node:
    """A word of running text."""
    return {"t": "Str", "c": text}


def make_link(like: Node, inside: list[Node]) -> Node:
    """A link that leads where ``like`` leads."""
    return {"t": "Link", "c": [like["c"][0], inside, like["c"][2]]}


def get_children(node: Node) -> list[Node]:
    """Return the inline content of a node; empty if it has none."""
    content = node.get("c")
    match node["t"]:
        case "Emph" | "Strong" | "Underline" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps":
            return list(content or [])
        case "Span" | "Link" | "Image" | "Quoted" | "Cite":
            return list(content[1]) if content else []
        case "Para" | "Plain":
            return list(content or [])
    return []


def replace_children(node: Node, content: list[Node]) -> Node:
    """Return the node with other inline content."""
    if node["t"] in ("Span", "Link", "Image", "Quoted", "Cite"):
        return {"t": node["t"], "c": [node["c"][0], content, *node["c"][2:]]}
    return {"t": node["t"], "c": content}


def get_plain_text(nodes: Iterable[Node]) -> str:
    """Return the text of some inlines, without markup."""
    return "".join(_text(node) for node in nodes)


def _text(node: Node) -> str:
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Quoted":
            opening, closing = QUOTES[node["c"][0]["t"]]
            return opening + get_plain_text(get_children(node)) + closing
        case "Code" | "Math" | "RawInline":
            return str(node["c"][1])
    return get_plain_text(get_children(node))


_TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "u",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
}
_SAFE_ADDRESS = re.compile(r"(?:https?|ftp|mailto|doi|urn|tel):|#", re.IGNORECASE)


def get_fragment(key: str) -> str:
    """Return the URL fragment, without ``#``, of the reference of ``key``."""
    return quote(f"ref-{key}", safe="-._~!$&'()*+,;=:@/?")


def render_html(nodes: Iterable[Node]) -> str:
    """Render inlines as HTML."""
    return "".join(_html(node) for node in nodes)


def _html(node: Node) -> str:
    kind: str = node["t"]
    content: Any = node.get("c")
    if tag := _TAGS.get(kind):
        return f"<{tag}>{render_html(content)}</{tag}>"
    match kind:
        case "Str":
            return escape(content, quote=False)
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "<br>"
        case "Quoted":
            opening, closing = QUOTES[content[0]["t"]]
            return opening + render_html(content[1]) + closing
        case "Code":
            return f"<code>{escape(content[1], quote=False)}</code>"
        case "Math" | "RawInline":
            return escape(content[1], quote=False)
        case "SmallCaps":
            return f'<span class="smallcaps">{render_html(content)}</span>'
        case "Span":
            return _span(content[0][1], render_html(content[1]))
        case "Link":
            return _link(content[2][0], content[1])
    return render_html(get_children(node))


def _span(classes: list[str], inside: str) -> str:
    return f'<span class="{escape(" ".join(classes))}">{inside}</span>' if classes else inside


def _without_links(inlines: list[Node]) -> list[Node]:
    """Remove links from inlines that are to be inside a link."""
    flat: list[Node] = []
    for node in inlines:
        flat += _without_links(get_children(node)) if node["t"] == "Link" else [node]
    return flat


def _link(address: str, inside: list[Node]) -> str:
    inside = _without_links(inside)
    if address.startswith("#ref-"):
        target = escape(get_fragment(address.removeprefix("#ref-")))
        return f'<a href="#{target}" role="doc-biblioref">{render_html(inside)}</a>'
    if not _SAFE_ADDRESS.match(address):
        return render_html(inside)  # "javascript:" in a url field stays text
    return f'<a href="{escape(address)}">{render_html(inside)}</a>'
