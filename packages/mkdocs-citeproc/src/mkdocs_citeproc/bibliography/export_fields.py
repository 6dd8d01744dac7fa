"""Fixes for addresses, dates and notes as reference managers and services export them.

Each function takes an entry's fields, with its type as ``entrytype``, and returns the fields to change; an empty value
deletes a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_citeproc.bibliography.addresses import decode_address, is_doi, strip_address
from mkdocs_citeproc.bibliography.field_values import convert_to_iso, is_date, is_year
from mkdocs_citeproc.bibliography.names import strip_latex

ExportedFields = Mapping[str, str]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AHEAD = re.compile(
    r"\b(?:(?:online|epub|e-?pub|publish(?:ed)?|print)?[ ,-]*ahead of (?:print|publication)"
    r"|advance(?:d)? (?:online|access|article)(?: publication)?|early (?:view|access|online)|online first|first online"
    r"|just accepted|articles? in advance|firstview|in advance of print)\b",
    re.IGNORECASE,
)
_IN_PRESS = re.compile(r"(?:in[ -]?press|forthcoming|to appear|accepted(?: for publication)?|inpress)", re.IGNORECASE)
_ACCESSED = re.compile(
    r"\[?(?:online;?\s*)?(?:last\s+)?(?:accessed|retrieved|visited|viewed|consulted|cited|access date|date accessed)"
    r"(?:\s+date)?(?:\s*:|\s+on\b)?\s*"
    r"(?P<date>[^\];.]*?\d{4}(?:-\d\d-\d\d|[-/ ]\w+[-/ ]\d+)?)(?=[\];.,]|\s|$)", re.IGNORECASE,
)  # fmt: skip
_PROGRAM = re.compile(
    r"(?:Publisher|Place|Number|Type|Series|ISSN|Issue|Citation Key|Section|Volume|Company|Conference Name|arXiv|PMID"
    r"|PMCID|DOI|Num Pages|Library Catalog|tex\.[\w.]+|original-date|_eprint|ZSCC|Backup Publisher):? ?\S"
)
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+")
_NO_SITE = re.compile(
    r"\W*(?:available(?: online)?(?: at| from)?|retrieved from|online|website|web ?page|web|url|internet|electronic"
    r"|world wide web|see|accessed)?\W*", re.IGNORECASE,
)  # fmt: skip
REPOSITORIES = {"github repository", "github", "gitlab repository", "gitlab", "zenodo"}


def normalize_addresses(fields: ExportedFields) -> dict[str, str]:
    """Reduce to a bare DOI and one URL, without LaTeX."""
    fixed: dict[str, str] = {}
    if doi := fields.get("doi", ""):
        bare = re.sub(r"\s*\[doi\]$", "", decode_address(doi))
        bare = re.sub(r"%2F", "/", strip_address(bare), flags=re.IGNORECASE).rstrip(".,;")
        bare = re.sub(r"^https?://\S+?/(?=10\.\d{4,9}/)", "", bare)
        fixed["doi"] = bare if is_doi(bare) else doi
    for name in ("url", "eprint"):
        if address := fields.get(name, ""):
            bare = decode_address(address)
            several = _ADDRESS.findall(bare)
            fixed[name] = several[0].rstrip(";,") if name == "url" and len(several) > 1 and " " in bare else bare
    if "doi" not in fields and (
        found := re.match(r"https?://(?:dx\.)?doi\.org/(?P<doi>10\..+)$", fixed.get("url", ""))
    ):
        doi = re.sub(r"%2F", "/", found["doi"], flags=re.IGNORECASE)
        fixed |= {"doi": doi} if is_doi(doi) else {}
    return fixed


def normalize_howpublished(fields: ExportedFields) -> dict[str, str]:
    r"""Move ``howpublished = {\url{…}}`` to the URL; drop values such as *Website* and *Available at*."""
    words = fields.get("howpublished", "")
    if not words:
        return {}
    address = _find_address(words)
    rest = strip_latex(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}", "", words).replace(address, "") if address else words)
    rest = _ADDRESS.sub("", rest)
    if rest.strip().casefold() in REPOSITORIES and "publisher" in fields:
        return {"howpublished": "", **add_missing(fields, url=address)}
    if not _NO_SITE.fullmatch(rest):
        if accessed := _ACCESSED.search(rest):
            date = convert_to_iso(accessed["date"].strip(" ,"))
            rest = rest.replace(accessed[0], "").strip(" ,.;()[]")
            if not date or not _NO_SITE.fullmatch(rest):
                return {}
            return {"howpublished": "", **add_missing(fields, url=address, urldate=date)}
        return {}
    if address and "url" not in fields:
        return {"howpublished": "", "url": address}
    return {"howpublished": ""} if "url" in fields or "doi" in fields or not rest.strip() else {}


def _find_address(text: str) -> str:
    command = re.search(r"\\(?:url|nolinkurl|path|href)\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text)
    if command:
        return decode_address(command[1])
    found = _ADDRESS.search(decode_address(text) if re.search(r"\\[_&%#]|\{\\", text) else text)
    return found[0].rstrip(".,;)") if found else ""


def add_missing(fields: ExportedFields, **values: str) -> dict[str, str]:
    """Return those of the values for which the entry has no field yet."""
    return {name: value for name, value in values.items() if value and not fields.get(name)}


def normalize_note(fields: ExportedFields) -> dict[str, str]:
    """Move *Accessed*, *Online ahead of print*, *Publisher:* and similar notes to the right fields."""
    note = fields.get("note", "")
    if not note:
        return {}
    plain = strip_latex(note)
    if _PROGRAM.match(plain):
        return {"note": "", **_ahead_of_print(fields, plain)}
    if found := _ACCESSED.search(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}", "", note)):
        date = convert_to_iso(found["date"].strip(" ,()")) or (
            found["date"].strip() if is_date(found["date"].strip()) else ""
        )
        if date:
            return {"note": "", **add_missing(fields, urldate=date, url=_find_address(note))}
    if _IN_PRESS.fullmatch(plain.strip(" .")) and fields["entrytype"] == "article":
        return {
            "note": "",
            **({} if {"volume", "pages", "pubstate"} & fields.keys() else {"pubstate": "inpress", "year": ""}),
        }
    if "ahead" in plain or "dvance" in plain or "arly" in plain or "irst" in plain or "ccepted" in plain:
        return _ahead_of_print(fields, plain)
    if (address := _find_address(note)) and "url" not in fields and "doi" not in fields:
        rest = strip_latex(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}(?:\{[^{}]*\})?", "", note).replace(address, ""))
        return {"url": address, "note": "" if _NO_SITE.fullmatch(_ADDRESS.sub("", rest)) else note}
    return {}


def _ahead_of_print(fields: ExportedFields, words: str) -> dict[str, str]:
    if not _AHEAD.search(words) or fields.get("pubstate") or "volume" in fields:
        return {}
    return {"pubstate": "Advance online publication", "note": ""}


def normalize_status(fields: ExportedFields) -> dict[str, str]:
    """Fix *in press* and *Just Accepted* as a year, and years with additional text."""
    fixed: dict[str, str] = {}
    for name in ("year", "date"):
        value = strip_latex(fields.get(name, "")).strip(" .")
        if not value:
            continue
        if re.fullmatch(r"\(?(?:n\.? ?d|no date|undated|s\.? ?d|nodate|unknown)\.?\)?", value, re.IGNORECASE):
            fixed[name] = ""
        elif _IN_PRESS.fullmatch(value.strip("()")) or _AHEAD.fullmatch(value):
            fixed |= {name: "", **({} if "pubstate" in fields else {"pubstate": "inpress"})}
        elif name == "year" and not is_year(value) and (iso := convert_to_iso(value)):
            fixed |= {"year": "", "date": iso}
        elif name == "year" and not is_year(value) and not is_date(value):
            found = re.fullmatch(r"[\[(©c ]*(\d{4})[a-z]?[\])., ]*", value)
            fixed |= {"year": found[1]} if found else _split_year(value, fields)
    state = strip_latex(fields.get("pubstate", "")).strip(" .")
    if _AHEAD.fullmatch(state):
        fixed["pubstate"] = "Advance online publication"
    elif _IN_PRESS.fullmatch(state):
        fixed["pubstate"] = "inpress"
    return fixed


def _split_year(value: str, fields: ExportedFields) -> dict[str, str]:
    """Split PubMed's ``2020 Jan-Feb`` and ``2020 Winter``; what is not a month is dropped."""
    found = re.fullmatch(r"(?P<year>\d{4})\s+(?P<rest>[A-Za-z]+(?:[ /–-]+[A-Za-z]+)?)\.?", value)
    if not found:
        return {}
    months = all(_month(part) for part in re.split(r"[ /–-]+", found["rest"]))
    return {"year": found["year"], **(add_missing(fields, month=found["rest"]) if months else {})}


