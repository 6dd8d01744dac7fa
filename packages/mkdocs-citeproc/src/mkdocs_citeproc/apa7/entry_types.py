"""Types of works in APA 7, as fixes to CSL JSON before pandoc runs.

Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.names import BibtexFields, to_rich_text
from mkdocs_citeproc.apa7.terms import get_terms
from mkdocs_citeproc.formatting.request import CslItem

_DOCTORAL = re.compile(r"^(?:Ph\.? ?D\.?|doctoral|D\.? ?Phil\.?|doctorate)(?: thesis| dissertation)?$", re.IGNORECASE)
_MASTERS = re.compile(r"^(?:masters?|M\.?(?:A|Sc|S|Phil)\.?)(?: thesis| dissertation)?$", re.IGNORECASE)


def fix_thesis(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Doctoral dissertation, University]. Archive.*, with *(Publication No. 10289373)* before (10.6)."""
    if item.get("type") != "thesis":
        return item
    genre = _DOCTORAL.sub("Doctoral dissertation", item.get("genre", ""))
    genre = _MASTERS.sub("Master’s thesis", genre)
    school = to_rich_text(fields.get("school", fields.get("institution", "")))
    if not school or "publisher" not in fields:
        found = {"URL", "DOI", "archive", "number"} & item.keys() or "eprint" in fields
        known = re.match(r"doctoral dissertation$|master[’']s thesis$", genre, re.IGNORECASE)
        return item | {"genre": f"Unpublished {genre[:1].lower()}{genre[1:]}" if known and not found else genre}
    if "number" in item:
        kept = {name: value for name, value in item.items() if name != "publisher"}
        described = {
            "genre": "Publication",
            "medium": f"{get_terms(fields).translate(genre)}, {school}",
            "archive": to_rich_text(fields["publisher"]),
        }
        return kept | described
    return item | {"genre": genre, "publisher": school, "archive": to_rich_text(fields["publisher"])}


def fix_unpublished(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Unpublished manuscript]. Department.* (10.8); pandoc takes ``howpublished`` as a second publisher."""
    how = to_rich_text(fields.get("howpublished", ""))
    if item.get("type") != "manuscript" or not how or "genre" in item:
        return item
    return item | {"genre": how, "publisher": item.get("publisher", "").removesuffix(how).removesuffix("; ")}


def fix_preprint(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *PsyArXiv* in place of the publisher (10.8)."""
    archive = to_rich_text(fields.get("eprinttype", fields.get("archiveprefix", "")))
    if not archive or archive.lower() in ("jstor", "pubmed", "doi") or {"container-title", "publisher"} & item.keys():
        return item
    return item | {"type": "article", "publisher": "arXiv" if archive.lower() == "arxiv" else archive}


def fix_web_page(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Treat an @misc with a URL and no other type as a web page, whose date has month and day (10.16).

    A press release is one too (10.4); the style would print only its year.
    """
    press = item.get("type") == "report" and item.get("genre", "").lower() == "press release"
    return item | {"type": "webpage"} if press or (not item.get("type") and "URL" in item) else item


def fix_recording(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Film]*, *[Video]* (10.12), or an episode's *(No. 443) [Audio podcast episode]. In Series* (10.13)."""
    if item.get("type") == "motion_picture":
        return item | {"genre": item.get("genre", "Film" if fields.get("entrytype") == "movie" else "Video")}
    if item.get("type") != "song":
        return item
    item = {("medium" if name == "genre" else name): value for name, value in item.items()}
    if episode := item.pop("volume-title", None):
        return item | {"title": episode, "container-title": item.get("title", "")}
    series = to_rich_text(fields.get("booktitle", ""))
    return item | {"container-title": series} if series else item


def fix_numbered_series(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Put a report's series and number in parentheses: *(Vital and Health Statistics Series 10, Issue 260)* (10.4)."""
    genre = item.get("genre", "")
    if item.get("type") != "report" or "number" in item or not re.search(r"\d", genre):
        return item
    return {name: value for name, value in item.items() if name != "genre"} | {"number": genre}


def fix_software(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(Version 18.12) [Mobile app]*, or *[Computer software]* (10.10); of data *Version V1* too, as typed (10.9)."""
    if item.get("type") not in ("software", "dataset"):
        return item
    number = re.match(r"[Vv]?(\d.*)$" if item["type"] == "software" else r"v?(\d.*)$", str(item.get("version", "")))
    version = {"version": get_terms(fields).translate("Version {number}", number=number[1])} if number else {}
    genre = "medium" if "number" in item else "genre"
    if item["type"] == "dataset":  # the style has "Data set" in English alone
        return item | version | ({} if {"genre", "medium"} & item.keys() else {genre: "Data set"})
    message = {genre: item.get("genre", item.get("medium", "Computer software"))}
    return {name: value for name, value in item.items() if name not in ("genre", "medium")} | message | version
