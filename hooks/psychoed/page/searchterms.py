"""Words that readers search for and pages do not use, where the search index sees them and readers do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_SECTION = re.compile(r"<h[2-6][\s>]")
_ANCHORED = re.compile(r"#(?P<id>[\w-]+)\s+(?P<term>.+)", re.DOTALL)


def with_search_terms(content: str, terms: Sequence[str]) -> str:
    """The page's HTML with its search terms in hidden paragraphs.

    They end the part before the first section, so that a match is the page itself and not its last section; a term
    that begins with a heading's ``#id`` stands below that heading, and a match is that section. Hidden, they are
    neither shown, printed nor read aloud. The search index keeps no classes, but it keeps ``<sub>``: by that the
    site's styles leave the terms out of what a search result shows of the page.
    """
    sections: dict[int, list[str]] = {}
    for term in terms:
        anchored = _ANCHORED.fullmatch(term)
        heading = _heading(content, anchored["id"]) if anchored else None
        at = heading.end() if heading else _first_section(content)
        sections.setdefault(at, []).append(anchored["term"] if anchored else term)
    for at, words in sorted(sections.items(), reverse=True):
        hidden = f'<p hidden class="search-terms"><sub>{escape(", ".join(words))}</sub></p>\n'
        content = content[:at] + hidden + content[at:]
    return content


def without_heading(content: str, terms: Sequence[str]) -> list[str]:
    """The ``#id`` of each term whose heading the page does not have: its match would be the page."""
    found = [anchored["id"] for term in terms if (anchored := _ANCHORED.fullmatch(term))]
    return [f"#{name}" for name in found if not _heading(content, name)]


def _heading(content: str, name: str) -> re.Match[str] | None:
    return re.search(rf'<h([2-6])\s(?:[^>]*\s)?id="{name}".*?</h\1>\n?', content, re.DOTALL)


def _first_section(content: str) -> int:
    section = _SECTION.search(content)
    return section.start() if section else len(content)
