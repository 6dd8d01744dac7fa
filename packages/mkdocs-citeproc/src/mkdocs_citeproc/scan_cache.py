"""What earlier builds found in the texts of pages: their citations, and which of them have no mistakes.

A text is known by its hash. What was found in it follows from the text and our code; that it has no mistakes follows
from the keys of the bibliography too. A text with a mistake is checked in each build, and its mistake is told again.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.cache import fingerprint_code, hash_parts, read_value, write_value
from mkdocs_citeproc.citations.grammar import Citation, Form, Span
from mkdocs_citeproc.citations.page_citations import find_mistakes
from mkdocs_citeproc.citations.scan import LocatedCluster, PageScan, scan_page

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from mkdocs_citeproc.problems import Problem
    from mkdocs_citeproc.source import SourceText

_FORMS = {form.value: form for form in Form}


def _dump(scan: PageScan) -> str:
    spans = [(found.text, found.span) for found in scan.found]
    return json.dumps(
        [
            [text, span.start, span.end, [[each.key, each.form.value, each.at] for each in span.citations]]
            for text, span in spans
        ],
        ensure_ascii=False,
    )


@lru_cache(maxsize=4096)  # while serving, most texts are the same from build to build
def _load(stored: str, source: SourceText) -> PageScan:
    found = []
    for text, start, end, listed in json.loads(stored):
        citations = tuple(Citation(CiteKey(key), _FORMS[form], at) for key, form, at in listed)
        found.append(LocatedCluster(text, Span(start, end, citations), source))
    return PageScan(source, tuple(found))


class ScanCache:
    """Scans of the texts of one build."""

    def __init__(self, path: Path) -> None:
        """Read the file at ``path``, if it is there and was written by this code."""
        self._path, self._key = path, fingerprint_code()
        stored = read_value(path, self._key)
        self._kept: dict[str, Any] = stored if isinstance(stored, dict) else {}
        self._used: dict[str, list[Any]] = {}
        self._scans: dict[int, tuple[PageScan, list[Any]]] = {}  # by id, which holds while the scan is kept here
        self._bibliography: str | None = None

    def scan(self, source: SourceText) -> PageScan:
        """Return what ``scan_page`` finds in a text."""
        name = hashlib.sha256(source.text.encode(errors="surrogatepass")).hexdigest()
        scan, sound = None, ""
        try:
            stored, sound = self._kept[name]
            scan = _load(stored, source)
        except (ValueError, TypeError, KeyError):
            scan = scan_page(source)
            stored = _dump(scan)
        self._used[name] = [stored, sound]
        self._scans[id(scan)] = scan, self._used[name]
        return scan

    def find_mistakes(self, scan: PageScan, known: Collection[CiteKey], paged: Collection[CiteKey]) -> list[Problem]:
        """Return what ``page_citations.find_mistakes`` finds, with keys that are the same for a whole build."""
        if self._bibliography is None:
            self._bibliography = hash_parts(*sorted(known), "", *sorted(paged))
        _, used = self._scans.get(id(scan), (scan, [None, ""]))
        if used[1] == self._bibliography:
            return []
        found = find_mistakes(scan, known, paged)
        used[1] = "" if found else self._bibliography
        return found

    def close(self) -> None:
        """Write what was found, if it is not what was read."""
        if self._used != self._kept:
            write_value(self._path, self._key, self._used)
