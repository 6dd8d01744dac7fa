"""Descriptions in brackets after a title in APA 7: *[Film]*, *[Tweet]*, *[Policy brief]*.

Fixes to CSL JSON before pandoc runs. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citation_text import PIN
from mkdocs_citeproc.apa7.names import Fields, to_rich_text
from mkdocs_citeproc.apa7.terms import get_terms
from mkdocs_citeproc.formatting.request import CslItem

_KNOWN = {
    "tvseries": "TV series",
    "tvepisode": "TV series episode",
    "podcast": "Audio podcast",
    "podcastepisode": "Audio podcast episode",
    "speech": "Speech audio recording",
    "powerpoint": "PowerPoint slides",
}
"""Keys that biblatex-apa spells out."""

_NOT_SAID = {"nonacademic", "magazine", "newspaper", "academic", "inpress", "classical"}

_MANUSCRIPTS = {
    "manunpub": "Unpublished manuscript",
    "maninprep": "Manuscript in preparation",
    "mansub": "Manuscript submitted for publication",
}

# Words that APA writes in lower case in descriptions: [Policy brief] even from "Policy Brief".
_SMALL = frozenset(
    """address article audio book brief chapter comment conference data dataset document editor editorial education
    episode letter manuscript map music notes paper panel photograph podcast policy post poster presentation press
    profile raw recording release report review series session set slides software statement symposium talk thesis
    update video working""".split()  # noqa: SIM905
)
_FORMATS = re.compile(r"\b(?:DVD|Blu-ray|VHS|disc|edition|ed(?=\.)|streaming|cut)\b", re.IGNORECASE)


_NO_SITES = _SMALL | set(
    """abstract album attached blog correction course erratum faq film forum image infographic interview lecture
    map page painting photo photographs photos quiz reel screenshot story testimony thread thumbnail transcript
    tweet webinar""".split()  # noqa: SIM905
)


def has_description(words: str) -> bool:
    """Return whether the words describe a work, as *Blog post* does, rather than its site, as *Ars Technica* does."""
    return any(word in _NO_SITES for word in words.casefold().split())


def lower_first_letter(words: str, fields: Fields) -> str:
    """*Policy brief* of *Policy Brief*; names keep their capitals, and so does every word of another language."""
    if get_terms(fields).language != "en":
        return words
    first, *rest = words.split(" ")
    return " ".join([first, *(word.lower() if word.lower() in _SMALL else word for word in rest)])


def describe(item: CslItem, words: str, fields: Fields) -> CslItem:
    """The item with a description in brackets. Where it has a number, CSL prints the genre before that."""
    shown = lower_first_letter(words[:1].upper() + words[1:], fields)
    if "number" in item:
        return item | {"medium": item.get("medium", shown)}
    if "genre" in item and item["genre"].casefold() != shown.casefold():
        return item | {"genre": f"{item['genre']}] [{shown}"}
    return item | {"genre": shown}


def fix_subtype(item: CslItem, fields: Fields) -> CslItem:
    """Print ``entrysubtype``: *[Film]*, *[Mobile app]*, *[Image attached] [Tweet]* (9.21, 10.9 to 10.15)."""
    subtype = to_rich_text(fields.get("entrysubtype", ""))
    if not subtype or subtype.casefold() in _NOT_SAID or item.get("type", "").startswith("article"):
        return item
    if item.get("type") == "song" and "genre" in item:
        return item
    return describe(item, _KNOWN.get(message.casefold(), message), fields)


def fix_film_format(item: CslItem, fields: Fields) -> CslItem:
    """Print *[Film; educational DVD]* if a note names a format (10.12)."""
    note = to_rich_text(fields.get("note", ""))
    if item.get("type") != "motion_picture" or not _FORMATS.search(note) or "medium" in item or "genre" not in item:
        return item
    return item | {"genre": f"{item['genre']}; {note}"}


def fix_bracketed_note(item: CslItem, fields: Fields) -> CslItem:
    """*[Data set]*, where ``note`` has it in brackets and nothing else (9.21)."""
    message = re.fullmatch(r"\[([^\[\]]+)\]\.?", to_rich_text(fields.get("note", "")))
    return describe(item, message[1], fields) if message and "genre" not in item else item


def fix_amendment(item: CslItem, fields: Fields) -> CslItem:
    """Print *(2002, amended effective January 1, 2017)* after a code of ethics (10.4)."""
    note = to_rich_text(fields.get("note", ""))
    if item.get("type") != "report" or "number" in item or not re.search(r"\bamended\b", note):
        return item
    return item | {"number": f"{PIN}{note}"}


def fix_untitled(item: CslItem, fields: Fields) -> CslItem:
    """Print *[Lecture notes on resource allocation]* for a work without a title (9.22)."""
    description = to_rich_text(fields.get("titleaddon", ""))
    return item | {"genre": description} if description and "title" not in item and "title" not in fields else item


def fix_standard(item: CslItem, fields: Fields) -> CslItem:
    """Print *(ISO Standard No. 45001:2018)*, as for a report; pandoc takes a standard as a law (10.4)."""
    return item | {"type": "report"} if fields.get("entrytype") == "standard" else item


def fix_review(item: CslItem, fields: Fields) -> CslItem:  # noqa: ARG001
    """Print *[Review of the book The cure, by A. Author]* (10.7) without the title that CSL would repeat."""
    if item.get("type") not in ("review", "review-book") or "genre" not in item:
        return item
    return item | {"type": "article-journal"}


def fix_report_number(item: CslItem, fields: Fields) -> CslItem:
    """Print *(Report No. 12-A)* for a report with a number but no type (10.4)."""
    if item.get("type") != "report" or "genre" in item or not re.match(r"\d[\w./-]*$", str(item.get("number", ""))):
        return item
    return item | {"genre": "Technical Report" if fields.get("entrytype") == "techreport" else "Report"}


def fix_manuscript(item: CslItem, fields: Fields) -> CslItem:
    """Print *[Manuscript in preparation]. Department, University.* (10.8)."""
    description = _MANUSCRIPTS.get(fields.get("howpublished", "").strip("{} ").casefold())
    if description is None and fields.get("entrytype") != "unpublished":
        return item
    description = description or to_rich_text(fields.get("howpublished", ""))
    if not description and re.search(
        r"\bmanuscript\b|\bunpublished\b", note := to_rich_text(fields.get("note", "")), re.IGNORECASE
    ):
        description = note
    place = [to_rich_text(fields.get(name, "")) for name in ("venue", "institution", "school", "organization")]
    kept = {name: value for name, value in item.items() if name not in ("event-place", "publisher")}
    if not description or "eventtitle" in fields:
        return item
    return describe(kept, message, fields) | {"type": "manuscript", "publisher": ", ".join(filter(None, place))}


def fix_project_number(item: CslItem, fields: Fields) -> CslItem:
    """*(Project No. 5R01HD081252-04)*; CSL says *No.* only before what it takes for a number (10.4)."""
    number = str(item.get("number", ""))
    kind = str(item.get("genre", ""))
    if item.get("type") != "report" or not kind or re.search(r"\d", kind):
        return item
    if re.fullmatch(r"\w+(?:[-./]\w+)*", number) and re.search(r"\d", number):
        return item | {"number": f"{get_terms(fields).translate('No.')} {number}"}
    return item


def fix_report_series(item: CslItem, fields: Fields) -> CslItem:
    """Print *(Vital and Health Statistics Series 10, Issue 260)* if the series is in ``issue`` (10.4)."""
    series = to_rich_text(fields.get("issue", ""))
    if item.get("type") != "report" or not re.match(r"[A-Z]", series) or "number" not in item:
        return item
    return {name: value for name, value in item.items() if name != "issue"} | {"number": f"{series} {item['number']}"}
