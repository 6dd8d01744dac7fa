"""Pandoc's JSON in Python's types: nodes are dictionaries with a type ``t`` and a content ``c``.

Follows pandoc-types (Text.Pandoc.Definition). Only the inlines that citations and references are made of are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Node = dict[str, Any]

QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def children(node: Node) -> list[Node]:
    """The inline content of a node that has some; of any other, nothing."""
    content = node.get("c")
    match node["t"]:
        case "Emph" | "Strong" | "Underline" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps":
            return list(content or [])
        case "Span" | "Link" | "Image" | "Quoted" | "Cite":
            return list(content[1]) if content else []
        case "Para" | "Plain":
            return list(content or [])
    return []


def with_children(node: Node, content: list[Node]) -> Node:
    """The node with another inline content."""
    if node["t"] in ("Span", "Link", "Image", "Quoted", "Cite"):
        return {"t": node["t"], "c": [node["c"][0], content, *node["c"][2:]]}
    return {"t": node["t"], "c": content}


def text(nodes: Iterable[Node]) -> str:
    """The words of some inlines, without markup."""
    return "".join(_text(node) for node in nodes)


def _text(node: Node) -> str:
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Quoted":
            opening, closing = QUOTES[node["c"][0]["t"]]
            return opening + text(children(node)) + closing
        case "Code" | "Math" | "RawInline":
            return str(node["c"][1])
    return text(children(node))
