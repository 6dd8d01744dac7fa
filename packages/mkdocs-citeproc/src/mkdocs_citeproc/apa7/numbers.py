"""Dates, article numbers, editions, volumes and DOIs in APA 7: which of them a work prints, and in which form.

Fixes to CSL JSON before pandoc runs; CSL decides by type whether to print more than the year. Numbers in brackets are
sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from typing import Any

from mkdocs_citeproc.apa7.citations import PIN
from mkdocs_citeproc.apa7.names import BibtexFields, convert_to_rich_text
from mkdocs_citeproc.apa7.terms import IN_PRESS, Terms, get_terms
from mkdocs_citeproc.bibliography.addresses import strip_address
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


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ONLINE_FIRST = re.compile(
    r"advance online publication|pre-?published|online first|(?:epub |online )?ahead of print", re.IGNORECASE
)
_ARTICLE_NUMBER = re.compile(r"(?!s\d)[a-z]{1,5}\d{2,}|e\d|\d{5,13}|CD\d{6}(?:\.pub\d+)?")
"""*n71*, *e123*, *ehaf1119*, *104192*: an article number rather than a page, if it is alone."""


def fix_article_number(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Article e0263333* in place of pages (9.27); pandoc drops ``eid``."""
    number = convert_to_rich_text(fields.get("eid", fields.get("articleno", "")))
    if (
        not number
        and item.get("type", "article-journal") == "article-journal"
        and _ARTICLE_NUMBER.fullmatch(item.get("page", ""))
    ):
        number = item["page"]
    if not number or item.get("page", number) != number:
        return item
    number = number.removeprefix("Article").strip()
    return item | {"page": get_terms(fields).translate("Article {number}", number=number)}


