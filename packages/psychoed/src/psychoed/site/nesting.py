"""Limits the nesting depth of a page in linear time; HTML parsers take quadratic time on deep nesting."""

from __future__ import annotations

import re
from collections import Counter

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)""")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_DEEPEST = 300


def is_too_deep(html: str) -> bool:
    """Return whether elements may be nested more than three hundred deep.

    Start tags without end tags are counted for each name separately, so that unmatched end tags don't hide them.
    """
    if html.count("<") <= _DEEPEST:
        return False
    opened: Counter[str] = Counter()
    depth = 0
    for end, tag, attributes in _TAG.findall(html):
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
