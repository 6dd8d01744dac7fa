"""What the weekly job writes into its issue: ``python -m tools.weekly LINKS.json BODY.md``, an empty file for nothing.

LINKS.json is what ``make links`` found; where it is not there, asking failed, and the issue says so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from mkdocs_citeproc.problems import printable
from psychoed.pages.metadata import format_date
from tools.reviews import Due, due, our_pages
from tools.system import StuckError, finish, say

_HEADINGS = {"error": "Wrong", "warning": "For a person to check"}


def body(found: Sequence[Mapping[str, str]] | None, reviews: Iterable[Due], today: date) -> str:
    """Return the issue's text in Markdown; empty if there is nothing to report."""
    parts = [*_links(found), *_reviews(list(reviews), today)]
    return "\n".join([f"As of {format_date(today)}.", "", *parts]) if parts else ""


def _links(found: Sequence[Mapping[str, str]] | None) -> Iterator[str]:
    if found is None:
        yield from ("## Links were not checked", "", "The job failed before it could report: see its log.", "")
        return
    for severity, heading in _HEADINGS.items():
        rows = [row for row in found if row["severity"] == severity]
        if rows:
            yield from (f"## {heading}", "")
            yield from (f"- {_quote(row['path'], row['line'])} [{row['code']}] {_plain(row)}" for row in rows)
            yield ""


def _quote(path: str, line: str) -> str:
    """Return a place as code, whatever is in the name of the file."""
    return f"`{path.replace('`', '?')}:{line}`"


def _plain(row: Mapping[str, str]) -> str:
    """Return message and hint as text, which holds words from pages and from web services."""
    return _as_text(f"{row['message'].rstrip('.')}. {row['hint']}".strip())


def _as_text(text: str) -> str:
    """Break up what would mention people (@), refer to issues (#), or be a link, a picture or HTML in the issue."""
    for sign in ("@", "#", "](", "]["):
        text = text.replace(sign, f"{sign[0]}\u200b{sign[1:]}")
    return printable(text).replace("<", "&lt;")


def _reviews(pages: list[Due], today: date) -> Iterator[str]:
    if pages:
        yield from ("## Pages to review", "")
        yield from (f"- {_as_text(page.line(today))}" for page in pages)
        yield from ("", "How to review: docs/contribute/reviewing.md.", "")


def main(arguments: list[str]) -> int:
    """Write the issue's text."""
    match arguments:
        case [links, to]:
            report = Path(links)
            found = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else None
            today = date.today()
            text = body(found, due(our_pages(), today), today)
            Path(to).write_text(text, encoding="utf-8")
            say(text or "Nothing to report this week.")
            return 0
    raise StuckError(__doc__ or "")


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
