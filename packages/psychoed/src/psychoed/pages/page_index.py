"""pages.json: what a machine may want to know of every page, such as when each is due for review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

_LOUD = '<a class="headerlink" href='
_QUIET = '<a class="headerlink" aria-hidden="true" tabindex="-1" href='


def quiet_permalinks(html: str) -> str:
    """The page's HTML with those links kept for a mouse.

    A screen reader would else end each heading with "number", and a keyboard stop at each one; both have the same links
    in the table of contents.
    """
    return html.replace(_LOUD, _QUIET)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One page: ``url`` from the site's root, days as 2026-11-23, and the keys of the sources it cites."""

    url: str
    title: str
    kind: str | None
    reviewed: str | None
    review_by: str | None
    cited: tuple[str, ...]


def write_pages_json(records: Iterable[PageRecord]) -> str:
    """The records as a JSON array in the order of their addresses."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.url)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
