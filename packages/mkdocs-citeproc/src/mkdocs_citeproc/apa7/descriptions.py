"""What a work is in APA 7, by its type and in brackets after its title: *[Film]*, *[Tweet]*, *[Policy brief]*.

Fixes to CSL JSON before pandoc runs. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citations import PIN
from mkdocs_citeproc.apa7.names import BibtexFields, convert_to_rich_text
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

# A description's words, which APA writes in small letters: [Policy brief] also of "Policy Brief".
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
    """Return whether some words describe a work, as *Blog post*, rather than name where it is, as *Ars Technica*."""
    return any(word in _NO_SITES for word in words.casefold().split())


def lower_first_letter(words: str, fields: BibtexFields) -> str:
    """*Policy brief* of *Policy Brief*; names keep their capitals, and so does every word of another language."""
    if get_terms(fields).language != "en":
        return words
    first, *rest = words.split(" ")
    return " ".join([first, *(word.lower() if word.lower() in _SMALL else word for word in rest)])


def describe(item: CslItem, words: str, fields: BibtexFields) -> CslItem:
    """The item with a description in brackets. Where it has a number, CSL prints the genre before that."""
    shown = lower_first_letter(words[:1].upper() + words[1:], fields)
    if "number" in item:
        return item | {"medium": item.get("medium", shown)}
    if "genre" in item and item["genre"].casefold() != shown.casefold():
        return item | {"genre": f"{item['genre']}] [{shown}"}
    return item | {"genre": shown}


def fix_subtype(item: CslItem, fields: BibtexFields) -> CslItem:
    """*[Film]*, *[Song]*, *[Mobile app]*, *[Image attached] [Tweet]*: of ``entrysubtype`` (9.21, 10.9 to 10.15)."""
    message = convert_to_rich_text(fields.get("entrysubtype", ""))
    if not message or message.casefold() in _NOT_SAID or item.get("type", "").startswith("article"):
        return item
    if item.get("type") == "song" and "genre" in item:
        return item
    return describe(item, _KNOWN.get(message.casefold(), message), fields)


def fix_film_format(item: CslItem, fields: BibtexFields) -> CslItem:
    """*[Film; educational DVD]*, of a note that names a format (10.12)."""
    note = convert_to_rich_text(fields.get("note", ""))
    if item.get("type") != "motion_picture" or not _FORMATS.search(note) or "medium" in item or "genre" not in item:
        return item
    return item | {"genre": f"{item['genre']}; {note}"}


def fix_bracketed_note(item: CslItem, fields: BibtexFields) -> CslItem:
    """*[Data set]*, where ``note`` has it in brackets and nothing else (9.21)."""
    message = re.fullmatch(r"\[([^\[\]]+)\]\.?", convert_to_rich_text(fields.get("note", "")))
    return describe(item, message[1], fields) if message and "genre" not in item else item


def fix_amendment(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(2002, amended effective January 1, 2017)* after a code of ethics (10.4)."""
    note = convert_to_rich_text(fields.get("note", ""))
    if item.get("type") != "report" or "number" in item or not re.search(r"\bamended\b", note):
        return item
    return item | {"number": f"{PIN}{note}"}


def fix_untitled(item: CslItem, fields: BibtexFields) -> CslItem:
    """*[Lecture notes on resource allocation]* of a work without a title (9.22)."""
    message = convert_to_rich_text(fields.get("titleaddon", ""))
    return item | {"genre": message} if message and "title" not in item and "title" not in fields else item


