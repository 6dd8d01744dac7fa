"""Capitals that sentence case leaves and should not: a title in braces as a whole, a title or a name that shouts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psychoed.bibliography.entry import Entry
from psychoed.bibliography.names import names, outside_braces, plain
from psychoed.bibliography.values import NAME_FIELDS
from psychoed.problems import Code, Problem

_WORD = re.compile(r"[^\W\d_]+")
_LONG = 4


def kept_capitals(entry: Entry) -> Iterator[Problem]:
    """What of an entry prints in more capitals than was meant, or may."""
    title = entry.fields.get("title", "")
    words = _WORD.findall(plain(title))
    long = [word for word in words if len(word) >= _LONG]
    if len(long) > 2 and all(word.isupper() for word in words):
        message = f"the title of '{entry.key}' is in capitals, and would be printed like that"
        hint = "Write it in lower case, with a capital at the start and for names, and put names in braces."
        yield Problem(Code.ODD_VALUE, entry.place("title"), message, hint)
    elif len(words) > 3 and len(long) > 2 and all(map(str.istitle, long)) and _in_braces(title):
        message = f"the title of '{entry.key}' is in braces as a whole, so all its capitals are printed"
        hint = f"Unless it is a name, remove the outer braces: title = {{{title.strip()[1:-1]}}}."
        yield Problem(Code.KEPT_CAPITAL, entry.place("title"), message, hint)
    yield from _loud_names(entry)


def _in_braces(title: str) -> bool:
    return title.strip().startswith("{") and not outside_braces(title).strip("\0 ")


def _loud_names(entry: Entry) -> Iterator[Problem]:
    for field in sorted(NAME_FIELDS & entry.fields.keys()):
        for name in names(entry.fields[field]):
            family = plain(name.parts[0])
            if len(name.parts) > 1 and not name.is_braced and len(family) > 2 and family.isupper():
                message = f"the {field} of '{entry.key}', '{name.text}', is in capitals, and would be printed like that"
                hint = f"Write {family.title()}, {', '.join(name.parts[1:])}".rstrip(".") + "."
                yield Problem(Code.ODD_VALUE, entry.place(field), message, hint)
