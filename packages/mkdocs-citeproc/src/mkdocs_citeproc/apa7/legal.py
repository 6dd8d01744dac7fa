"""Cases, statutes and other legal works (chapter 11), from fields that pandoc's reader drops or moves.

Fixes to CSL JSON before pandoc runs. Titles keep their capitals as typed.
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD
from mkdocs_citeproc.apa7.names import BibtexFields, convert_to_rich_text, has_annotation
from mkdocs_citeproc.apa7.numbers import get_issued_year, write_date
from mkdocs_citeproc.apa7.terms import get_terms
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
# As the list, a citation in brackets and running text have it.
_KINDS = {
    "resolution": ("Res.", "Resolution", "Resolution"),
    "report": ("Rep. No.", "Rep. No.", "Report No."),
    "execorder": ("Exec. Order No.", "Exec. Order No.", "Executive Order No."),
}
# Whose constitution or charter it is, abbreviated and as running text has it; any other as it is typed.
_BODIES = {
    "us": ("U.S.", "U.S."),
    "unitedstates": ("U.S.", "U.S."),
    "un": ("U.N.", "United Nations"),
    "unitednations": ("U.N.", "United Nations"),
}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def protect_case(words: str) -> str:
    """Protect capitals in some words from CSL."""
    return f'<span class="nocase">{words.replace(" & ", f" {AMPERSAND_GUARD}&{AMPERSAND_GUARD} ")}</span>'


def _cited(value: str) -> str:
    """Replace each *and* in a list of reporters by a comma: *17 Cal.3d 425, 131 Cal. Rptr. 14*."""
    return ", ".join(convert_to_rich_text(part) for part in re.split(r"\s+and\s+", value))


def _history(fields: BibtexFields) -> str:
    """Print each court's own year (11.4): *563 F.Supp. 332 (D. Kan. 1981), aff’d, 727 F.2d 888*; CSL adds the last."""
    parts = [convert_to_rich_text(part) for part in re.split(r"\s+and\s+", fields.get("citation", ""))]
    courts = has_annotation(fields.get("citation+an:citeorg", ""))
    years = has_annotation(fields.get("citation+an:citedate", ""))
    shown = []
    for index, part in enumerate(parts, 1):
        court_and_year = " ".join(words[0].strip('"') for words in (courts.get(index), years.get(index)) if words)
        shown.append(f"{part} ({court_and_year})" if court_and_year and index < len(parts) else part)
    return ", ".join(shown)


