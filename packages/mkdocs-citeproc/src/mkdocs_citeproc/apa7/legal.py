"""Cases, statutes and other legal works (chapter 11), from fields that pandoc's reader drops or moves.

Fixes to CSL JSON before pandoc runs. Titles keep their capitals as typed.
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citation_ast import GUARD
from mkdocs_citeproc.apa7.dates import get_year, write_date
from mkdocs_citeproc.apa7.names import Fields, to_rich_text
from mkdocs_citeproc.apa7.people import has_annotation
from mkdocs_citeproc.formatting.request import CslItem

LEGAL = ("legal_case", "legislation", "bill", "treaty")
"""Types that CSL prints in a legal form, by their titles."""

_TYPES = {
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "legadminmaterial": "legislation",
    "legmaterial": "bill",
    "legal": "treaty",
}
_SOURCES = {"senate": ("S.", "Senate"), "houseofrepresentatives": ("H.R.", "House of Representatives")}
_KINDS = {
    "resolution": ("Res.", "Resolution"),
    "report": ("Rep. No.", "Rep. No."),
    "execorder": ("Exec. Order No.",) * 2,
}


def protect_case(words: str) -> str:
    """Protect capitals in some words from CSL."""
    return f'<span class="nocase">{words.replace(" & ", f" {GUARD}&{GUARD} ")}</span>'


def _cited(value: str) -> str:
    """Replace each *and* in a list of reporters by a comma: *17 Cal.3d 425, 131 Cal. Rptr. 14*."""
    return ", ".join(to_rich_text(part) for part in re.split(r"\s+and\s+", value))


def _history(fields: Fields) -> str:
    """Print each court's own year (11.4): *563 F.Supp. 332 (D. Kan. 1981), aff’d, 727 F.2d 888*; CSL adds the last."""
    parts = [to_rich_text(part) for part in re.split(r"\s+and\s+", fields.get("citation", ""))]
    courts = has_annotation(fields.get("citation+an:citeorg", ""))
    years = has_annotation(fields.get("citation+an:citedate", ""))
    shown = []
    for index, part in enumerate(parts, 1):
        court_and_year = " ".join(words[0].strip('"') for words in (courts.get(index), years.get(index)) if words)
        shown.append(f"{part} ({court_and_year})" if court_and_year and index < len(parts) else part)
    return ", ".join(shown)


def fix_case(item: CslItem, fields: Fields) -> CslItem:
    """Print *Brown v. Board of Education, 347 U.S. 483 (1954).* (11.4)."""
    if fields.get("entrytype") != "jurisdiction" or "title" not in fields:
        return item
    courts = has_annotation(fields.get("citation+an:citeorg", ""))
    court = to_rich_text(fields.get("organization", fields.get("institution", "")))
    court = court or " ".join(words[0].strip('"') for words in list(courts.values())[-1:])
    cited = {"number": _history(fields)} if fields.get("citation") else {}
    return item | {"title": to_rich_text(fields["title"]), **cited} | ({"authority": court} if court else {})


def _name_untitled(fields: Fields) -> tuple[str, str]:
    """Name a work without a title, in the list and in the text: *S. Res. 438*, *S. Resolution 438*."""
    short, _ = _SOURCES.get(fields.get("source", "").casefold(), ("", ""))
    listed, text_name = _KINDS.get(fields.get("type", "").casefold(), ("", ""))
    number = to_rich_text(fields.get("number", ""))
    shown = [" ".join(filter(None, [short, word, number])) for word in (listed, text_name) if word]
    return (shown[0], shown[1]) if shown else ("", "")


def fix_statute(item: CslItem, fields: Fields) -> CslItem:
    """Print *Civil Rights Act of 1964, Pub. L. No. 88-352, 78 Stat. 241 (1964).* (11.5 to 11.7)."""
    kind = _TYPES.get(fields.get("entrytype", ""))
    if kind in (None, "legal_case"):
        return item
    title, text_name = _name_untitled(fields) if "title" not in fields else ("", "")
    title = title or ": ".join(to_rich_text(fields[name]) for name in ("title", "subtitle") if name in fields)
    short = to_rich_text(fields.get("shorttitle", "")) or text_name or to_rich_text(fields.get("title", ""))
    added = to_rich_text(fields.get("titleaddon", ""))
    fixed = item | {"type": kind, "title": f"{title} {added}".strip(), "title-short": protect_case(short)}
    places = [to_rich_text(part) for part in re.split(r"\s+and\s+", fields.get("location", "")) if part]
    cited = [*places, *([_cited(fields["citation"])] if fields.get("citation") else [])]
    cited = cited or ([to_rich_text(fields["number"])] if "number" in fields and not text_name else [])
    fixed = {name: value for name, value in fixed.items() if name not in ("number", "genre", "publisher-place")}
    note = to_rich_text(fields.get("note", ""))
    if kind == "bill" and "title" in fields:  # a hearing: its title is in italics, and the witness comes last
        speaker = {"author": [{"literal": note.removeprefix("testimony of ")}]} if note.startswith("testimony") else {}
        return fixed | speaker | ({"authority": ", ".join(cited)} if cited else {})
    fixed |= {"type": "legislation"} if kind == "bill" else {}
    if "proposed" in fields.get("keywords", "").split() and "issued" in item:
        fixed |= {"custom": {**item.get("custom", {}), "year": f"proposed {write_date(item)}"}}
    elif kind == "legislation" and {"original-date", "issued"} <= item.keys():
        fixed |= {"custom": {**item.get("custom", {}), "year": f"rev. {get_year(item)}"}}
    return fixed | ({"container-title": ", ".join(cited)} if cited else {}) | ({"status": note} if note else {})


def fix_treaty(item: CslItem, fields: Fields) -> CslItem:  # noqa: ARG001
    """Keep the capitals of a treaty's title (11.10), which CSL would change."""
    if item.get("type") != "treaty":
        return item
    return item | {"title-short": protect_case(str(item.get("title", "")))}
