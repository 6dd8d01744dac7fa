"""Fixes for pages, issues and editions as reference managers and services export them.

Each function takes an entry's fields, with its type as ``entrytype``, and returns the fields to change; an empty value
deletes a field.
"""

from __future__ import annotations

import re

from mkdocs_citeproc.bibliography.export_fields import ExportedFields, add_missing
from mkdocs_citeproc.bibliography.field_values import split_page_range
from mkdocs_citeproc.bibliography.names import strip_latex

_WHOLE = {
    *("thesis", "phdthesis", "mastersthesis", "techreport", "report", "book", "misc", "online", "mvbook", "manual"),
    *("dataset", "software"),
}
"""Types of works that are printed whole: their ``pages`` are a number of pages."""
_NUMBER_OF_PAGES = re.compile(
    r"(?:[ivxlc]+,? ?\+?)?\s*\d+\s*(?:p|pp|pages|S|leaves)?\.?|(?:1|i)\s*[-–—]+\s*(?:\d+|[ivxlc]+)", re.IGNORECASE
)


def normalize_pages(fields: ExportedFields) -> dict[str, str]:
    """Complete page ranges (``317-32`` → *317–332*); drop *pp.* and page counts."""
    pages = strip_latex(fields.get("pages", ""))
    if not pages:
        return {}
    kind = fields["entrytype"]
    if kind in _WHOLE and re.fullmatch(
        r"(?:[ivxlc]+,? ?\+?)?\s*\d+\s*(?:p|pp|pages|S|leaves)?\.?", pages, re.IGNORECASE
    ):
        return {"pages": ""}
    if kind in _WHOLE and re.fullmatch(r"(?:1|i)\s*[-–—]+\s*(?:\d+|[ivxlc]+)", pages, re.IGNORECASE):
        return {"pages": ""}
    if re.fullmatch(r"\d{14,}|n/?a(?:[-–]+n/?a)?", pages, re.IGNORECASE):
        return {"pages": ""}  # the long number is SAGE's, for an article without an issue
    bare = (
        re.sub(r"^(?:pp?|pages?|S)\.?\s*(?=\w)(?<![A-Za-z]S)", "", pages)
        if re.match(r"(?:pp?\.|pages?\b|S\. )", pages, re.I)
        else pages
    )
    bare = re.sub(r";\s*(?:discussion|quiz|author reply|e?\d).*$", "", bare).rstrip(". ")
    if "--" not in bare and "–" not in bare:
        bare = re.sub(r"(?<=[\w])\s*(?:-|[‐‑‒—−])\s*(?=\w)", "--", bare)
    bare = re.sub(r"\b0+(?=[1-9]\d*\b)", "", bare)
    bare = ", ".join(_lengthen(part) for part in bare.split(", "))
    number = re.fullmatch(r"(?:Article|Art\.?|No\.)\s+(?:No\.?\s*)?(\w+)", bare, re.IGNORECASE)
    if number and "eid" not in fields:
        return {"pages": "", "eid": number[1]}
    return {"pages": bare} if re.sub("-+|–", "-", bare) != re.sub("-+|–", "-", pages) else {}


def _lengthen(pages: str) -> str:
    """Complete a page range: ``317--32`` → ``317--332``, ``S12--21`` → ``S12--S21``."""
    first, last = split_page_range(pages) or ("", "")
    start = re.fullmatch(r"(?P<letters>[A-Za-z]*)(?P<digits>\d+)", first)
    end = re.fullmatch(r"(?P<letters>[A-Za-z]*)(?P<digits>\d+)", last)
    if not start or not end or (end["letters"] and end["letters"] != start["letters"]):
        return pages
    digits = end["digits"]
    if len(digits) < len(start["digits"]):
        digits = start["digits"][: len(start["digits"]) - len(digits)] + digits
    if first == last:
        return first
    if int(digits) <= int(start["digits"]):
        return pages
    return f"{first}--{start['letters']}{digits}"


def normalize_article_number(fields: ExportedFields) -> dict[str, str]:
    """Find the article number under any of the fields in which it is exported."""
    name = next(
        (each for each in ("article-number", "articleno", "elocation-id", "article_number") if each in fields), ""
    )
    if not name or fields["entrytype"] != "article":
        return {}
    return {name: "", **add_missing(fields, eid=strip_latex(fields[name]))}


_NO_NUMBER = re.compile(
    r"0|n/?a|none|null|(?:publish |online |epub )?ahead[- ]of[- ]print|aop|online ?first|in press|articles? in press"
    r"|volume \d+, \d{4}|[a-z]{3}\d\d? \d+", re.IGNORECASE,
)  # fmt: skip
"""Texts in place of a number; the last is an issue that BMJ counted by day, ``feb18 5``."""

_VOLUME_AND_ISSUE = re.compile(
    r"(?P<volume>\d+)(?:\s*\((?P<issue>[\w/–-]+)\)|,?\s+(?:no|issue|nr|iss)\.?\s*(?P<labelled>\d+)"
    r"|,?\s+suppl(?:ement)?\.?(?:\s+(?P<supplement>\w+))?)", re.IGNORECASE,
)  # fmt: skip


