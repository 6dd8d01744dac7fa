"""pages.json: a machine-readable index of all pages, such as for finding those due for review."""

from __future__ import annotations

import json
import re
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


# A heading, a list of references and all that is below them; citeproc makes the list.
_REFERENCES = re.compile(
    r'(?P<heading><h2\b[^>]*>(?:(?!</h2>).)*</h2>)\s*(?P<list><div class="references\b(?:(?!<h[1-6]\b).)*)\Z', re.DOTALL
)
_PERMALINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')


def fold_references(html: str) -> str:
    """Return the page's HTML with the list of references at its end folded to one line, its heading."""
    return _REFERENCES.sub(_fold, html)


def _fold(found: re.Match[str]) -> str:
    heading = _PERMALINK.sub("", found["heading"])  # what opens by a tap may hold no link
    return f'<details class="page-sources"><summary>{heading}</summary>\n{found["list"].rstrip()}\n</details>\n'


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
