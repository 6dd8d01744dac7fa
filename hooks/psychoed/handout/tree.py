"""HTML as a tree and back: what the steps of a sheet work on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

import tinyhtml5

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def parse(html: str) -> Element:
    """The elements of a page's content, under a root named ``body``."""
    document: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    body = document.find("body")
    return body if body is not None else Element("body")


def write(element: Element) -> str:
    """What is inside ``element``, as HTML."""
    return escape(element.text or "", quote=False) + "".join(_write(child) for child in element)


def _write(element: Element) -> str:
    if not isinstance(element.tag, str):  # a comment
        return escape(element.tail or "", quote=False)
    name = local(element.tag)
    attributes = "".join(f' {local(key)}="{escape(value)}"' for key, value in element.attrib.items())
    inner = "" if name in _VOID else f"{write(element)}</{name}>"
    return f"<{name}{attributes}>{inner}{escape(element.tail or '', quote=False)}"


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def classes(element: Element) -> set[str]:
    """The classes of ``element``."""
    return set(element.get("class", "").split())


def text_of(element: Element) -> str:
    """What is read in ``element``, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def with_parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """Each element below ``root`` with its parent, in a list made before any change."""
    return iter([(parent, child) for parent in root.iter() for child in parent])


def remove(parent: Element, child: Element) -> None:
    """Take ``child`` out; the text behind it stays."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
