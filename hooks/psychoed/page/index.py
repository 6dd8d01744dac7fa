"""pages.json: what a machine may want to know of every page, such as when each is due for review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One page: ``url`` from the site's root, days as 2026-11-23, and the keys of the sources it cites."""

    url: str
    title: str
    kind: str | None
    reviewed: str | None
    review_by: str | None
    cited: tuple[str, ...]


def pages_json(records: Iterable[PageRecord]) -> str:
    """The records as a JSON array in the order of their addresses."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.url)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
