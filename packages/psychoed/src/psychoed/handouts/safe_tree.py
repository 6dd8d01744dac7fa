"""Removes from a handout's HTML what would make WeasyPrint load files, attach them or work endlessly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from psychoed.handouts.transforms import get_local_name, remove_element, walk_with_parents

# They load a file, run something, or describe the document; a handout's own head is written by document.py.
_REFUSED_NAMES = """
    audio base canvas embed frame frameset iframe link meta noscript object portal script source style template
    track video
"""
_REFUSED = frozenset(_REFUSED_NAMES.split())
_DROPPED = frozenset({"rel", "download", "ping", "srcset", "background", "form", "formaction", "action"})
_LINK = re.compile(r"#|https?:|mailto:|tel:", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Browsers limit this to 1,000 columns, and paper is full long before; WeasyPrint would lay out twenty million.
_MOST: Mapping[str, int] = MappingProxyType(
    {
        "colspan": 50,
        "rowspan": 500,
        "span": 50,
        "rows": 60,
        "cols": 200,
        "size": 200,
        "start": 9999,
        "value": 9999,
    }
)
_NUMBER = re.compile(r"\s*[-+]?(\d+)")
# Lengths in attributes; no handout is longer than a metre.
_LENGTHS = ("width", "height")
_LONGEST = 4000
_DEEPEST = 100


class TooDeepError(ValueError):
    """Elements are nested deeper than any page needs."""


def keep_what_paper_needs(root: Element) -> None:
    """Remove elements that load, attach or run something, and reduce numbers to what a handout can show.

    Raises:
        TooDeepError: if elements are nested more than a hundred deep.

    """
    _limit_depth(root)
    for parent, child in walk_with_parents(root):
        if isinstance(child.tag, str) and get_local_name(child.tag).lower() in _REFUSED:
            remove_element(parent, child)
    for element in root.iter():
        for name in list(element.attrib):
            if not _keep(element, name, element.attrib[name]):
                del element.attrib[name]


def _limit_depth(root: Element) -> None:
    level, depth = [root], 0
    while level := [child for element in level for child in element]:
        depth += 1
        if depth > _DEEPEST:
            msg = f"elements are nested more than {_DEEPEST} deep"
            raise TooDeepError(msg)


def _keep(element: Element, name: str, value: str) -> bool:
    """Return whether to keep an attribute; reduce a number that is too high."""
    plain = get_local_name(name).lower()
    if plain in _DROPPED or plain.startswith("on"):
        return False
    if plain == "href":
        address = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value)
        return bool(_LINK.match(address)) or (get_local_name(str(element.tag)) == "a" and not _SCHEME.match(address))
    found = _NUMBER.match(value)
    number = int(found[1][:9]) if found else 0
    most = _MOST.get(plain, number)
    if number > most and (plain != "value" or element.tag == "li"):
        element.set(name, str(most))
    return plain not in _LENGTHS or number <= _LONGEST
