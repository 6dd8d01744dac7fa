"""Comparison of an entry with the registered record of its DOI, and notices published about the work since.

Records are Crossref's works (api.crossref.org/works, "message") or CSL JSON from another agency; both have the same
names for title, author and dates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from mkdocs_citeproc.bibliography.model import Entry, fold_to_ascii, get_first_name, get_year, parse_json_objects
from mkdocs_citeproc.bibliography.names import to_plain_text
from mkdocs_citeproc.problems import Code, Problem

_ALIKE = 0.9  # of 1; allows for a comma or a variant spelling
_DATES = ("issued", "published", "published-print", "published-online", "created")
# Crossref's types of updates that retract a work or warn about it (crossref.org/documentation/crossmark).
_TAKEN_BACK = {"retraction", "partial_retraction", "removal", "withdrawal", "expression_of_concern"}


def compare_with_record(entry: Entry, item: Mapping[str, Any]) -> list[Problem]:
    """Report differences in title, first author or year between an entry and the record of its DOI."""
    differing = [
        f"{name} is '{theirs}' there and '{ours}' here"
        for name, ours, theirs, alike in (_title(entry, item), _author(entry, item), _year(entry, item))
        if not alike
    ]
    if not differing:
        return []
    message = f"{entry.key}: the DOI seems to belong to another work: {'; '.join(differing)}"
    hint = "Open it at https://doi.org/, then correct the DOI or the entry."
    return [Problem(Code.OTHER_WORK, entry.locate("doi"), message, hint)]


def find_notices(entry: Entry, item: Mapping[str, Any], seen: Collection[str] = ()) -> list[Problem]:
    """Report notices about the work in Crossref's record; ``seen`` has the DOIs of notices already handled."""
    problems = []
    for update in parse_json_objects(item.get("updated-by")):
        kind, doi = str(update.get("type", "update")).lower(), str(update.get("DOI", ""))
        if doi.lower() in {other.lower() for other in seen}:
            continue
        message = f"{entry.key}: {update.get('label') or kind.replace('_', ' ')}, https://doi.org/{doi}"
        if kind.replace("-", "_").replace(" ", "_") in _TAKEN_BACK:
            hint = "Read it, then correct or remove every page that cites this work."
            problems.append(Problem(Code.RETRACTED, entry.locate("doi"), message, hint))
        else:
            hint = "Read it, correct the pages that cite the work, then list its DOI in links.yml under notices."
            problems.append(Problem(Code.CORRECTED, entry.locate("doi"), message, hint))
    return problems


def _title(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    ours, theirs = to_plain_text(entry.fields.get("title", "")), _first(item.get("title"))
    if subtitle := _first(item.get("subtitle")):
        theirs = f"{theirs}: {subtitle}"
    one, other = _bare(ours), _bare(theirs)
    # Only one of them may have the subtitle; registered titles often lack it.
    begins = bool(one and other) and (one.startswith(other) or other.startswith(one)) and min(len(one), len(other)) > 15
    alike = not other or begins or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
    return "the title", ours, theirs, alike


def _author(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    name, authors = (
        get_first_name(entry.fields),
        parse_json_objects(item.get("author")) or parse_json_objects(item.get("editor")),
    )
    ours, theirs = name.family if name else "", ""
    if authors:
        theirs = str(authors[0].get("family") or authors[0].get("name") or authors[0].get("literal") or "")
    one, other = fold_to_ascii(ours), fold_to_ascii(theirs)
    # "van der Meer" may be registered as "Meer", and either may have only one of two family names.
    alike = not (one and other) or one.endswith(other) or other.endswith(one) or one.startswith(other)
    return "the first author", ours, theirs, alike


def _year(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    ours, theirs = get_year(entry.fields), sorted({date for name in _DATES if (date := _year_of(item.get(name)))})
    return "the year", ours, " or ".join(theirs), not (ours and theirs) or ours in theirs


def _year_of(date: Any) -> str:
    """Return the year of a CSL date such as ``{"date-parts": [[2021, 9, 29]]}``."""
    try:
        return str(int(date["date-parts"][0][0]))
    except (KeyError, IndexError, TypeError, ValueError):
        return ""


def _first(value: Any) -> str:
    """Return the first title without markup; Crossref has a list, CSL JSON a string."""
    text = value[0] if isinstance(value, list) and value else value
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split()) if isinstance(text, str) else ""


def _bare(title: str) -> str:
    """Return the letters and digits of a title, in any script."""
    return re.sub(r"[\W_]+", "", title).casefold()
