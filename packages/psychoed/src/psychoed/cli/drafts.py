"""Turns what a contributor wants to cite (a number, a file or a pasted text) into drafts of entries."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_citeproc.bibliography.addresses import find_refused_scheme, strip_doi_prefix
from mkdocs_citeproc.bibliography.imports import Draft, import_csl, import_ris
from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.bibliography.write import find_syntax_problems
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import read_text_file
from psychoed.cli.services import Services

USAGE = "Write psychoed cite --doi 10.…, or --pmid, --isbn or --file."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to cite: exactly one of these; a text on standard input if all are empty."""

    doi: str = ""
    pmid: str = ""
    isbn: str = ""
    file: str = ""


def read_drafts(text: str, known: set[str], today: str) -> list[Draft]:
    """Return the works in a text of BibTeX, RIS or CSL JSON."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        drafts = [import_csl(item, known, today) for item in _read_csl_json(start)]
    elif re.match(r"[A-Z][A-Z0-9]  -", start):
        drafts = [import_csl(item, known, today) for item in import_ris(start)]
    else:
        source = SourceText("the input", text)
        if problems := find_syntax_problems(source):
            raise UserError("\n".join(map(str, problems)))
        drafts = [_convert_entry(entry) for entry in parse_bibtex(source)[0].entries.values()]
    if not drafts:
        raise UserError(f"The input has no BibTeX, RIS or CSL JSON. {USAGE}")
    return drafts


def _read_csl_json(text: str) -> list[Mapping[str, Any]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"This is not valid JSON: {error}.") from error
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, dict) and item.get("title") for item in items):
        raise UserError("This is not CSL JSON: an item has no title.")
    return items


def _convert_entry(entry: Entry) -> Draft:
    """Return an entry unchanged except for its key, and with BibTeX's month names as numbers."""
    fields = {name: value for name, value in entry.fields.items() if name not in {"file", "abstract"}}
    if month := re.match("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", fields.get("month", "").lower()):
        fields["month"] = str("janfebmaraprmayjunjulaugsepoctnovdec".index(month[0]) // 3 + 1)
    remarks = []
    for name in ("url", "urlraw"):
        if find_refused_scheme(address := fields.get(name, "")):
            del fields[name]
            remarks.append(f"'{address[:60]}' is not an address on the web, and was left out")
    return Draft(entry.type, fields, tuple(remarks))


def normalize_isbn(text: str) -> str:
    """Return an ISBN without hyphens. Raises UserError if its check digit is wrong (ISO 2108)."""
    number = re.sub(r"[\s–-]|ISBN(?:-1[03])?:?", "", text, flags=re.IGNORECASE).upper()
    if re.fullmatch(r"\d{13}", number):
        good = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(number)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", number):
        digits = [10 if digit == "X" else int(digit) for digit in number]
        good = sum(digit * (10 - index) for index, digit in enumerate(digits)) % 11 == 0
    else:
        good = False
    if not good:
        raise UserError(f"'{text}' is not an ISBN: its check digit doesn't match. Check it for typing mistakes.")
    return number


def fetch_drafts(wanted: Wanted, services: Services, known: set[str], today: str) -> list[Draft]:
    """Return the works that are wanted, from a service, a file or standard input.

    Args:
        wanted: What to cite.
        services: Where metadata is requested.
        known: Names that keep their capitals in titles.
        today: The date of access for web pages.

    Raises:
        UserError: More than one is given, it is not valid, or a service fails.

    """
    given = [(name, value) for name in ("doi", "pmid", "isbn", "file") if (value := getattr(wanted, name).strip())]
    match given:
        case []:
            if sys.stdin.isatty():
                print_line("Paste BibTeX, RIS or CSL JSON, then press Ctrl-D.")
            return read_drafts(sys.stdin.read(), known, today)
        case [("doi", text)]:
            if not (doi := strip_doi_prefix(text)):
                raise UserError(f"'{text}' is not a DOI. Write it like this: --doi 10.1001/jama.2021.2669")
            return [import_csl(services.fetch_doi(doi), known, today)]
        case [("pmid", text)]:
            number = re.fullmatch(r"(?:.*[^\d.])?(\d{1,9})/?", text)
            if not number:
                raise UserError(f"'{text}' is not a PMID. Write it like this: --pmid 34586357")
            return [import_csl(services.fetch_pmid(number[1]), known, today)]
        case [("isbn", text)]:
            return [import_csl(services.fetch_isbn(normalize_isbn(text)), known, today)]
        case [("file", text)]:
            return read_drafts(read_text_file(Path(text)).text, known, today)
    raise UserError(f"Give only one of these, not {len(given)}: {', '.join(f'--{name}' for name, _ in given)}.")
