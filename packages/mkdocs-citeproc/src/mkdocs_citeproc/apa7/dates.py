"""Dates in APA 7: which works print month and day, and which date counts.

Fixes to CSL JSON before pandoc runs; CSL decides by type whether to print more than the year. Numbers are sections of
the Publication Manual (7th ed.).
"""

from __future__ import annotations

from typing import Any

from mkdocs_citeproc.apa7.names import BibtexFields
from mkdocs_citeproc.apa7.terms import IN_PRESS, Terms, get_terms
from mkdocs_citeproc.bibliography.export_sources import ARCHIVE_NAMES
from mkdocs_citeproc.formatting.request import CslItem


def get_date_parts(item: CslItem, field: str = "issued") -> list[Any]:
    """Return year, month and day of a date, or of the start of a range, as far as known."""
    parts = item.get(field, {}).get("date-parts", [])
    return list(parts[0]) if parts else []


def get_issued_year(item: CslItem, field: str = "issued") -> str:
    """Return the year, or ''."""
    return str((get_date_parts(item, field) or [""])[0])


def fix_in_press(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(in press)*, also of ``year = {in press}`` and of a note that says so (9.14)."""
    message = {fields.get(name, "").strip("{}. ").casefold() for name in ("year", "date", "note", "pubstate")}
    if not message & IN_PRESS or get_date_parts(item):
        return item
    return {name: value for name, value in item.items() if name != "issued"} | {"status": "in press"}


def fix_registered_date(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print only the year of a preprint or an archived work with a DOI (10.8, 10.9); month and day of a web page."""
    preprint = fields.get("entrytype") == "online" and fields.get("organization", "").casefold() in ARCHIVE_NAMES
    registered = fields.get("entrytype") == "misc" and "DOI" in item and not item.get("type")
    if not (preprint or registered) or len(get_date_parts(item)) < 2:
        return item
    return item | {"issued": {"date-parts": [get_date_parts(item)[:1]]}}


def fix_event_date(item: CslItem, fields: BibtexFields) -> CslItem:
    """Use the days of the conference as the date of a conference session (10.5)."""
    date = item.get("event-date")
    if "eventtitle" not in fields or "issued" in item or not date:
        return item
    return item | {"issued": date}


def fix_session(item: CslItem, fields: BibtexFields) -> CslItem:
    """Treat unpublished conference presentations as sessions, whatever the type of the entry (10.5)."""
    published = {"page", "volume", "issue", "editor", "container-title"} & item.keys()
    return item | {"type": "speech"} if "eventtitle" in fields and not item.get("type") and not published else item


def fix_newspaper_date(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print month and day for magazines and newspapers (10.1), even if only other fields or the date identify them."""
    if item.get("type") != "article-journal":
        return item
    marks = f"{fields.get('entrysubtype', '')} {fields.get('keywords', '')}".casefold()
    date = get_date_parts(item)
    season = len(date) == 2 and date[1] > 12
    by_day = len(date) == 3 and not {"volume", "issue", "DOI", "page"} & item.keys()
    return item | {"type": "article-magazine"} if "nonacademic" in marks.split() or season or by_day else item


def fix_dated_entry(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print month and day for an entry that changes daily (10.3).

    Example: *List of companies. (2019, January 13). In Wikipedia*.
    """
    on_the_web = "URL" in item and not {"publisher", "page", "editor"} & item.keys()
    if (
        fields.get("entrytype") in ("inbook", "incollection", "inreference")
        and on_the_web
        and len(get_date_parts(item)) == 3
    ):
        return item | {"type": "broadcast"}
    return item


def fix_dated_work(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Print the full date of slides and notes (10.14) and of works without a publisher (9.14, 9.46).

    CSL prints only the year of all pictures and books.
    """
    loose = item.get("type") == "graphic" or (item.get("type") == "book" and not {"publisher", "DOI"} & item.keys())
    return item | {"type": "motion_picture"} if loose and len(get_date_parts(item)) > 1 else item


_CHANGING = {"uptodate"}


def fix_changing_source(item: CslItem, fields: BibtexFields) -> CslItem:
    """*Retrieved July 22, 2019, from* also of dated works that are rewritten all the time (9.16, 10.1)."""
    name = str(item.get("container-title", item.get("publisher", "")))
    if name.casefold() not in _CHANGING or not {"accessed", "issued", "URL"} <= item.keys() or "DOI" in item:
        return item
    return item | {"custom": {**item.get("custom", {}), "retrieved": write_date(item, get_terms(fields), "accessed")}}


def write_date(item: CslItem, terms: Terms, field: str = "issued") -> str:
    """*July 22, 2019*, or as much of it as the entry has."""
    year, month, day = [*get_date_parts(item, field), "", 0, ""][:3] if get_date_parts(item, field) else ("", 0, "")
    return terms.write_date(year, int(month or 0), day)
