"""Valid BibTeX entries that print something other than intended; each problem says what prints and what to do.

What surely prints wrong is a warning; what may print wrong is an info. The printed forms were tested with pandoc 3.9
and APA; `tests/citeproc/bibliography/test_lint.py` repeats the tests. Fields in the form in which programs export them
print correctly (``normalize.py``), so they are an info, with their corrected line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pybtex.database.input.bibtex import month_names  # type: ignore[import-untyped]

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.field_values import (
    NAME_FIELDS,
    TITLE_FIELDS,
    VERBATIM_FIELDS,
    find_odd_character,
    get_entry_language,
    split_page_range,
)
from mkdocs_citeproc.bibliography.latex import decode_latex
from mkdocs_citeproc.bibliography.model import Bibliography, Entry, get_first_name, get_year
from mkdocs_citeproc.bibliography.names import ORGANISATIONS, Name, find_outside_braces, split_name_list, strip_latex
from mkdocs_citeproc.bibliography.normalize import Change, find_changes, is_text
from mkdocs_citeproc.bibliography.titles import (
    NamesByWord,
    find_lowered_names,
    find_names_in_braces,
    group_by_first_word,
)
from mkdocs_citeproc.problems import Code, Problem

_NEVER_PRINTED = {"abstract", "annotation", "annote", "file", "keywords", "options", "langid", "language"}
_ONLINE_FIRST = re.compile("advance online|ahead of print", re.IGNORECASE)  # apa7/ prints this from any field
_FIRST_PRINTED = 1450

_INSTEAD = {
    "note": "Say it on the page, or put it in annotation if it is only for people who read the file.",
    "addendum": "Say it on the page. For a work ahead of print, write pubstate = {Advance online publication}.",
    "howpublished": "Readers find an article by its journal, doi or url: delete this field.",
    "organization": "Readers find an article by its journal, doi or url: delete this field.",
    "institution": "Readers find an article by its journal, doi or url: delete this field.",
}
_NOT_PRINTED = {"article": ("howpublished", "organization", "institution")}
"""Fields that are not printed, by type of entry; ``note`` and ``addendum`` print for all types."""


def lint_entries(bibliography: Bibliography, this_year: int, language: str = "en") -> list[Problem]:
    """Everything in the bibliography that prints otherwise than was meant, or may.

    ``language`` is that of the titles of entries that say none; only English ones are put into sentence case.
    """
    entries = bibliography.entries.values()
    known = group_by_first_word(
        find_names_in_braces(entry.fields.get(name, "") for entry in entries for name in TITLE_FIELDS)
    )
    problems = _find_printed_twice(entries)
    for entry in entries:
        problems += [
            *lint_names(entry),
            *(_find_lost_capitals(entry, known) if (get_entry_language(entry.fields) or language) == "en" else ()),
            *_find_odd_characters(entry),
            *_find_unprinted_fields(entry),
        ]
        problems += [*_check_pages(entry), *_check_year(entry, this_year), *_check_address(entry)]
        problems += find_kept_capitals(entry)
    return problems


def _find_lost_capitals(entry: Entry, known: NamesByWord) -> Iterator[Problem]:
    for field in TITLE_FIELDS:
        lost = list(dict.fromkeys(find_lowered_names(entry.fields.get(field, ""), known)))
        if lost:
            text, prints = list_words(f"'{name}'" for name in lost), list_words(f"'{name.lower()}'" for name in lost)
            message = f"the {field} of '{entry.key}' is printed in sentence case, {text} as {prints}"
            put = list_words(f"{{{name}}}" for name in lost)
            yield Problem(Code.LOST_CAPITAL, entry.locate(field), message, f"Put names in braces: {put}.")


def list_words(words: Iterable[str]) -> str:
    """Join words as *a, b and c*."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _find_odd_characters(entry: Entry) -> Iterator[Problem]:
    for field, value in entry.fields.items():
        odd = None if field in VERBATIM_FIELDS or field in _NEVER_PRINTED else find_odd_character(value)
        if odd:
            message = f"the {field} of '{entry.key}' {odd[0]}"
            yield Problem(Code.ODD_VALUE, entry.locate(field), message, f"{odd[1]}.")


def _find_unprinted_fields(entry: Entry) -> Iterator[Problem]:
    for field in ("note", "addendum", *_NOT_PRINTED.get(entry.type, ())):
        value = strip_latex(entry.fields.get(field, ""))
        if value and not _ONLINE_FIRST.search(value):
            message = f"the {field} of '{entry.key}' is not printed anywhere"
            yield Problem(Code.UNPRINTED_FIELD, entry.locate(field), message, _INSTEAD[field])


def _check_pages(entry: Entry) -> Iterator[Problem]:
    first, last = split_page_range(strip_latex(entry.fields.get("pages", ""))) or ("", None)
    if first == last:
        message = f"the pages of '{entry.key}' print as {first}–{last}"
        yield Problem(Code.ODD_VALUE, entry.locate("pages"), message, f"Write pages = {{{first}}}.")


def _check_year(entry: Entry, this_year: int) -> Iterator[Problem]:
    for field in ("year", "date"):
        found = re.match(r"\{?(\d{4})(?!\d)", entry.fields.get(field, ""))
        if found and not _FIRST_PRINTED <= int(found[1]) <= this_year + 1:
            message = f"'{entry.key}' says that it appeared in {found[1]}"
            hint = (
                "Check the year. For an old work, give the year of the edition you read, and the first one as origdate."
            )
            yield Problem(Code.ODD_VALUE, entry.locate(field), message, hint)


