"""An entry's source without the fields that are nobody else's business: neither a reader's nor pandoc's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

PRIVATE = frozenset({"annotation", "annote", "file"})
"""Remarks for the people who edit the .bib file, and where on their disks they keep a copy; never published."""

_FIELD = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=\s*")


@cache  # a source stands in the file of each page that cites it
def published(source: str) -> str:
    """An entry's source, ``@type{key, …}``, without its private fields."""
    if not any(name in source.lower() for name in PRIVATE):
        return source
    kept, done = "", 0
    for name, start, end in _fields(source):
        if name in PRIVATE:
            kept, done = kept + source[done:start], end
    return kept + source[done:]


def _fields(source: str) -> Iterable[tuple[str, int, int]]:
    """Each field's name in lower case and where it stands, from its white space to behind its comma."""
    at = source.find(",") + 1
    while at and (match := _FIELD.match(source, at)):
        start, at = at, _value_end(source, match.end())
        yield match[1].lower(), start, at


def _value_end(source: str, at: int) -> int:
    """Behind the comma that ends the value starting at ``at``, or before the entry's own closing brace."""
    depth, quoted = 0, False
    while at < len(source):
        sign = source[at]
        if sign == "{":
            depth += 1
        elif sign == "}":
            if not depth:
                return at
            depth -= 1
        elif not depth and sign == '"':
            quoted = not quoted
        elif not depth and not quoted:
            if sign == ",":
                return at + 1
            if sign == ")":  # an entry may stand in parentheses
                return at
        at += 1
    return at
