"""Which pages are due for review: ``python -m tools.reviews [DAYS]``, those due within so many days (60)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mkdocs_citeproc.source import SourceText
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.metadata import format_date
from psychoed.pages.status import get_status
from tools import files
from tools.system import ROOT, StuckError, finish, say

DAYS = 60


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The day a page is due for review, its path, and the day of its last, if it had one."""

    day: date
    path: str
    reviewed: date | None

    def line(self, today: date) -> str:
        """What is said of it."""
        when = f"overdue since {format_date(self.day)}" if self.day <= today else f"due on {format_date(self.day)}"
        since = f"last reviewed {format_date(self.reviewed)}" if self.reviewed else "never reviewed"
        return f"{self.path}: {when}, {since}"


def due(pages: Iterable[SourceText], today: date, days: int = DAYS) -> list[Due]:
    """The pages whose review is due within ``days`` of ``today``, the longest overdue first."""
    found = []
    for source in pages:
        meta, _ = read_front_matter(source, ())
        if (day := get_status(meta).review_by) and day <= today + timedelta(days=days):
            found.append(Due(day, source.path, meta.reviewed))
    return sorted(found)


def our_pages(root: Path = ROOT) -> list[SourceText]:
    """The site's pages."""
    return [files.source(path, root) for path in sorted((root / "docs").rglob("*.md"))]


def main(arguments: list[str], today: date | None = None) -> int:
    """Say which are due; it is no fault that some are."""
    match arguments:
        case []:
            days = DAYS
        case [text] if text.isdecimal():
            days = int(text)
        case _:
            raise StuckError("Write make reviews, or make reviews DAYS=90.")
    today, pages = today or date.today(), our_pages()
    found = due(pages, today, days)
    for page in found:
        say(page.line(today))
    say(f"{len(found)} of {len(pages)} pages are due for review within {days} days.")
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
