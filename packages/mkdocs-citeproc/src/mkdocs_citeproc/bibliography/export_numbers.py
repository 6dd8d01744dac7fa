"""Fixes for pages, issues and editions as reference managers and services export them.

Each function takes an entry's fields, with its type as ``entrytype``, and returns the fields to change; an empty value
deletes a field.
"""

from __future__ import annotations

import re

from mkdocs_citeproc.bibliography.export_fields import Fields, add_missing
from mkdocs_citeproc.bibliography.field_values import split_page_range
from mkdocs_citeproc.bibliography.names import to_plain_text


def fix_pages(fields: Fields) -> dict[str, str]:
    """Complete page ranges (``317-32`` → *317–332*); drop *pp.* and page counts."""
    pages = to_plain_text(fields.get("pages", ""))
    if not pages:
        return {}
    kind = fields["entrytype"]
    if kind in (
        "thesis",
        "phdthesis",
        "mastersthesis",
        "techreport",
        "report",
        "book",
        "misc",
        "online",
        "mvbook",
    ) and re.fullmatch(r"(?:[ivxlc]+,? ?\+?)?\s*\d+\s*(?:p|pp|pages|S|leaves)?\.?", pages, re.IGNORECASE):
        return {"pages": ""}
    if re.fullmatch(r"\d{14,}", pages):  # SAGE's article number for an article without an issue
        return {"pages": ""}
    bare = (
        re.sub(r"^(?:pp?|pages?|S)\.?\s*(?=\w)(?<![A-Za-z]S)", "", pages)
        if re.match(r"(?:pp?\.|pages?\b|S\. )", pages, re.I)
        else pages
    )
    bare = re.sub(r";\s*(?:discussion|quiz|author reply|e?\d).*$", "", bare).rstrip(". ")
    if "--" not in bare and "–" not in bare:
        bare = re.sub(r"(?<=[\w])\s*(?:-|[‐‑‒—−])\s*(?=\w)", "--", bare)
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
    if int(digits) <= int(start["digits"]):
        return pages
    return f"{first}--{start['letters']}{digits}"


def fix_article_number(fields: Fields) -> dict[str, str]:
    """Find the article number under any of the fields in which it is exported."""
    name = next(
        (each for each in ("article-number", "articleno", "elocation-id", "article_number") if each in fields), ""
    )
    if not name or fields["entrytype"] != "article":
        return {}
    return {name: "", **add_missing(fields, eid=to_plain_text(fields[name]))}


def fix_numbers(fields: Fields) -> dict[str, str]:
    """Fix issues (``Supplement_1`` → *Suppl. 1*), whether in ``issue`` or ``number``; drop volume 0."""
    fixed: dict[str, str] = {}
    if fields["entrytype"] != "article":
        return fixed
    for name in ("volume", "number", "issue"):
        value = to_plain_text(fields.get(name, ""))
        if not value:
            continue
        if re.fullmatch(r"0|n/?a|none|null|ahead-of-print|aop|volume \d+, \d{4}", value, re.IGNORECASE):
            fixed[name] = ""
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
    issue = fixed.get("issue", to_plain_text(fields.get("issue", "")))
    if issue and "number" not in fields and re.match(r"\d|Suppl\.|S\d", issue):
        fixed |= {"number": issue, "issue": ""}
    if fixed.get("volume") == "" and fields.get("doi") and "pubstate" not in fields:
        fixed["pubstate"] = "Advance online publication"
    return fixed


def fix_edition(fields: Fields) -> dict[str, str]:
    """Drop first editions; leave *2nd edition*, which the style can read."""
    words = to_plain_text(fields.get("edition", "")).lower().strip(" .")
    return {"edition": ""} if re.fullmatch(r"(?:1|1st|first)(?: ed(?:ition|n)?)?", words) else {}
