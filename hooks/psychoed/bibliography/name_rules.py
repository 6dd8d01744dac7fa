"""Author fields that BibTeX takes apart otherwise than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psychoed.bibliography.entry import Entry
from psychoed.bibliography.names import Name, names, outside_braces, plain
from psychoed.bibliography.values import NAME_FIELDS
from psychoed.problems import Code, Problem

# Words that no person is called by beside a second word, mostly.
ORGANISATIONS = frozenset(
    """Academy Administration Agency Association Authority Bureau Center Centers Centre Centres Clinic Clinics College
    Collaboration Collaborative Commission Committee Consortium Council Department Federation Foundation Group Hospital
    Initiative Institute Institutes Laboratory Ministry Network Organisation Organization Organisations Organizations
    Panel Program Programme Society Taskforce University Université Universität Inc Inc. Ltd Ltd. LLC GmbH""".split()  # noqa: SIM905
)
_SUFFIX = re.compile(r"(?:Jr|Sr|[IVX]+|\d(?:st|nd|rd|th))\.?", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"[A-Z]{1,3}|(?:-?[A-Z]\.)+")
_WRITE = "Write surname, given names, and 'and' between two authors: Smith, John K. and Jones, Kim."


def bad_names(entry: Entry) -> Iterator[Problem]:
    """What is wrong with the names in ``entry``, name by name; of a field parted by wrong signs no more than that."""
    for field in sorted(NAME_FIELDS & entry.fields.keys()):
        value, place = entry.fields[field], entry.place(field)
        whose = f"the {field} of '{entry.key}'"
        if sign := _wrong_sign(value):
            message = f"{whose} has '{sign}' between names, which prints as part of one name"
            yield Problem(Code.MISREAD_NAME, place, message, _WRITE)
            continue
        people = names(value)
        for nth, name in enumerate(people):
            if found := _misread(name, last=nth == len(people) - 1):
                yield Problem(Code.MISREAD_NAME, place, f"{whose}, '{name.text}', prints as '{found[0]}'", found[1])
            elif found := _doubtful(name, last=nth == len(people) - 1):
                yield Problem(Code.DOUBTFUL_NAME, place, f"{whose}, '{name.text}', prints as '{found[0]}'", found[1])


def _wrong_sign(value: str) -> str:
    """A sign outside of braces that was meant to stand between two names."""
    bare = outside_braces(re.sub(r"&[#\w]+;", "", value))  # HTML is said elsewhere
    found = re.search(r"[&;]", bare)
    return found[0] if found else ""


def _misread(name: Name, *, last: bool) -> tuple[str, str] | None:
    """What a name surely prints instead of what was meant, and what to write."""
    if name.is_braced:
        return None
    text, words = plain(name.text), plain(name.text).split()
    if len(name.parts) > 3 or (len(name.parts) == 3 and not _SUFFIX.fullmatch(name.parts[1])):
        return (
            f"{name.parts[0]}, {_initials(name.parts[2])}, {name.parts[1]}",
            f"Commas don't separate authors. {_WRITE}",
        )
    if text.lower().rstrip(".") in {"et al", "al"} or (text == "others" and not last):
        return (
            "al., et" if text != "others" else text,
            "Name all authors, or end with 'and others' if you don't know them all.",
        )
    if ORGANISATIONS & set(plain(name.parts[0]).split()) and len(plain(name.parts[0]).split()) > 1:
        family, given = (words[-1], words[:-1]) if len(name.parts) == 1 else (name.parts[0], name.parts[1].split())
        return (
            f"{family}, {_initials(' '.join(given))}",
            f"Put an organisation's name in extra braces: {{{text}}}.",
        )
    if len(name.parts) == 1 and len(words) > 1 and _RUN_TOGETHER.fullmatch(words[-1]):
        family, initials = " ".join(words[:-1]), ". ".join(re.findall("-?[A-Z]", words[-1])).replace(". -", ".-")
        hint = f"Write {family}, {initials}., or, of an organisation, {{{text}}}."
        # pandoc takes "A.B." for two words, and the last of all for the family name.
        *given, family = [*words[:-1], *re.sub(r"\.(?=[A-Z])", ". ", words[-1]).split()]
        return f"{family}, {_initials(' '.join(given))}", hint
    if len(name.parts) == 2 and re.fullmatch(r"[A-Z]{2,3}", name.parts[1]):
        spaced = ". ".join(name.parts[1])
        return f"{name.parts[0]}, {name.parts[1][0]}.", f"Write {name.parts[0]}, {spaced}."
    return None


def _doubtful(name: Name, *, last: bool) -> tuple[str, str] | None:
    """What a name prints where that may be wrong."""
    words = plain(name.text).split()
    if name.text == "others" and last:
        return "et al.", "APA lists up to twenty authors: name those you know."
    small = any(word[0].islower() for word in words)
    if name.is_braced or len(name.parts) > 1 or len(words) < 3 or small or any(len(word) < 3 for word in words):
        return None
    hint = f"For a person, write surname, given names; for an organisation, use extra braces: {{{plain(name.text)}}}."
    return f"{words[-1]}, {_initials(' '.join(words[:-1]))}", hint


def _initials(given: str) -> str:
    return " ".join(f"{word[0]}." for word in plain(given).split())