def fix_case(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Brown v. Board of Education, 347 U.S. 483 (1954).* (11.4)."""
    if fields.get("entrytype") != "jurisdiction" or "title" not in fields:
        return item
    courts = has_annotation(fields.get("citation+an:citeorg", ""))
    court = convert_to_rich_text(fields.get("organization", fields.get("institution", "")))
    court = court or " ".join(words[0].strip('"') for words in list(courts.values())[-1:])
    cited = {"number": _history(fields)} if fields.get("citation") else {}
    return item | {"title": convert_to_rich_text(fields["title"]), **cited} | ({"authority": court} if court else {})


def _name_by_number(fields: BibtexFields) -> tuple[str, str, str]:
    """Return what a work without a title is called in the list, in brackets and in running text.

    *S. Res. 438*, *S. Resolution 438*, *Senate Resolution 438*.
    """
    short, full = _SOURCES.get(fields.get("source", "").casefold(), ("", ""))
    kinds = _KINDS.get(fields.get("type", "").casefold())
    number = convert_to_rich_text(fields.get("number", ""))
    if kinds is None:
        return "", "", ""
    listed, cited, prose = (
        " ".join(filter(None, [source, kind, number])) for source, kind in zip((short, short, full), kinds, strict=True)
    )
    return listed, cited, prose


def _to_roman(number: str) -> str:
    """*XIX* of *19*; anything but a number as it is."""
    rest, roman = int(number) if number.isdecimal() else 0, ""
    for value, letters in _ROMAN:
        roman += letters * (rest // value)
        rest %= value
    return roman or number


def fix_constitution(item: CslItem, fields: BibtexFields) -> CslItem:
    """*U.S. Const. art. I, § 3*, in running text *Article I, Section 3, of the U.S. Constitution* (11.9).

    It bears no date. Articles and amendments of a constitution have Roman numbers, those of a charter others.
    """
    if fields.get("entrytype") != "constitution" or "title" in fields:
        return item
    source = convert_to_rich_text(fields.get("source", ""))
    short, full = _BODIES.get(re.sub(r"\W", "", source).casefold(), (source, source))
    charter = fields.get("type", "").strip("{} ").casefold() == "charter"
    main = "amendment" if "amendment" in fields else "article"
    number = convert_to_rich_text(fields.get(main, ""))
    number = number if charter else _to_roman(number)
    section, part = convert_to_rich_text(fields.get("section", "")), convert_to_rich_text(fields.get("part", ""))
    listed = [f"{'amend.' if main == 'amendment' else 'art.'} {number}"] if number else []
    listed += [f"§ {section}"] if section else []
    listed += [f"para. {part}"] if part else []
    prose = [f"{main.capitalize()} {number}"] if number else []
    prose += [f"{'section' if charter else 'Section'} {section}"] if section else []
    prose += [f"paragraph {part}"] if part else []
    joined = (
        f"{', '.join(prose)}{',' if len(prose) > 1 else ''} {'to' if main == 'amendment' else 'of'} " if prose else ""
    )
    title = " ".join(filter(None, [short, "Charter" if charter else "Const.", ", ".join(listed)]))
    whole = f"{joined}the {full} {'Charter' if charter else 'Constitution'}"
    kept = {name: value for name, value in item.items() if name in ("id", "URL", "accessed")}
    year = fields.get("eventdate", "")[:4]
    ended = f"repealed {year}".strip() if "repealed" in fields.get("keywords", "") else ""
    return kept | {
        "type": "legislation",
        "title": f"{title} ({ended})" if ended else title,
        "title-short": protect_case(f"{title}, {ended}" if ended else title),
        "custom": {"in-text": whole, "undated": True},
    }


def fix_statute(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Civil Rights Act of 1964, Pub. L. No. 88-352, 78 Stat. 241 (1964).* (11.5 to 11.7)."""
    kind = _TYPES.get(fields.get("entrytype", ""))
    if kind in (None, "legal_case"):
        return item
    title, cited_as, prose = _name_by_number(fields) if "title" not in fields else ("", "", "")
    title = title or ": ".join(convert_to_rich_text(fields[name]) for name in ("title", "subtitle") if name in fields)
    short = (
        convert_to_rich_text(fields.get("shorttitle", "")) or cited_as or convert_to_rich_text(fields.get("title", ""))
    )
    added = convert_to_rich_text(fields.get("titleaddon", ""))
    fixed = item | {"type": kind, "title": f"{title} {added}".strip(), "title-short": protect_case(short)}
    fixed |= {"custom": {**item.get("custom", {}), "in-text": prose}} if prose and "shorttitle" not in fields else {}
    places = [convert_to_rich_text(part) for part in re.split(r"\s+and\s+", fields.get("location", "")) if part]
    cited = [*places, *([_cited(fields["citation"])] if fields.get("citation") else [])]
    cited = cited or ([convert_to_rich_text(fields["number"])] if "number" in fields and not cited_as else [])
    fixed = {name: value for name, value in fixed.items() if name not in ("number", "genre", "publisher-place")}
    note = convert_to_rich_text(fields.get("note", ""))
    if kind == "bill" and "title" in fields:  # a hearing: its title is in italics, and the witness comes last
        speaker = {"author": [{"literal": note.removeprefix("testimony of ")}]} if note.startswith("testimony") else {}
        return fixed | speaker | ({"authority": ", ".join(cited)} if cited else {})
    fixed |= {"type": "legislation"} if kind == "bill" else {}
    terms = get_terms(fields)
    if "proposed" in fields.get("keywords", "").split() and "issued" in item:
        date = write_date(item, terms)
        fixed |= {"custom": {**item.get("custom", {}), "year": terms.translate("proposed {date}", date=date)}}
    elif kind == "legislation" and {"original-date", "issued"} <= item.keys():
        fixed |= {
            "custom": {**item.get("custom", {}), "year": terms.translate("rev. {year}", year=get_issued_year(item))}
        }
    return fixed | ({"container-title": ", ".join(cited)} if cited else {}) | ({"status": note} if note else {})


def fix_treaty(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Keep the capitals of a treaty's title (11.10), which CSL would change."""
    if item.get("type") != "treaty":
        return item
    return item | {"title-short": protect_case(str(item.get("title", "")))}
