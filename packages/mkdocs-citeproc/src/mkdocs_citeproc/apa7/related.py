"""Reviews, comments, reprints and similar works about another work, which has its own entry (``related``).

Fixes to CSL JSON before pandoc runs; ``other`` is the related entry's item, ``fields`` and ``of_other`` are the BibTeX
fields of both. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_citeproc.apa7.dates import get_issued_year
from mkdocs_citeproc.apa7.legal import LEGAL, protect_case
from mkdocs_citeproc.apa7.names import BibtexFields, to_rich_text
from mkdocs_citeproc.apa7.people import get_short_title, has_annotation, list_people
from mkdocs_citeproc.apa7.terms import get_terms, is_english
from mkdocs_citeproc.formatting.request import CslItem

_MINOR = frozenset("a an and as at but by en for if in nor of off on or per so the to up via vs vs. yet".split())  # noqa: SIM905
_NAMED = ("author", "editor", "director", "composer")


def fix_title_in_text(item: CslItem, fields: BibtexFields) -> CslItem:
    """Cite by ``shorttitle``, *(Interpersonal Skills, 2019)*, or by the title without its ``subtitle`` (8.14).

    APA capitalises words of four letters or more, including *With* and *From*; CSL has a list of minor words.
    """
    if not item.get("title") or any(name in item for name in _NAMED) or item.get("type") in LEGAL:
        return item
    short = to_rich_text(fields.get("shorttitle", ""))
    title = str(item.get("title-short", item["title"]))
    if not short:
        sub = f": {to_rich_text(fields.get('subtitle', ''))}"
        short = title[: -len(sub)] if len(sub) > 2 and title.casefold().endswith(sub.casefold()) else title
    short = re.sub(r"[.:]$", "", short)
    return item | {"title-short": protect_case(apply_title_case(short) if is_english(fields) else short)}


def apply_title_case(title: str) -> str:
    """Capitalise a title as in APA's text: major words, and every word of four letters or more."""
    words = re.split(r"(\s+|[-–](?=\w))", title)
    first = True
    shown = []
    for word in words:
        shown.append(word if not word.strip() or word in "-–" else _in_title(word, first=first))
        if word.strip():
            first = word.endswith((":", "?", "!", "."))
    return "".join(shown)


def _in_title(word: str, *, first: bool) -> str:
    bare = word.strip("“”‘’\"'(),;:?!.")
    if not bare or (bare.lower() in _MINOR and not first) or not bare[:1].islower() or bare[1:] != bare[1:].lower():
        return word
    return word.replace(bare, bare[:1].upper() + bare[1:], 1)


_PARTS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")


def _is_part(other: CslItem, of_other: BibtexFields) -> bool:
    """Return whether the other work's title is in quotation marks: part of a series, a periodical or a book."""
    return other.get("type") in _PARTS or of_other.get("entrysubtype", "") == "tvepisode"


def _named(other: CslItem, of_other: BibtexFields, *, comma: bool) -> str:
    """Return the other work's title, in quotation marks or italics."""
    title, end = other.get("title", ""), "," if comma else ""
    opening, closing = (get_terms(of_other).translate(sign) for sign in "“”")
    return f"{opening}{title}{end}{closing}" if _is_part(other, of_other) else f"<i>{title}</i>{end}"


def _makers(other: CslItem, of_other: BibtexFields) -> str:
    """Write *by E. Brodsky, Dir.*"""
    persons = other.get("author") or other.get("editor")
    if not persons:
        return ""
    message = has_annotation(of_other.get("author+an:role", "")).get(1, []) if "author" in other else ["editor"]
    terms = get_terms(of_other)
    roles = " & ".join(terms.translate(get_short_title(role)) for role in message)
    return f" {terms.translate('by {names}', names=list_people(persons))}" + (f", {roles}" if roles else "")


def describe_review(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*[Review of the book The cure, by A. Author]* (10.7)."""
    words = to_rich_text(fields.get("relatedstring", "")) or get_terms(fields).translate("Review of the work")
    makers = _makers(other, of_other)
    return item | {"genre": f"{words} {_named(other, of_other, comma=bool(makers))}{makers}"}


def describe_comment(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*[Comment on the article “How friends help”]* (10.1)."""
    words = to_rich_text(fields.get("relatedstring", "")) or get_terms(fields).translate("Comment on the article")
    return item | {"genre": f"{words} {_named(other, of_other, comma=False)}"}


def describe_reprint(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*(Reprinted from “Title,” 1981, Journal, 51[3], 391–402)*, and both years in the text (10.1, 10.3)."""
    date = other.get("issued", {})
    year = get_issued_year(other)
    issue = f"<i>{other['volume']}</i>" if "volume" in other else ""
    issue += f"[{other['issue']}]" if "issue" in other else ""
    pages = other.get("page", "").replace("--", "–").replace("-", "–")
    pages = f"pp. {pages}" if pages and not issue else pages
    address = f"https://doi.org/{other['DOI']}" if "DOI" in other else other.get("URL", "")
    journal = f"<i>{other['container-title']}</i>" if "container-title" in other else ""
    other_makers = other.get("author") or other.get("editor")
    makers = _makers(other, of_other).strip() if other_makers not in (None, item.get("author")) else ""
    early, late = ([], [pages]) if _is_part(other, of_other) else ([pages], [])
    parts = [*early, makers, year, journal, issue, *late, other.get("publisher", ""), address]
    named = _named(other, of_other, comma=True)
    original = {"original-date": date} if date and "original-date" not in item else {}
    work = f"{named} {', '.join(part for part in parts if part)}"
    return item | {"references": get_terms(fields).translate("Reprinted from {work}", work=work)} | original


_BY_KIND: dict[str, Callable[[CslItem, BibtexFields, CslItem, BibtexFields], CslItem]] = {
    "reviewof": describe_review,
    "commenton": describe_comment,
    "reprintfrom": describe_reprint,
    "reprintof": describe_reprint,
}


def add_related_work(item: CslItem, fields: BibtexFields, other: CslItem | None, of_other: BibtexFields) -> CslItem:
    """Add the related entry's details to an item, if APA has a form for this relation."""
    fix = _BY_KIND.get(to_rich_text(fields.get("relatedtype", "")).casefold())
    return fix(item, fields, other, of_other) if fix and other else item
