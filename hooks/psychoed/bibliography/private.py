"""An entry's source without the fields that are nobody else's business: neither a reader's nor pandoc's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from psychoed.bibliography.values import value_span

PRIVATE = frozenset({"annotation", "annote", "file"})
"""Remarks for the people who edit the .bib file, and where on their disks they keep a copy; never published."""

_NAME = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=")
_COMMA = re.compile(r"\s*,")


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
    start = source.find(",") + 1
    while start and (name := _NAME.match(source, start)):
        _, end = value_span(source, name.start(1))
        comma = _COMMA.match(source, end)
        end = comma.end() if comma else end
        yield name[1].lower(), start, end
        start = end
