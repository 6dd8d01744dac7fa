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
    sections: dict[str, list[str]] = {}
    for term in terms:
        anchored = _ANCHORED.fullmatch(term)
        there, words = (anchored["id"], anchored["term"]) if anchored else ("", term)
        heading = re.search(rf'<h[2-6]\b[^>]*\bid="{there}"', content) if there else None
        sections.setdefault(there if heading else "", []).append(words)
    for there, words in sections.items():
        content = _put(content, there, words)
    return content


def _put(content: str, there: str, terms: Sequence[str]) -> str:
    if there:
        heading = re.search(rf'<h([2-6])\b[^>]*\bid="{there}".*?</h\1>\n?', content, re.DOTALL)
        at = heading.end() if heading else len(content)
    else:
        section = _SECTION.search(content)
        at = section.start() if section else len(content)
    hidden = f'<p hidden class="search-terms"><sub>{escape(", ".join(terms))}</sub></p>\n'
    return content[:at] + hidden + content[at:]
