"""Sources as BibTeX: each entry as its author wrote it, without the fields that are nobody else's business."""

from __future__ import annotations

import re
from collections.abc import Iterable

from psychoed.bibliography.entry import INHERITING, Bibliography, CiteKey

PRIVATE = frozenset({"annotation", "annote", "file"})
"""Remarks for the people who edit the .bib file, and where on their disks they keep a copy; never published."""

_FIELD = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=\s*")


def bibtex(bibliography: Bibliography, keys: Iterable[CiteKey]) -> str:
    """These entries, the @strings they use, the entries they inherit from or tell of, as the text of a .bib file.

    Who is inherited from comes last, as BibTeX wants it.
    """
    keys = list(keys)
    needed = bibliography.needed(keys) | bibliography.related(keys)
    parents = {parent for key in needed for parent in bibliography.entries[key].keys_in(*INHERITING, "entryset")}
    order = sorted(needed, key=lambda key: (key in parents, key))
    parts = [bibliography.strings, *(published(bibliography.entries[key].source) for key in order)]
    return "\n".join(f"{part}\n" for part in parts if part)


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
