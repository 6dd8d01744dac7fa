"""Words that readers search for and pages do not use, where the search index sees them and readers do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_SECTION = re.compile(r"<h[2-6][\s>]")


def with_search_terms(content: str, terms: Sequence[str]) -> str:
    """The page's HTML with its search terms in a hidden paragraph.

    It ends the part before the first section, so that a match is the page itself and not its last section. Hidden, it
    is neither shown, printed nor read aloud. The search index keeps no classes, but it keeps ``<sub>``: by that the
    site's styles leave the terms out of what a search result shows of the page.
    """
    if not terms:
        return content
    hidden = f'<p hidden class="search-terms"><sub>{escape(", ".join(terms))}</sub></p>\n'
    section = _SECTION.search(content)
    at = section.start() if section else len(content)
    return content[:at] + hidden + content[at:]
