"""Finds the pages that are due for review, and writes the issue that the weekly job opens about them and dead links."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mkdocs_citeproc.problems import escape_controls
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import print_line
from psychoed.cli.project import Project, load_page_rules, load_settings, read_site_text
from psychoed.cli.translation import find_language_folders, list_outdated_translations
from psychoed.language import format_date
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import DEFAULT_RULES, PageRules
from psychoed.pages.metadata import get_status

DAYS = 60


@dataclass(frozen=True, slots=True, order=True)
class DueReview:
    """The date a page is due for review, its path, and the date of its last review if there was one."""

    day: date
    path: str
    reviewed: date | None

    def describe(self, today: date) -> str:
        """Return the line to print."""
        when = f"overdue since {format_date(self.day)}" if self.day <= today else f"due on {format_date(self.day)}"
        since = f"last reviewed {format_date(self.reviewed)}" if self.reviewed else "never reviewed"
        return f"{self.path}: {when}, {since}"


def find_due_reviews(
    pages: Iterable[SourceText], today: date, days: int = DAYS, rules: PageRules = DEFAULT_RULES
) -> list[DueReview]:
    """Return the pages due for review within ``days`` of ``today``, longest overdue first."""
    found = []
    for source in pages:
        meta, _ = read_front_matter(source, (), rules)
        if (day := get_status(meta).review_by) and day <= today + timedelta(days=days):
            found.append(DueReview(day, source.path, meta.reviewed))
    return sorted(found)


def read_pages(project: Project) -> list[SourceText]:
    """Return the site's pages in all its languages, those of the first language first."""
    others = (path for folder in find_language_folders(project)[1:] for path in sorted(folder.rglob("*.md")))
    return [read_site_text(path, project.root) for path in (*project.list_pages(), *others)]


def list_reviews(project: Project, days: int, today: date) -> None:
    """Print the pages that are due for review within ``days``."""
    pages = read_pages(project)
    found = find_due_reviews(pages, today, days, load_page_rules(load_settings(project)))
    for review in found:
        print_line(review.describe(today))
    outdated = list(list_outdated_translations(project))
    for line in outdated:
        print_line(line)
    if outdated:
        print_line(f"{len(outdated)} translated pages are older than their originals.")
    print_line(f"{len(found)} of {len(pages)} pages are due for review within {days} days.")


# ---- The weekly issue

_HEADINGS = {"error": "Wrong", "warning": "For a person to check"}


def format_issue(found: Sequence[Mapping[str, str]] | None, reviews: Iterable[DueReview], today: date) -> str:
    """Return the issue's text in Markdown; empty if there is nothing to report."""
    parts = [*_format_links(found), *_format_reviews(list(reviews), today)]
    return "\n".join([f"As of {format_date(today)}.", "", *parts]) if parts else ""


def _format_links(found: Sequence[Mapping[str, str]] | None) -> Iterator[str]:
    if found is None:
        yield from ("## Links were not checked", "", "The job failed before it could report: see its log.", "")
        return
    for severity, heading in _HEADINGS.items():
        rows = [row for row in found if row["severity"] == severity]
        if rows:
            yield from (f"## {heading}", "")
            yield from (f"- {_quote(row['path'], row['line'])} [{row['code']}] {_format_message(row)}" for row in rows)
            yield ""


def _quote(path: str, line: str) -> str:
    """Return a place as code, whatever is in the name of the file."""
    return f"`{path.replace('`', '?')}:{line}`"


def _format_message(row: Mapping[str, str]) -> str:
    """Return message and hint, which hold words from pages and from web services, as text."""
    return _escape(f"{row['message'].rstrip('.')}. {row['hint']}".strip())


def _escape(text: str) -> str:
    """Break up what would mention people (@), refer to issues (#), or be a link, a picture or HTML in the issue."""
    for sign in ("@", "#", "](", "]["):
        text = text.replace(sign, f"{sign[0]}\u200b{sign[1:]}")
    return escape_controls(text).replace("<", "&lt;")


def _format_reviews(pages: list[DueReview], today: date) -> Iterator[str]:
    if pages:
        yield from ("## Pages to review", "")
        yield from (f"- {_escape(page.describe(today))}" for page in pages)
        yield from ("", "How to review: docs/contribute/reviewing.md.", "")


def write_issue(project: Project, links: Path, issue: Path, today: date) -> None:
    """Write the text of the weekly issue, empty if there is nothing to report.

    ``links`` is the report of ``psychoed links``; if it does not exist, the check failed, and the issue says so.
    """
    found = json.loads(links.read_text(encoding="utf-8")) if links.is_file() else None
    rules = load_page_rules(load_settings(project))
    text = format_issue(found, find_due_reviews(read_pages(project), today, rules=rules), today)
    issue.write_text(text, encoding="utf-8")
    print_line(text or "Nothing to report this week.")
