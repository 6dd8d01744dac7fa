"""Normalization of exported entries: the form that pandoc reads, and that ``psychoed bib`` suggests writing.

Each rule takes an entry's fields, with its type and key as ``entrytype`` and ``entrykey``, and returns the fields to
change. Rules run in order, each on the result of those before. The file itself is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from mkdocs_citeproc.bibliography import export_fields, export_numbers, export_sources
from mkdocs_citeproc.bibliography.export_names import normalize_names
from mkdocs_citeproc.bibliography.export_titles import (
    normalize_conference_name,
    normalize_description,
    normalize_titles,
    normalize_volume_title,
)
from mkdocs_citeproc.bibliography.field_values import NAME_FIELDS, VERBATIM_FIELDS
from mkdocs_citeproc.bibliography.latex import decode_latex
from mkdocs_citeproc.bibliography.model import PRIVATE, Bibliography, CiteKey, Entry

Rule = Callable[[Mapping[str, str]], Mapping[str, str]]

NOT_TEXT = VERBATIM_FIELDS | PRIVATE | {
    "abstract", "crossref", "entryset", "entrytype", "entrykey", "gender", "ids", "keywords", "langid", "options",
    "related", "xdata", "xref", "howpublished", "note",
}  # fmt: skip
"""Fields without LaTeX to decode; the last two may have URLs, which are extracted first."""

_LATE = ("howpublished", "note")
_META = ("entrytype", "entrykey")


def is_text(name: str) -> bool:
    """Return whether the field ``name`` has text that may be printed."""
    return name not in NOT_TEXT and "+an" not in name and not name.startswith(("mendeley", "bdsk", "opt"))


def _decode(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: decode_latex(value)[0] for name, value in fields.items() if is_text(name)}


def _decode_late(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: decode_latex(fields[name])[0] for name in _LATE if name in fields}


RULES: tuple[tuple[str, Rule], ...] = (
    ("a type that only one program knows", export_sources.normalize_kind),
    ("LaTeX, or more than one address or the DOI alone,", export_fields.normalize_addresses),
    ("an address, or words for one,", export_fields.normalize_howpublished),
    ("a program's remark", export_fields.normalize_note),
    ("an address, or words for one,", export_fields.normalize_howpublished),
    ("LaTeX or HTML", _decode),
    ("LaTeX or HTML", _decode_late),
    ("the day of access of a web page", export_sources.normalize_web_page),
    ("data or software in the form of another work", export_sources.normalize_content),
    ("a patent's number", export_sources.normalize_patent),
    ("words that describe nothing", export_sources.normalize_type),
    ("a state of publication, or more than a year,", export_fields.normalize_status),
    ("the day of an issue as its number", export_sources.normalize_issue_date),
    ("a date in words", export_fields.normalize_dates),
    ("a language", export_sources.normalize_language),
    ("names in another form than BibTeX's", normalize_names),
    ("a description in brackets", normalize_description),
    ("braces, capitals or a full stop that mean nothing", normalize_titles),
    ("the name of a conference, which keeps its capitals,", normalize_conference_name),
    ("the title of a volume", normalize_volume_title),
    ("an article's number", export_numbers.normalize_article_number),
    ("pages in another form than 317--332", export_numbers.normalize_pages),
    ("an issue in another form than 12 or Suppl. 1", export_numbers.normalize_numbers),
    ("an edition in another form than 2", export_numbers.normalize_edition),
    ("a label before a report's number", export_numbers.normalize_report_number),
    ("the section of a newspaper", export_sources.normalize_newspaper),
    ("a preprint in the form of another work", export_sources.normalize_preprint),
    ("a journal's name in another form", export_sources.normalize_journal),
    ("a publisher's name in another form", export_sources.normalize_publisher),
    ("the name of a site", export_sources.normalize_site),
    ("a meeting", export_sources.normalize_session),
    ("the meeting of published proceedings", export_sources.normalize_proceedings),
    ("the university of a thesis", export_sources.normalize_thesis),
    ("a series in the form of a journal", export_sources.normalize_series),
)
"""The rules in order, each with words for what it changes, which appear in messages."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field to change; ``new`` is empty to delete the field, ``old`` is empty if it is missing."""

    name: str
    old: str
    new: str
    why: str


@lru_cache(maxsize=16384)
def _normalize(
    key: str, kind: str, pairs: tuple[tuple[str, str], ...]
) -> tuple[str, tuple[tuple[str, str], ...], tuple[Change, ...]]:
    original = dict(pairs)
    fields = {**original, "entrytype": kind, "entrykey": key}
    reasons: dict[str, str] = {}
    for why, rule in RULES:
        for name, value in rule(fields).items():
            if value == fields.get(name, ""):
                continue
            reasons[name] = why
            if value:
                fields[name] = value
            else:
                fields.pop(name, None)
    new_kind = fields.pop("entrytype")
    del fields["entrykey"]
    changes = [
        Change(name, original.get(name, ""), fields.get(name, ""), reasons[name])
        for name in reasons
        if name not in _META and original.get(name, "") != fields.get(name, "")
    ]
    if new_kind != kind:
        changes.insert(0, Change("entrytype", kind, new_kind, reasons["entrytype"]))
    return new_kind, tuple(fields.items()), tuple(changes)


def find_changes(entry: Entry) -> tuple[Change, ...]:
    """Return the changes that turn an entry's exported form into the recommended one."""
    if entry.type in ("xdata", "set"):
        return ()
    return _normalize(entry.key, entry.type, tuple(entry.fields.items()))[2]


def normalize_entry(entry: Entry) -> Entry:
    """Return the normalized entry, or the same object if nothing changes."""
    if entry.type in ("xdata", "set"):
        return entry
    kind, pairs, changes = _normalize(entry.key, entry.type, tuple(entry.fields.items()))
    if not changes:
        return entry
    fields = dict(pairs)
    printed = {name: value for name, value in fields.items() if name not in PRIVATE and name != "abstract"}
    source = "".join(f"  {name} = {{{_balance(value)}}},\n" for name, value in printed.items() if _is_name(name))
    return replace(entry, type=kind, fields=fields, source=f"@{kind}{{{entry.key},\n{source}}}")


def normalize_bibliography(bibliography: Bibliography, keys: Iterable[CiteKey]) -> Bibliography:
    """Return the bibliography with these entries, and all that are printed with them, normalized."""
    wanted = bibliography.find_closure(keys) | bibliography.find_related(keys)
    normalized = {key: normalize_entry(bibliography.entries[key]) for key in wanted}
    return replace(bibliography, entries={**bibliography.entries, **normalized})


def _is_name(name: str) -> bool:
    return all(sign.isalnum() or sign in "+-_:" for sign in name)


def _balance(value: str) -> str:
    r"""Balance braces so that pandoc finds the value's end: each ``\{`` gets its ``\}``."""
    if value.count(r"\{") == value.count(r"\}"):
        return value
    return value.replace(r"\{", "(").replace(r"\}", ")")


__all__ = ["NAME_FIELDS", "RULES", "Change", "find_changes", "normalize_bibliography", "normalize_entry"]
