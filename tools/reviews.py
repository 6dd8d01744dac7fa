"""Lists the pages due for review within so many days (60): ``python -m tools.reviews [DAYS]``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mkdocs.config import load_config

from mkdocs_citeproc.source import SourceText
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import DEFAULT_RULES, PageRules
from psychoed.pages.metadata import format_date
from psychoed.pages.status import get_status
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from tools import files
from tools.system import ROOT, StuckError, finish, say

DAYS = 60


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The date a page is due for review, its path, and the date of its last review if there was one."""

    day: date
    path: str
    reviewed: date | None

    def line(self, today: date) -> str:
        """Return the printed line."""
        when = f"overdue since {format_date(self.day)}" if self.day <= today else f"due on {format_date(self.day)}"
        since = f"last reviewed {format_date(self.reviewed)}" if self.reviewed else "never reviewed"
        return f"{self.path}: {when}, {since}"


def due(pages: Iterable[SourceText], today: date, days: int = DAYS, rules: PageRules = DEFAULT_RULES) -> list[Due]:
    """Return the pages due for review within ``days`` of ``today``, longest overdue first."""
    found = []
    for source in pages:
        meta, _ = read_front_matter(source, (), rules)
        if (day := get_status(meta).review_by) and day <= today + timedelta(days=days):
            found.append(Due(day, source.path, meta.reviewed))
    return sorted(found)


def our_pages(root: Path = ROOT) -> list[SourceText]:
    """Return the site's pages."""
    return [files.source(path, root) for path in sorted((root / "docs").rglob("*.md"))]


def our_rules() -> PageRules:
    """Return the site's kinds of pages and their rules."""
    return get_page_rules(read_page_settings(load_config(str(ROOT / "mkdocs.yml"))))


def main(arguments: list[str], today: date | None = None) -> int:
    """Print the pages that are due; that some are is not an error."""
    match arguments:
        case []:
            days = DAYS
        case [text] if text.isdecimal():
            days = int(text)
        case _:
            raise StuckError("Write make reviews, or make reviews DAYS=90.")
    today, pages = today or date.today(), our_pages()
    found = due(pages, today, days, our_rules())
    for page in found:
        say(page.line(today))
    say(f"{len(found)} of {len(pages)} pages are due for review within {days} days.")
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