def fix_issue_range(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *3(2–3)* with an en dash, as in page ranges (6.6), also from ``issue``, which pandoc drops."""
    issue = convert_to_rich_text(fields.get("issue", ""))
    if issue and "volume" in item and item.get("type", "").startswith("article") and "issue" not in item:
        item = item | {"issue": issue}
    ranges = {name: re.sub(r"(?<=\d)-+(?=\d)", "–", str(item[name])) for name in ("volume", "issue") if name in item}
    pages = {"page": re.sub(r"[-–]{2,}", "-", item["page"])} if "page" in item else {}
    return item | ranges | pages


def fix_record_number(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Print a database's number, *(ED545393)*, without *No.* (10.8, 10.11); CSL adds it before any digit."""
    number = str(item.get("number", ""))
    if item.get("type") not in ("webpage", "software", "dataset") or "genre" in item or not number[:1].isalpha():
        return item
    return item | {"number": f"{PIN}{number}"}


def fix_proceedings_issue(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print the issue of proceedings that appear as a journal (10.5); pandoc takes it as a number in a series."""
    if item.get("type") != "paper-conference" or "volume" not in item or "series" in fields:
        return item
    return {"issue" if name == "collection-number" else name: value for name, value in item.items()}


_EDITION_AND_MORE = re.compile(
    rf"(?P<which>\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}) ed(?:ition|n)?\.?,? *[(]?(?P<more>[a-z][a-z ,.&-]*?)[)]?"
)


def _as_ordinal(word: str) -> str:
    number = _ORDINALS.index(word) + 1
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number, 'th')}"


def _shorten_edition(words: str) -> str:
    """Shorten *text revision* to *text rev.*, *revised and expanded* to *rev. and expanded*."""
    words = re.sub(r"\brevis(?:ion|ed)\b", "rev.", words.removesuffix(" edition"))
    return words if words.endswith(" rev.") else words.removesuffix(".")


def fix_edition(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(2nd ed.)* and *(Rev. ed.)*, also where the entry says *Second* or *Revised* (9.19)."""
    terms = get_terms(fields)
    words = str(item.get("edition", "")).lower().removesuffix("edition").removesuffix("ed.").strip()
    if words in _ORDINALS:
        return item | {"edition": str(_ORDINALS.index(words) + 1)}
    if number := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", words):
        return item | {"edition": number[1]}
    if revised := re.fullmatch(r"((\d+)(?:st|nd|rd|th)),? rev(?:ised|\.)?", words):
        which = revised[1] if terms.language == "en" else revised[2]
        return item | {"edition": terms.translate("{number} rev. ed.", number=which)}
    if re.fullmatch(r"(?:spring|summer|fall|autumn|winter) \d{4}", words):
        return item | {"edition": f"{words.capitalize()} {terms.translate('ed.')}"}
    if detailed := _EDITION_AND_MORE.fullmatch(words):
        which = detailed["which"] if not detailed["which"].isalpha() else _as_ordinal(detailed["which"])
        which = which if terms.language == "en" else which.rstrip("dhnrst")
        more = _shorten_edition(detailed["more"])
        return item | {"edition": terms.translate("{number} ed., {more}", number=which, more=more)}
    if re.fullmatch(r"[a-z]{5,}", words) and words != "revised":
        return item | {"edition": f"{words.capitalize()} {terms.translate('ed.')}"}
    return item | {"edition": terms.translate("Rev. ed.")} if words in ("rev.", "revised") else item


def fix_volumes(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """*(Vols. 1–3)*, *(2nd ed., Vols. 1–3)* of ``volumes`` (10.2)."""
    count = str(item.get("number-of-volumes", ""))
    if not count.isdigit() or int(count) < 2 or "volume" in item:
        return item
    kept = {name: value for name, value in item.items() if name != "number-of-volumes"}
    return kept | {"volume": f"1-{count}"}


def fix_online_first(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Advance online publication.* (10.1), whichever field has it."""
    notes = (
        item.get("status", ""),
        *(convert_to_rich_text(fields.get(name, "")) for name in ("addendum", "howpublished", "note")),
    )
    if item.get("type") == "article-journal" and any(_ONLINE_FIRST.fullmatch(words.strip(".")) for words in notes):
        numbered = {name: value for name, value in item.items() if name != "page" or "volume" in item}
        return numbered | {"status": "Advance online publication"}
    return item


def fix_doi(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Reduce to a bare DOI, which the style turns into a link (9.35)."""
    return item | {"DOI": strip_address(item["DOI"])} if "DOI" in item else item


_RETRACTION = re.compile(
    r"retract(?:ion|ed)(?: published)? in:?\s+(?P<journal>[^.;\d]+?)[.,]? (?P<year>\d{4})[^;:.]*?;"
    r"\s*(?P<volume>\w+)(?:\((?P<issue>[^)]+)\))?(?::\s*(?P<pages>[\w–-]+))?|"
    r"\(?retraction published (?P<year2>\d{4}), (?P<journal2>[^,]+), (?P<volume2>\w+)(?:[(\[](?P<issue2>[^)\]]+)[)\]])?"
    r"(?:, (?P<pages2>[\w–-]+))?",
    re.IGNORECASE,
)


def fix_retraction(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *(Retraction published 2012, Journal, 38[10], 1378)* from a note in PubMed's or APA's form (10.1)."""
    found = _RETRACTION.search(convert_to_rich_text(fields.get("note", fields.get("addendum", ""))))
    if not found or item.get("type") != "article-journal" or "references" in item:
        return item
    year, journal, volume, issue, pages = (
        found[name] or found[f"{name}2"] or "" for name in ("year", "journal", "volume", "issue", "pages")
    )
    journal = (
        str(item["container-title"]) if journal.casefold() == str(item.get("container-title")).casefold() else journal
    )
    number = f"<i>{volume}</i>{f'[{issue}]' if issue else ''}"
    source = ", ".join(filter(None, [year, f"<i>{_capitalize_words(journal)}</i>", number, re.sub("-+", "–", pages)]))
    return item | {"references": get_terms(fields).translate("Retraction published {source}", source=source)}


def _capitalize_words(journal: str) -> str:
    """Capitalise the words of a journal's name, as CSL does for the work itself."""
    small = {"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "with"}
    words = journal.split()
    return " ".join(
        word[:1].upper() + word[1:] if at == 0 or word not in small else word for at, word in enumerate(words)
    )
