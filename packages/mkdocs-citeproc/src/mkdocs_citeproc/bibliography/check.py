"""House rules beyond valid BibTeX, and comparison of an entry with the registered record of its DOI.

Each entry needs a title, a year, an address, a real DOI and valid dates. Records are Crossref's works
(api.crossref.org/works, "message") or CSL JSON from another agency; both have the same names for title, author and
dates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from typing import Any

from mkdocs_citeproc.bibliography.addresses import find_refused_scheme, has_user, is_doi, strip_doi_prefix
from mkdocs_citeproc.bibliography.field_values import convert_to_iso, is_date, is_year
from mkdocs_citeproc.bibliography.model import (
    INHERITING,
    Bibliography,
    CiteKey,
    Entry,
    fold_to_ascii,
    get_first_name,
    get_year,
    parse_json_objects,
)
from mkdocs_citeproc.bibliography.names import strip_latex
from mkdocs_citeproc.problems import Code, Problem

_NEVER_PRINTED = {"set", "xdata"}
_VOLUMES = {"collection", "mvbook", "mvcollection", "mvproceedings", "periodical", "proceedings", "reference"}
_PARTS = {"bookinbook", "conference", "inbook", "incollection", "inproceedings", "suppbook", "suppcollection"}
_THESES_AND_REPORTS = {"mastersthesis", "phdthesis", "report", "techreport", "thesis"}
_DATED = {"article", "book"} | _PARTS | _THESES_AND_REPORTS | (_VOLUMES - {"periodical", "reference"})
_NAMES_INSTEAD = {"constitution": {"source"}, "legmaterial": {"number"}, "legadminmaterial": {"number"}}
_WEB = {"electronic", "online", "www"}
_STATES_WITHOUT_A_YEAR = {"accepted", "forthcoming", "inpreparation", "inpress", "submitted", "underreview"}

_ADDRESS = re.compile(r"https?://|www\.|\\url\b", re.IGNORECASE)


def check_entries(bibliography: Bibliography) -> list[Problem]:
    """Check all entries against the house rules; inherited fields count as the entry's own."""
    problems: list[Problem] = []
    for entry in bibliography.entries.values():
        if entry.type not in _NEVER_PRINTED:
            problems += _find_missing_fields(entry, _inherit_fields(bibliography, entry))
        problems += [
            *_check_doi(entry),
            *_bad_addresses(entry),
            *_check_dates(entry),
            *_check_parents(bibliography, entry),
        ]
    return problems


def find_never_cited(bibliography: Bibliography, cited: Collection[CiteKey]) -> list[Problem]:
    """Find entries that no page cites and that no cited entry depends on (as parent, part or related work)."""
    used = bibliography.find_closure(cited) | bibliography.find_related(cited)
    return [
        Problem(
            Code.NEVER_CITED,
            entry.where,
            f"no page cites '{key}'",
            f"Cite it, [@{_write_key(key)}], or delete the entry.",
        )
        for key, entry in bibliography.entries.items()
        if key not in used
    ]


def _write_key(key: str) -> str:
    """Write a key as a citation needs it: in braces if it has more than letters and digits, such as a URL."""
    return key if re.fullmatch(r"\w[\w:-]*", key) else f"{{{key}}}"


def _inherit_fields(bibliography: Bibliography, entry: Entry) -> Mapping[str, str]:
    """Return the non-empty fields of the entry, completed by those of its parents."""
    fields = {name: value for name, value in entry.fields.items() if value.strip("{} ")}
    for key in sorted(bibliography.find_closure(entry.list_keys(*INHERITING))):
        parent = bibliography.entries[key]
        # The title of a book is not the title of its chapters, which inherit it as booktitle.
        is_container = parent.type != "xdata" and (parent.type in _VOLUMES or entry.type in _PARTS)
        for name, value in parent.fields.items():
            if value.strip("{} ") and not (name == "title" and is_container):
                fields.setdefault(name, value)
    return fields


def _find_missing_fields(entry: Entry, fields: Mapping[str, str]) -> Iterator[Problem]:
    """Find missing fields that a complete reference of this type needs."""

    def problem(lacks: str, hint: str) -> Problem:
        return Problem(Code.MISSING_FIELD, entry.where, f"'{entry.key}' {lacks}", hint)

    dated = bool(fields.keys() & {"year", "date"})
    dated = dated or {"eventtitle", "eventdate"} <= fields.keys()
    dated = dated or re.sub(r"[\W_]", "", fields.get("pubstate", "").lower()) in _STATES_WITHOUT_A_YEAR
    linked = bool(fields.keys() & {"doi", "url", "eprint"})
    # A work without a title has a description, "[Lecture notes on rest]"; a resolution or an order has its number.
    named = {"title", "titleaddon"} | _NAMES_INSTEAD.get(entry.type, set())
    if not fields.keys() & ({"booktitle", "maintitle", *named} if entry.type in _VOLUMES else named):
        yield problem("has no title", "Write title = {The title in sentence case, {Names} in braces}.")
    if entry.type in _DATED and not dated:
        hint = "Write year = {2021}. For a work in press, pubstate = {inpress}; for an undated web page, @online."
        yield problem("has no year", hint)
    if entry.type in _WEB | {"article"} and not linked:
        hint = "Copy the DOI from the work's own page: doi = {10.…}. If it has none, write url = {https://…}."
        yield problem("has no doi and no url", hint)
    if entry.type == "misc" and not (linked or fields.keys() & {"howpublished", "publisher", "organization", "note"}):
        hint = "Write url = {https://…}, or howpublished = {…} if it is not on the web."
        yield problem("gives no way to find it: no doi, url, howpublished, publisher or note", hint)
    if _is_web_page(entry, fields) and not dated and "urldate" not in fields:
        hint = "Write urldate = {2025-10-09}, the day you read it, or year = {2025} if the page is dated."
        yield problem("is a web page without a date or urldate", hint)


