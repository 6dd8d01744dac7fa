"""Names that print wrong, duplicate works, and capitals that sentence case should not leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.field_values import NAME_FIELDS
from mkdocs_citeproc.bibliography.model import Entry, get_first_name, get_year
from mkdocs_citeproc.bibliography.names import ORGANISATIONS, Name, find_outside_braces, split_names, to_plain_text
from mkdocs_citeproc.problems import Code, Problem

_SUFFIX = re.compile(r"(?:Jr|Sr|[IVX]+|\d(?:st|nd|rd|th))\.?", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"[A-Z]{1,3}|(?:-?[A-Z]\.)+")
_WRITE = "Write surname, given names, and 'and' between two authors: Smith, John K. and Jones, Kim."


def lint_names(entry: Entry) -> Iterator[Problem]:
    """Find problems of each name in ``entry``; in a field with wrong separators, report only those."""
    for field in sorted(NAME_FIELDS & entry.fields.keys()):
        value, place = entry.fields[field], entry.locate(field)
        whose = f"the {field} of '{entry.key}'"
        if sign := _find_wrong_character(value):
            message = f"{whose} has '{sign}' between names, which prints as part of one name"
            yield Problem(Code.MISREAD_NAME, place, message, _WRITE)
            continue
        if slip := _find_slip(value):
            wrong, names = slip
            message = f"{whose} has {wrong}, which prints as part of a name"
            yield Problem(Code.MISREAD_NAME, place, message, f"Write {field} = {{{' and '.join(names)}}}.")
            continue
        people = split_names(value)
        for index, name in enumerate(people):
            if found := _find_misread_names(name, last=index == len(people) - 1):
                yield Problem(Code.MISREAD_NAME, place, f"{whose}, '{name.text}', prints as '{found[0]}'", found[1])
            elif found := _find_doubtful_names(name, last=index == len(people) - 1):
                yield Problem(Code.DOUBTFUL_NAME, place, f"{whose}, '{name.text}', prints as '{found[0]}'", found[1])


def _find_wrong_character(value: str) -> str:
    """Return a character outside braces that was meant to separate two names."""
    bare = find_outside_braces(re.sub(r"&[#\w]+;", "", value))  # HTML is reported elsewhere
    found = re.search(r"[&;]", bare)
    return found[0] if found else ""


_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_ET_AL = re.compile(r"(?:^|,?\s+)(?:et\.?\s+)?al\.?$", re.IGNORECASE)


def _find_slip(value: str) -> tuple[str, list[str]] | None:
    """What is wrong with the *and* between names or with their end, and the names as they should be."""
    joints = list(_AND.finditer(find_outside_braces(value)))
    edges = [0, *(at for joint in joints for at in joint.span()), len(value)]
    names = [" ".join(value[start:end].split()) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    kept = [name for name in names if name]
    if not kept:
        return None
    if found := None if kept[-1].startswith("{") else _ET_AL.search(kept[-1]):
        known = [*kept[:-1], kept[-1][: found.start()]] if found.start() else kept[:-1]
        return f"'{found[0].strip(', ')}'", [*known, "others"]
    if wrong := next((joint[0] for joint in joints if joint[0] != "and"), ""):
        return f"'{wrong}'", kept
    if len(kept) == len(names):
        return None
    return ("'and and'" if names[0] and names[-1] else "an 'and' with no name beside it"), kept


def _find_misread_names(name: Name, *, last: bool) -> tuple[str, str] | None:
    """Return what a name prints instead of what was meant, if that is certain, and what to write."""
    if name.is_braced:
        return None
    parts = list(name.parts)
    text, words = to_plain_text(name.text), to_plain_text(name.text).split()
    if len(parts) > 3 or (len(parts) == 3 and not _SUFFIX.fullmatch(parts[1])):
        return (
            f"{parts[0]}, {_initials(parts[2])}, {parts[1]}",
            f"Commas don't separate authors. {_WRITE}",
        )
    if text == "others" and not last:
        return text, "Name all authors, or end with 'and others' if you don't know them all."
    if ORGANISATIONS & set(to_plain_text(parts[0]).split()) and len(to_plain_text(parts[0]).split()) > 1:
        family, given = (words[-1], words[:-1]) if len(parts) == 1 else (parts[0], parts[1].split())
        return (
            f"{family}, {_initials(' '.join(given))}",
            f"Put an organisation's name in extra braces: {{{text}}}.",
        )
    if len(parts) == 1 and len(words) > 1 and _RUN_TOGETHER.fullmatch(words[-1]):
        family, initials = " ".join(words[:-1]), ". ".join(re.findall("-?[A-Z]", words[-1])).replace(". -", ".-")
        hint = f"Write {family}, {initials}., or, of an organisation, {{{text}}}."
        # pandoc reads "A.B." as two words, and the last word as the family name.
        *given, family = [*words[:-1], *re.sub(r"\.(?=[A-Z])", ". ", words[-1]).split()]
        return f"{family}, {_initials(' '.join(given))}", hint
    if len(parts) == 2 and re.fullmatch(r"[A-Z]{2,3}", parts[1]):
        spaced = ". ".join(parts[1])
        return f"{parts[0]}, {parts[1][0]}.", f"Write {parts[0]}, {spaced}."
    return None


def _find_doubtful_names(name: Name, *, last: bool) -> tuple[str, str] | None:
    """Return what a name prints, if that may be wrong."""
    words = to_plain_text(name.text).split()
    if name.text == "others" and last:
        return "et al.", "APA lists up to twenty authors: name those you know."
    small = any(word[0].islower() for word in words)
    if name.is_braced or len(name.parts) > 1 or len(words) < 3 or small or any(len(word) < 3 for word in words):
        return None
    braced = f"{{{to_plain_text(name.text)}}}"
    hint = f"For a person, write surname, given names; for an organisation, use extra braces: {braced}."
    return f"{words[-1]}, {_initials(' '.join(words[:-1]))}", hint


def _initials(given: str) -> str:
    return " ".join(f"{word[0]}." for word in to_plain_text(given).split())


def find_same_works(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield each entry that is the same work as an earlier one, with that one.

    Entries match by DOI, ignoring case, or by title, year and first author unless their DOIs differ. Titles of one or
    two words, such as *Editorial*, do not count.
    """
    by_doi: dict[str, Entry] = {}
    by_title: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        doi, title = _doi(entry.fields), _title(entry.fields)
        same = by_doi.get(doi) or by_title.get(title or ("", "", ""))
        if same and (not doi or _doi(same.fields) in ("", doi)):
            yield entry, same
        if doi:
            by_doi.setdefault(doi, entry)
        if title:
            by_title.setdefault(title, entry)


