"""pages.json: a machine-readable index of all pages, such as for finding those due for review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

_LOUD = '<a class="headerlink" href='
_QUIET = '<a class="headerlink" aria-hidden="true" tabindex="-1" href='


def quiet_permalinks(html: str) -> str:
    """Return the page's HTML with permalinks hidden from screen readers and keyboards.

    A screen reader would end each heading with the link's text, and a keyboard would stop at each one; the table of
    contents has the same links.
    """
    return html.replace(_LOUD, _QUIET)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page: ``url`` relative to the site's root, dates as 2026-11-23, and the citation keys of its sources."""

    url: str
    title: str
    kind: str | None
    reviewed: str | None
    review_by: str | None
    cited: tuple[str, ...]


def write_pages_json(records: Iterable[PageRecord]) -> str:
    """Return the records as a JSON array, sorted by address."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.url)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
