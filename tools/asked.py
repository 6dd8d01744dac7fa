"""Turns what a contributor gives ``make cite`` (a number, a file or a pasted text) into drafts of entries."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_citeproc.bibliography.access import refused_scheme
from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.bibliography.import_csl import Draft, import_csl
from mkdocs_citeproc.bibliography.import_ris import import_ris
from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.bibliography.write import find_syntax_problems
from mkdocs_citeproc.source import SourceText
from tools import files
from tools.services import Services
from tools.system import StuckError, say

USAGE = "Write make cite DOI=10.…, or PMID=… ISBN=… FILE=x.bib."


def from_text(text: str, known: set[str], today: str) -> list[Draft]:
    """Return the works in a text of BibTeX, RIS or CSL JSON."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        drafts = [import_csl(item, known, today) for item in _json_items(start)]
    elif re.match(r"[A-Z][A-Z0-9]  -", start):
        drafts = [import_csl(item, known, today) for item in import_ris(start)]
    else:
        source = SourceText("the input", text)
        if problems := find_syntax_problems(source):
            raise StuckError("\n".join(map(str, problems)))
        drafts = [_from_entry(entry) for entry in parse_bibtex(source)[0].entries.values()]
    if not drafts:
        raise StuckError(f"The input has no BibTeX, RIS or CSL JSON. {USAGE}")
    return drafts


def _json_items(text: str) -> list[Mapping[str, Any]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StuckError(f"This is not valid JSON: {error}.") from error
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) and item.get("title") for item in items):
        raise StuckError("This is not CSL JSON: an item has no title.")
    return items


def _from_entry(entry: Entry) -> Draft:
    """Return an entry unchanged except for its key, and with BibTeX's month names as numbers."""
    fields = {name: value for name, value in entry.fields.items() if name not in {"file", "abstract"}}
    if month := re.match("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", fields.get("month", "").lower()):
        fields["month"] = str("janfebmaraprmayjunjulaugsepoctnovdec".index(month[0]) // 3 + 1)
    remarks = []
    for name in ("url", "urlraw"):
        if refused_scheme(address := fields.get(name, "")):
            del fields[name]
            remarks.append(f"'{address[:60]}' is not an address on the web, and was left out")
    return Draft(entry.type, fields, tuple(remarks))


def isbn(text: str) -> str:
    """Return an ISBN without hyphens. Raises StuckError if its check digit is wrong (ISO 2108)."""
    number = re.sub(r"[\s–-]|ISBN(?:-1[03])?:?", "", text, flags=re.IGNORECASE).upper()
    if re.fullmatch(r"\d{13}", number):
        good = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(number)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", number):
        digits = [10 if digit == "X" else int(digit) for digit in number]
        good = sum(digit * (10 - index) for index, digit in enumerate(digits)) % 11 == 0
    else:
        good = False
    if not good:
        raise StuckError(f"'{text}' is not an ISBN: its check digit doesn't match. Check it for typing mistakes.")
    return number


def asked_for(ask: Mapping[str, str], services: Services, known: set[str], today: str) -> list[Draft]:
    """Return the works named by one of the variables, or in a text on standard input if there are none.

    Raises StuckError if there is more than one, or if it is not valid.
    """
    given = [(name, ask[name].strip()) for name in ("DOI", "PMID", "ISBN", "FILE") if ask.get(name, "").strip()]
    match given:
        case []:
            if sys.stdin.isatty():
                say("Paste BibTeX, RIS or CSL JSON, then press Ctrl-D.")
            return from_text(sys.stdin.read(), known, today)
        case [("DOI", text)]:
            if not (doi := strip_doi_prefix(text)):
                raise StuckError(f"'{text}' is not a DOI. It looks like this: make cite DOI=10.1001/jama.2021.2669")
            return [import_csl(services.by_doi(doi), known, today)]
        case [("PMID", text)]:
            number = re.fullmatch(r"(?:.*[^\d.])?(\d{1,9})/?", text)
            if not number:
                raise StuckError(f"'{text}' is not a PMID. It looks like this: make cite PMID=34586357")
            return [import_csl(services.by_pmid(number[1]), known, today)]
        case [("ISBN", text)]:
            return [import_csl(services.by_isbn(isbn(text)), known, today)]
        case [("FILE", text)]:
            return from_text(files.read(Path(text)).text, known, today)
    raise StuckError(f"Give only one of these, not {len(given)}: {', '.join(name for name, _ in given)}.")
