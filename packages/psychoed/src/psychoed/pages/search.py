"""Words that readers search for and pages do not use, where the search index sees them and readers do not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from psychoed.pages.kinds import Kind

# A sign of danger must lead to the warning signs whatever else it is a word of; a sheet says in short what its page
# says at length, and a list of sources or a dated note names much that it is not about.
_WEIGHTS = {
    Kind.SAFETY: 5,
    Kind.FLARE: 2,
    Kind.HANDOUT: 0.5,
    Kind.CLINICIAN: 0.5,
    Kind.NEWS: 0.5,
    Kind.REFERENCE: 0.2,
}


def get_search_settings(own: Any, kind: Kind | None) -> dict[str, Any]:
    """A page's ``search`` settings with the weight of its kind, where the page sets none of its own."""
    settings = dict(own) if isinstance(own, Mapping) else {}
    if kind in _WEIGHTS:
        settings.setdefault("boost", _WEIGHTS[kind])
    return settings


_SECTION = re.compile(r"<h[2-6][\s>]")
_ANCHORED = re.compile(r"#(?P<id>[\w-]+)\s+(?P<term>.+)", re.DOTALL)


def add_search_terms(content: str, terms: Sequence[str]) -> str:
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


def find_terms_without_heading(content: str, terms: Sequence[str]) -> list[str]:
    """The ``#id`` of each term whose heading the page does not have: its match would be the page."""
    found = [anchored["id"] for term in terms if (anchored := _ANCHORED.fullmatch(term))]
    return [f"#{name}" for name in found if not _heading(content, name)]


def _heading(content: str, name: str) -> re.Match[str] | None:
    return re.search(rf'<h([2-6])\s(?:[^>]*\s)?id="{name}".*?</h\1>\n?', content, re.DOTALL)


def _first_section(content: str) -> int:
    section = _SECTION.search(content)
    return section.start() if section else len(content)