def _doi(fields: Mapping[str, str]) -> str:
    return strip_doi_prefix(fields.get("doi", "")).lower()


def _title(fields: Mapping[str, str]) -> tuple[str, str, str] | None:
    title = re.sub(r"[\W_]+", " ", to_plain_text(fields.get("title", ""))).casefold().strip()
    name, when = get_first_name(fields), get_year(fields)
    return (title, when, name.family.casefold()) if len(title.split()) > 2 and name and when else None


_WORD = re.compile(r"[^\W\d_]+")
_LONG = 4


def find_kept_capitals(entry: Entry) -> Iterator[Problem]:
    """Find titles and names that print, or may print, in more capitals than intended."""
    title = entry.fields.get("title", "")
    words = _WORD.findall(to_plain_text(title))
    long = [word for word in words if len(word) >= _LONG]
    if len(long) > 2 and all(word.isupper() for word in words):
        message = f"the title of '{entry.key}' is in capitals, and would be printed like that"
        hint = "Write it in lower case, with a capital at the start and for names, and put names in braces."
        yield Problem(Code.ODD_VALUE, entry.locate("title"), message, hint)
    elif len(words) > 3 and len(long) > 2 and all(map(str.istitle, long)) and _in_braces(title):
        message = f"the title of '{entry.key}' is in braces as a whole, so all its capitals are printed"
        hint = f"Unless it is a name, remove the outer braces: title = {{{title.strip()[1:-1]}}}."
        yield Problem(Code.KEPT_CAPITAL, entry.locate("title"), message, hint)
    yield from _loud_names(entry)


def _in_braces(title: str) -> bool:
    return title.strip().startswith("{") and not find_outside_braces(title).strip("\0 ")


def _loud_names(entry: Entry) -> Iterator[Problem]:
    for field in sorted(NAME_FIELDS & entry.fields.keys()):
        for name in split_names(entry.fields[field]):
            family = to_plain_text(name.parts[0])
            if len(name.parts) > 1 and not name.is_braced and len(family) > 2 and family.isupper():
                message = f"the {field} of '{entry.key}', '{name.text}', is in capitals, and would be printed like that"
                hint = f"Write {family.title()}, {', '.join(name.parts[1:])}".rstrip(".") + "."
                yield Problem(Code.ODD_VALUE, entry.locate(field), message, hint)
