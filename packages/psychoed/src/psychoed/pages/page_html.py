"""Changes to a page's HTML: quiet permalinks, folded references, and hidden search terms.

Search terms are words that readers search for and pages do not use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from psychoed.pages.kinds import Kind

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


def get_search_settings(own: Any, kind: Kind | None) -> dict[str, Any]:
    """Return a page's ``search`` settings, with the weight of its kind unless the page sets its own."""
    settings = dict(own) if isinstance(own, Mapping) else {}
    if kind and kind.search_weight != 1:
        settings.setdefault("boost", kind.search_weight)
    return settings


_SECTION = re.compile(r"<h[2-6][\s>]")
_ANCHORED = re.compile(r"#(?P<id>[\w-]+)\s+(?P<term>.+)", re.DOTALL)


def add_search_terms(content: str, terms: Sequence[str], kind: Kind | None = None) -> str:
    """Return the page's HTML with its search terms in hidden paragraphs.

    They are placed before the first section, so that a match is the page and not its last section. A term that begins
    with a heading's ``#id`` is placed below that heading, so that a match is its section. Hidden, they are neither
    shown, printed nor read aloud. The search index drops classes but keeps ``<sub>`` and ``<sup>``, by which the search
    (assets/search-worker.js) knows them: ``<sup>`` are those that put their page first.
    """
    element = "sup" if kind and kind.urgent_terms else "sub"
    sections: dict[int, list[str]] = {}
    for term in terms:
        anchored = _ANCHORED.fullmatch(term)
        heading = _heading(content, anchored["id"]) if anchored else None
        at = heading.end() if heading else _first_section(content)
        sections.setdefault(at, []).append(anchored["term"] if anchored else term)
    for at, words in sorted(sections.items(), reverse=True):
        hidden = f'<p hidden class="search-terms"><{element}>{escape(", ".join(words))}</{element}></p>\n'
        content = content[:at] + hidden + content[at:]
    return content


def find_terms_without_heading(content: str, terms: Sequence[str]) -> list[str]:
    """Return the ``#id`` of each term whose heading is not on the page, so that a match would be the whole page."""
    found = [anchored["id"] for term in terms if (anchored := _ANCHORED.fullmatch(term))]
    return [f"#{name}" for name in found if not _heading(content, name)]


def _heading(content: str, name: str) -> re.Match[str] | None:
    return re.search(rf'<h([2-6])\s(?:[^>]*\s)?id="{name}".*?</h\1>\n?', content, re.DOTALL)


def _first_section(content: str) -> int:
    section = _SECTION.search(content)
    return section.start() if section else len(content)
