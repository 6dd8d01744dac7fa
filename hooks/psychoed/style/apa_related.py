"""Works about or out of another: reviews, comments, reprints, whose other work is an entry of its own (``related``).

Mends on CSL JSON before the run; ``other`` is the related entry's item, ``fields`` and ``of_other`` are the BibTeX
fields of both. The numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

from collections.abc import Callable

from psychoed.style.apa_dates import year_of
from psychoed.style.apa_names import Fields
from psychoed.style.apa_people import annotated, listed, short_title_of
from psychoed.style.apa_rich import rich
from psychoed.style.request import CslItem

_PARTS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")


def _is_part(other: CslItem, of_other: Fields) -> bool:
    """Whether the other work's title stands in quotation marks: one of a series, a periodical, a book."""
    return other.get("type") in _PARTS or of_other.get("entrysubtype", "") == "tvepisode"


def _named(other: CslItem, of_other: Fields, *, comma: bool) -> str:
    """The other work's title, in quotation marks or italics."""
    title, end = other.get("title", ""), "," if comma else ""
    return f"“{title}{end}”" if _is_part(other, of_other) else f"<i>{title}</i>{end}"


def _makers(other: CslItem, of_other: Fields) -> str:
    """*by E. Brodsky, Dir.*"""
    persons = other.get("author") or other.get("editor")
    if not persons:
        return ""
    said = annotated(of_other.get("author+an:role", "")).get(1, []) if "author" in other else ["editor"]
    roles = " & ".join(short_title_of(role) for role in said)
    return f" by {listed(persons)}" + (f", {roles}" if roles else "")


def review(item: CslItem, fields: Fields, other: CslItem, of_other: Fields) -> CslItem:
    """*[Review of the book The cure, by A. Author]* (10.7)."""
    words = rich(fields.get("relatedstring", "")) or "Review of the work"
    makers = _makers(other, of_other)
    return item | {"genre": f"{words} {_named(other, of_other, comma=bool(makers))}{makers}"}


def comment(item: CslItem, fields: Fields, other: CslItem, of_other: Fields) -> CslItem:
    """*[Comment on the article “How friends help”]* (10.1)."""
    words = rich(fields.get("relatedstring", "")) or "Comment on the article"
    return item | {"genre": f"{words} {_named(other, of_other, comma=False)}"}


def reprint(item: CslItem, fields: Fields, other: CslItem, of_other: Fields) -> CslItem:  # noqa: ARG001
    """*(Reprinted from “Title,” 1981, Journal, 51[3], 391–402)*, and both years in the text (10.1, 10.3)."""
    date = other.get("issued", {})
    year = year_of(other)
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
    return item | {"references": f"Reprinted from {named} {', '.join(part for part in parts if part)}"} | original


_BY_KIND: dict[str, Callable[[CslItem, Fields, CslItem, Fields], CslItem]] = {
    "reviewof": review,
    "commenton": comment,
    "reprintfrom": reprint,
    "reprintof": reprint,
}


def related(item: CslItem, fields: Fields, other: CslItem | None, of_other: Fields) -> CslItem:
    """The item with what its related entry adds to it, where it is of a kind that APA has a form for."""
    mend = _BY_KIND.get(rich(fields.get("relatedtype", "")).casefold())
    return mend(item, fields, other, of_other) if mend and other else item