def normalize_dates(fields: ExportedFields) -> dict[str, str]:
    """Convert month names and access dates to ISO."""
    fixed: dict[str, str] = {}
    year, month = strip_latex(fields.get("year", "")), strip_latex(fields.get("month", "")).strip(" .")
    if month and re.fullmatch(r"\d{4}", year) and "date" not in fields:
        months = [_month(part) for part in re.split(r"\s*(?:[-–/&,]|\band\b)+\s*", month)]
        day = re.fullmatch(r"(?:(\d{1,2})\s+)?([A-Za-z]+)\.?(?:[\s~,]+(\d{1,2}))?", month.replace("~", " "))
        if day and (day[1] or day[3]) and _month(day[2]):
            fixed |= {"month": str(_month(day[2])), "day": day[1] or day[3]}
        elif all(months) and months and len(months) < 3:
            ends = [f"{year}-{each:02}" for each in months]
            fixed |= {"month": str(months[0])} if len(ends) == 1 else {"date": "/".join(ends), "year": "", "month": ""}
    if (day_of_month := strip_latex(fields.get("day", ""))) and re.fullmatch(r"\d{1,2}", day_of_month):
        fixed.setdefault("day", str(int(day_of_month)))
    for name in ("urldate", "date", "eventdate"):
        value = strip_latex(fields.get(name, ""))
        if value and not is_date(value) and (iso := convert_to_iso(value) or _leading_date(value)):
            fixed[name] = iso
    return fixed


def _month(word: str) -> int:
    """Return the number of a month, or 0 if ``word`` is not a month."""
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else 0
    return _MONTHS.index(word[:3].lower()) + 1 if word[:3].lower() in _MONTHS and word.isalpha() else 0


def _leading_date(value: str) -> str:
    """Remove the time from ``2024-05-06T10:11:12Z`` and ``2024-05-06 10:11:12``."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d:", value)
    return found[1] if found and is_date(found[1]) else ""
