"""Article numbers, editions, volumes and DOIs in APA 7, as fixes to CSL JSON before pandoc runs.

Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citations import PIN
from mkdocs_citeproc.apa7.names import BibtexFields, to_rich_text
from mkdocs_citeproc.apa7.terms import get_terms
from mkdocs_citeproc.bibliography.addresses import strip_address
from mkdocs_citeproc.formatting.request import CslItem

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ONLINE_FIRST = re.compile(
    r"advance online publication|pre-?published|online first|(?:epub |online )?ahead of print", re.IGNORECASE
)
_ARTICLE_NUMBER = re.compile(r"(?!s\d)[a-z]{1,5}\d{2,}|e\d|\d{5,13}|CD\d{6}(?:\.pub\d+)?")
"""*n71*, *e123*, *ehaf1119*, *104192*: an article number rather than a page, if it is alone."""


def fix_article_number(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Article e0263333* in place of pages (9.27); pandoc drops ``eid``."""
    number = to_rich_text(fields.get("eid", fields.get("articleno", "")))
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
    issue = to_rich_text(fields.get("issue", ""))
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
        *(to_rich_text(fields.get(name, "")) for name in ("addendum", "howpublished", "note")),
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
    found = _RETRACTION.search(to_rich_text(fields.get("note", fields.get("addendum", ""))))
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