def _check_address(entry: Entry) -> Iterator[Problem]:
    if " " in entry.fields.get("url", "").strip("{} "):
        message = f"the url of '{entry.key}' contains a space, so the link is cut off there"
        yield Problem(Code.ODD_VALUE, entry.locate("url"), message, "Remove the space, or write it as %20.")


def _find_printed_twice(entries: Iterable[Entry]) -> list[Problem]:
    """Find works with two keys, which would be printed twice, as 2021a and 2021b."""
    hint = "Keep one of the entries, and cite its key."
    return [
        Problem(
            Code.SAME_WORK,
            entry.where,
            f"'{entry.key}' is the same work as '{same.key}', on line {same.where.line}",
            hint,
        )
        for entry, same in find_same_works(entries)
    ]


def find_export_forms(bibliography: Bibliography) -> list[Problem]:
    """Find every field of every entry in an exported form that should be written differently."""
    problems: list[Problem] = []
    for entry in bibliography.entries.values():
        changes = sorted((each for each in find_changes(entry) if not _is_month_macro(each)), key=lambda each: each.why)
        problems += [
            _report_changes(entry, list(group)) for _, group in groupby(changes, key=lambda change: change.why)
        ]
        problems += _find_unknown_commands(entry)
    return problems


def _is_month_macro(change: Change) -> bool:
    """Tell whether a month is the value of BibTeX's own macro for it: ``month = jun`` is as it should be."""
    return change.name == "month" and change.old in month_names.values() and change.new.isdecimal()


def _report_changes(entry: Entry, changes: list[Change]) -> Problem:
    """Report all changes of one rule as one problem."""
    where = list_words(change.name for change in changes if change.old and change.name != "entrytype")
    kind = next((f"@{change.new}{{{entry.key}, …" for change in changes if change.name == "entrytype"), "")
    write = [f"{change.name} = {{{change.new}}}" for change in changes if change.new and change.name != "entrytype"]
    gone = [change.name for change in changes if not change.new]
    hints = [f"Write {list_words(filter(None, [kind, *write]))}."] if kind or write else []
    hints += [f"Take out {list_words(gone)}."] if gone else []
    message = f"'{entry.key}' has {changes[0].why}" + (f" in its {where}" if where else "")
    names = [change.name for change in changes if change.name != "entrytype"]
    return Problem(Code.EXPORT_FORM, entry.locate(*names), message, " ".join(hints))


def _find_unknown_commands(entry: Entry) -> Iterator[Problem]:
    for name, value in entry.fields.items():
        if not is_text(name) and name not in ("note", "howpublished"):
            continue
        if commands := decode_latex(value)[1]:
            message = (
                f"the {name} of '{entry.key}' has LaTeX that is not known, {', '.join(commands)}: its text is printed"
            )
            hint = "Write what it stands for as plain text, or take it out."
            yield Problem(Code.UNKNOWN_LATEX, entry.locate(name), message, hint)


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
        people = split_name_list(value)
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
    """Return what is wrong with the *and* between names or with their end, and the names as they should be."""
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
    return ("'and and'" if names[0] and names[-1] else "an 'and' with no name next to it"), kept


def _find_misread_names(name: Name, *, last: bool) -> tuple[str, str] | None:
    """Return what a name prints instead of what was meant, if that is certain, and what to write."""
    if name.is_braced:
        return None
    parts = list(name.parts)
    text, words = strip_latex(name.text), strip_latex(name.text).split()
    if len(parts) > 3 or (len(parts) == 3 and not _SUFFIX.fullmatch(parts[1])):
        return (
            f"{parts[0]}, {_initials(parts[2])}, {parts[1]}",
            f"Commas don't separate authors. {_WRITE}",
        )
    if text == "others" and not last:
        return text, "Name all authors, or end with 'and others' if you don't know them all."
    if ORGANISATIONS & set(strip_latex(parts[0]).split()) and len(strip_latex(parts[0]).split()) > 1:
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
    words = strip_latex(name.text).split()
    if name.text == "others" and last:
        return "et al.", "APA lists up to twenty authors: name those you know."
    small = any(word[0].islower() for word in words)
    if name.is_braced or len(name.parts) > 1 or len(words) < 3 or small or any(len(word) < 3 for word in words):
        return None
    braced = f"{{{strip_latex(name.text)}}}"
    hint = f"For a person, write surname, given names; for an organisation, use extra braces: {braced}."
    return f"{words[-1]}, {_initials(' '.join(words[:-1]))}", hint


def _initials(given: str) -> str:
    return " ".join(f"{word[0]}." for word in strip_latex(given).split())


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
    title = re.sub(r"[\W_]+", " ", strip_latex(fields.get("title", ""))).casefold().strip()
    name, when = get_first_name(fields), get_year(fields)
    return (title, when, name.family.casefold()) if len(title.split()) > 2 and name and when else None


_WORD = re.compile(r"[^\W\d_]+")
_LONG = 4


def find_kept_capitals(entry: Entry) -> Iterator[Problem]:
    """Find titles and names that print, or may print, in more capitals than intended."""
    title = entry.fields.get("title", "")
    words = _WORD.findall(strip_latex(title))
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
        for name in split_name_list(entry.fields[field]):
            family = strip_latex(name.parts[0])
            if len(name.parts) > 1 and not name.is_braced and len(family) > 2 and family.isupper():
                message = f"the {field} of '{entry.key}', '{name.text}', is in capitals, and would be printed like that"
                hint = f"Write {family.title()}, {', '.join(name.parts[1:])}".rstrip(".") + "."
                yield Problem(Code.ODD_VALUE, entry.locate(field), message, hint)
