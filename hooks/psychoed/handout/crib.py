"""The part of a handout that stays with the clinician: on the page, on no sheet that goes to the reader."""

from __future__ import annotations

import re
from html import unescape

_HEADING = re.compile(r"<h(?P<level>[12])\b[^>]*>(?P<words>.*?)</h(?P=level)>", re.DOTALL)
_TAG = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]+>")


def with_crib(html: str, heading: str) -> str:
    """A page's HTML with the part under the heading ``heading`` in a section that prints on a page of its own."""
    headings = list(_HEADING.finditer(html))
    for place, found in enumerate(headings):
        if found["level"] != "2" or _words(found["words"]) != heading.casefold():
            continue
        end = headings[place + 1].start() if place + 1 < len(headings) else len(html)
        return f'{html[: found.start()]}<section class="crib">\n{html[found.start() : end]}</section>\n{html[end:]}'
    return html


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split()).casefold()
