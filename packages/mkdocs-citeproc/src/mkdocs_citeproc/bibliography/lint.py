"""Valid BibTeX entries that print something other than intended; each problem says what prints and what to do.

What surely prints wrong is a warning; what may print wrong is an info. The printed forms were tested with pandoc 3.9
and APA; `tests/citeproc/bibliography/test_lint.py` repeats the tests. Fields in the form in which programs export them
print correctly (``normalize.py``), so they are an info, with their corrected line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pybtex.database.input.bibtex import month_names  # type: ignore[import-untyped]

from mkdocs_citeproc.bibliography.field_values import (
    TITLE_FIELDS,
    VERBATIM_FIELDS,
    find_odd_character,
    get_entry_language,
    split_page_range,
)
from mkdocs_citeproc.bibliography.latex import decode_latex
from mkdocs_citeproc.bibliography.lint_names import find_kept_capitals, find_same_works, lint_names
from mkdocs_citeproc.bibliography.model import Bibliography, Entry
from mkdocs_citeproc.bibliography.names import to_plain_text
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
        value = to_plain_text(entry.fields.get(field, ""))
        if value and not _ONLINE_FIRST.search(value):
            message = f"the {field} of '{entry.key}' is not printed anywhere"
            yield Problem(Code.UNPRINTED_FIELD, entry.locate(field), message, _INSTEAD[field])


def _check_pages(entry: Entry) -> Iterator[Problem]:
    first, last = split_page_range(to_plain_text(entry.fields.get("pages", ""))) or ("", None)
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