def normalize_numbers(fields: ExportedFields) -> dict[str, str]:
    """Fix issues (``Supplement_1`` → *Suppl. 1*), whether in ``issue`` or ``number``; drop volume 0."""
    fixed: dict[str, str] = {}
    if fields["entrytype"] != "article":
        return fixed
    fixed |= _split_volume(fields)
    for name in ("volume", "number", "issue"):
        value = "" if name in fixed else strip_latex(fields.get(name, ""))
        if not value:
            continue
        if _NO_NUMBER.fullmatch(value):
            fixed[name] = ""
        elif padded := re.fullmatch(r"0+([1-9]\d*)", value):
            fixed[name] = padded[1]
        elif part := re.fullmatch(r"p(?:ar)?t\.? *(\w+)", value, re.IGNORECASE):
            fixed[name] = f"Pt. {part[1]}"
        elif supplement := re.fullmatch(
            r"(?P<issue>\d+)?[\s,_(-]*(?:suppl(?:ement)?s?)\.?[\s_:.-]*(?P<which>\w+(?:[-–]\w+)?)?\)?",
            value,
            re.IGNORECASE,
        ):
            words = " ".join(filter(None, ["Suppl.", supplement["which"]]))
            fixed[name] = ", ".join(filter(None, [supplement["issue"], words]))
        elif (
            name == "number" and (labelled := re.fullmatch(r"(?:no|issue|nr|number)\.?\s+(\d+)", value, re.IGNORECASE))
        ) or (name == "volume" and (labelled := re.fullmatch(r"(?:vol|volume)\.?\s+(\d+)", value, re.IGNORECASE))):
            fixed[name] = labelled[1]
    issue = fixed.get("issue", strip_latex(fields.get("issue", "")))
    if issue and "number" not in fields and re.match(r"\d|Suppl\.|S\d", issue):
        fixed |= {"number": issue, "issue": ""}
    if fixed.get("volume") == "" and fields.get("doi") and "pubstate" not in fields:
        fixed["pubstate"] = "Advance online publication"
    return fixed


def _split_volume(fields: ExportedFields) -> dict[str, str]:
    """Split ``41(7)``, ``41, no. 7`` and ``41 Suppl 7`` into volume and issue."""
    found = _VOLUME_AND_ISSUE.fullmatch(strip_latex(fields.get("volume", "")))
    if not found or {"number", "issue"} & fields.keys():
        return {}
    supplement = found["supplement"]
    issue = found["issue"] or found["labelled"] or ("Suppl." if supplement is None else f"Suppl. {supplement}".strip())
    return {"volume": found["volume"], "number": issue}


_IN_BOOKS = {"book", "inbook", "incollection", "collection", "inreference"}
_EDITION_AT_END = re.compile(
    r"(?:,\s*|\s+\(|\s+(?=\d+.. (?:Edn|Ed|Edition)\b))(?P<number>\d+)(?:st|nd|rd|th) ed(?:ition|n)?\.?\)?\.?$",
    re.IGNORECASE,
)


def normalize_edition(fields: ExportedFields) -> dict[str, str]:
    """Drop first editions; write ``2nd ed`` as a number, and move *3rd ed.* here from the end of a book's title."""
    if "edition" not in fields:
        for name in ("booktitle", "title") if fields["entrytype"] in _IN_BOOKS else ():
            if found := _EDITION_AT_END.search(fields.get(name, "")):
                return {name: fields[name][: found.start()], "edition": found["number"]}
    words = strip_latex(fields.get("edition", "")).lower().strip(" .")
    if re.fullmatch(r"(?:1|1st|first)(?: ed(?:ition|n)?)?", words):
        return {"edition": ""}
    numbered = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?\.? ed(?:ition|n)?", words)
    return {"edition": numbered[1]} if numbered else {}


_REPORT_SERIES = re.compile(r"\b(?:guidelines?|guidance|reports?|papers?|standard|bulletin)$", re.IGNORECASE)


def normalize_report_number(fields: ExportedFields) -> dict[str, str]:
    """Drop the label of a report's number, which is printed anyway: ``Report No. 45`` → *45*.

    A series that names the kind of a report is its type: *(NICE Guideline No. NG193)*.
    """
    if fields["entrytype"] not in ("report", "techreport"):
        return {}
    series = strip_latex(fields.get("series", ""))
    if "number" in fields and not fields.get("type") and _REPORT_SERIES.search(series):
        return {"type": re.sub(r"([Pp]aper|[Rr]eport|[Gg]uideline)s$", r"\1", series), "series": ""}
    number = re.fullmatch(
        r"(?:(?:technical |research )?report )?(?:no|nr|number)\.?:? *(?P<number>\S+)",
        strip_latex(fields.get("number", "")),
        re.IGNORECASE,
    )
    return {"number": number["number"]} if number else {}