def fix_standard(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(ISO Standard No. 45001:2018)*: a standard is printed as a report; pandoc takes it for a law (10.4)."""
    return item | {"type": "report"} if fields.get("entrytype") == "standard" else item


def fix_review(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """*[Review of the book The cure, by A. Author]* said in full (10.7); to that CSL adds the title once more."""
    if item.get("type") not in ("review", "review-book") or "genre" not in item:
        return item
    return item | {"type": "article-journal"}


def fix_report_number(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(Report No. 12-A)* of a report that has a number and no kind (10.4)."""
    if item.get("type") != "report" or "genre" in item or not re.match(r"\d[\w./-]*$", str(item.get("number", ""))):
        return item
    return item | {"genre": "Technical Report" if fields.get("entrytype") == "techreport" else "Report"}


def fix_manuscript(item: CslItem, fields: BibtexFields) -> CslItem:
    """*[Manuscript in preparation]. Department, University.* (10.8)."""
    message = _MANUSCRIPTS.get(fields.get("howpublished", "").strip("{} ").casefold())
    if message is None and fields.get("entrytype") != "unpublished":
        return item
    message = message or convert_to_rich_text(fields.get("howpublished", ""))
    if not message and re.search(
        r"\bmanuscript\b|\bunpublished\b", note := convert_to_rich_text(fields.get("note", "")), re.IGNORECASE
    ):
        message = note
    place = [convert_to_rich_text(fields.get(name, "")) for name in ("venue", "institution", "school", "organization")]
    kept = {name: value for name, value in item.items() if name not in ("event-place", "publisher")}
    if not message or "eventtitle" in fields:
        return item
    return describe(kept, message, fields) | {"type": "manuscript", "publisher": ", ".join(filter(None, place))}


def fix_project_number(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(Project No. 5R01HD081252-04)*; CSL says *No.* only before what it takes for a number (10.4)."""
    number = str(item.get("number", ""))
    kind = str(item.get("genre", ""))
    if item.get("type") != "report" or not kind or re.search(r"\d", kind):
        return item
    if re.fullmatch(r"\w+(?:[-./]\w+)*", number) and re.search(r"\d", number):
        return item | {"number": f"{get_terms(fields).translate('No.')} {number}"}
    return item


def fix_report_series(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(Vital and Health Statistics Series 10, Issue 260)* where ``issue`` has the series (10.4)."""
    series = convert_to_rich_text(fields.get("issue", ""))
    if item.get("type") != "report" or not re.match(r"[A-Z]", series) or "number" not in item:
        return item
    return {name: value for name, value in item.items() if name != "issue"} | {"number": f"{series} {item['number']}"}


_DOCTORAL = re.compile(r"^(?:Ph\.? ?D\.?|doctoral|D\.? ?Phil\.?|doctorate)(?: thesis| dissertation)?$", re.IGNORECASE)
_MASTERS = re.compile(r"^(?:masters?|M\.?(?:A|Sc|S|Phil)\.?)(?: thesis| dissertation)?$", re.IGNORECASE)


def fix_thesis(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Doctoral dissertation, University]. Archive.*, with *(Publication No. 10289373)* before (10.6)."""
    if item.get("type") != "thesis":
        return item
    genre = _DOCTORAL.sub("Doctoral dissertation", item.get("genre", ""))
    genre = _MASTERS.sub("Master’s thesis", genre)
    school = convert_to_rich_text(fields.get("school", fields.get("institution", "")))
    if not school or "publisher" not in fields:
        found = {"URL", "DOI", "archive", "number"} & item.keys() or "eprint" in fields
        known = re.match(r"doctoral dissertation$|master[’']s thesis$", genre, re.IGNORECASE)
        return item | {"genre": f"Unpublished {genre[:1].lower()}{genre[1:]}" if known and not found else genre}
    if "number" in item:
        kept = {name: value for name, value in item.items() if name != "publisher"}
        described = {
            "genre": "Publication",
            "medium": f"{get_terms(fields).translate(genre)}, {school}",
            "archive": convert_to_rich_text(fields["publisher"]),
        }
        return kept | described
    return item | {"genre": genre, "publisher": school, "archive": convert_to_rich_text(fields["publisher"])}


def fix_unpublished(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Unpublished manuscript]. Department.* (10.8); pandoc takes ``howpublished`` as a second publisher."""
    how = convert_to_rich_text(fields.get("howpublished", ""))
    if item.get("type") != "manuscript" or not how or "genre" in item:
        return item
    return item | {"genre": how, "publisher": item.get("publisher", "").removesuffix(how).removesuffix("; ")}


def fix_preprint(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *PsyArXiv* in place of the publisher (10.8)."""
    archive = convert_to_rich_text(fields.get("eprinttype", fields.get("archiveprefix", "")))
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
    series = convert_to_rich_text(fields.get("booktitle", ""))
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