def _is_web_page(entry: Entry, fields: Mapping[str, str]) -> bool:
    """Return whether the work exists only on the web, where it may change; a work with a DOI does not count."""
    by_address = "url" in fields or _ADDRESS.search(fields.get("howpublished", "")) is not None
    return entry.type in _WEB or (entry.type == "misc" and by_address and "doi" not in fields)


def _check_doi(entry: Entry) -> Iterator[Problem]:
    """Check that ``doi`` is exactly one DOI, because the style makes a link of it."""
    doi = entry.fields.get("doi")
    if doi is None or is_doi(doi):
        return
    if bare := strip_doi_prefix(doi):
        message = f"the doi of '{entry.key}' is written as an address"
        hint = f"Write the DOI alone: doi = {{{bare}}}."
    else:
        message = f"'{doi}' is not a DOI"
        hint = "A DOI looks like 10.1001/jama.2021.2669. Copy the number from the work's own page."
    yield Problem(Code.BAD_DOI, entry.locate("doi"), message, hint)


def _bad_addresses(entry: Entry) -> Iterator[Problem]:
    """Find addresses that would run a program or open a local file; they never become links."""
    for name in ("url", "urlraw"):
        if scheme := find_refused_scheme(entry.fields.get(name, "")):
            message = f"the {name} of '{entry.key}' begins with '{scheme}:', which is not an address on the web"
            hint = f"Write {name} = {{https://…}}, or leave it out."
            yield Problem(Code.BAD_ADDRESS, entry.locate(name), message, hint)
        elif has_user(entry.fields.get(name, "")):
            message = f"the {name} of '{entry.key}' has a name before '@', which looks like the host and is not"
            yield Problem(Code.BAD_ADDRESS, entry.locate(name), message, "Copy the address from a browser.")


def _check_dates(entry: Entry) -> Iterator[Problem]:
    """Find years and dates that pandoc would print verbatim or drop silently."""
    year = entry.fields.get("year")
    if year is not None and not is_year(year):
        meant = year if is_date(year) else convert_to_iso(year)
        hint = "Leave out year for an undated source; for one in press, write pubstate = {inpress}."
        hint = f"Write date = {{{meant}}}." if meant else hint
        yield Problem(Code.BAD_DATE, entry.locate("year"), f"'{year}' is not a year", hint)
    for name in ("date", "urldate", "eventdate", "origdate"):
        date = entry.fields.get(name)
        if date is not None and not is_date(date):
            hint = f"Write {name} = {{{convert_to_iso(date) or '2025-10-09'}}}, or as much of it as you know."
            yield Problem(Code.BAD_DATE, entry.locate(name), f"'{date}' is not a date that can be printed", hint)


def _check_parents(bibliography: Bibliography, entry: Entry) -> Iterator[Problem]:
    """Find parent keys without an entry; pandoc ignores them silently and omits the inherited fields."""
    for name in (*INHERITING, "entryset", "related"):
        for key in entry.list_keys(name):
            if key not in bibliography.entries and key not in bibliography.invalid_keys:
                message = f"'{entry.key}' names '{key}' as its {name}, but there is no such entry"
                yield Problem(Code.UNKNOWN_KEY, entry.locate(name), message, "Correct the key, or delete it.")


_ALIKE = 0.9  # of 1; allows for a comma or a variant spelling
_DATES_OF_RECORDS = ("issued", "published", "published-print", "published-online", "created")
# Crossref's types of updates that retract a work or warn about it (crossref.org/documentation/crossmark).
_TAKEN_BACK = {"retraction", "partial_retraction", "removal", "withdrawal", "expression_of_concern"}


def compare_with_record(entry: Entry, item: Mapping[str, Any]) -> list[Problem]:
    """Report differences in title, first author or year between an entry and the record of its DOI."""
    differing = [
        f"{name} is '{theirs}' there and '{ours}' here"
        for name, ours, theirs, alike in (
            _compare_titles(entry, item),
            _compare_authors(entry, item),
            _compare_years(entry, item),
        )
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


def _compare_titles(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    from difflib import SequenceMatcher  # here, as a build compares no titles

    ours, theirs = strip_latex(entry.fields.get("title", "")), _read_title(item.get("title"))
    if subtitle := _read_title(item.get("subtitle")):
        theirs = f"{theirs}: {subtitle}"
    one, other = _strip_punctuation(ours), _strip_punctuation(theirs)
    # Only one of them may have the subtitle; registered titles often lack it.
    begins = bool(one and other) and (one.startswith(other) or other.startswith(one)) and min(len(one), len(other)) > 15
    alike = not other or begins or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
    return "the title", ours, theirs, alike


def _compare_authors(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
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


def _compare_years(entry: Entry, item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    ours, theirs = (
        get_year(entry.fields),
        sorted({date for name in _DATES_OF_RECORDS if (date := _year_of(item.get(name)))}),
    )
    return "the year", ours, " or ".join(theirs), not (ours and theirs) or ours in theirs


def _year_of(date: Any) -> str:
    """Return the year of a CSL date such as ``{"date-parts": [[2021, 9, 29]]}``."""
    try:
        return str(int(date["date-parts"][0][0]))
    except (KeyError, IndexError, TypeError, ValueError):
        return ""


def _read_title(value: Any) -> str:
    """Return the first title without markup; Crossref has a list, CSL JSON a string."""
    text = value[0] if isinstance(value, list) and value else value
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split()) if isinstance(text, str) else ""


def _strip_punctuation(title: str) -> str:
    """Return the letters and digits of a title, in any script."""
    return re.sub(r"[\W_]+", "", title).casefold()
