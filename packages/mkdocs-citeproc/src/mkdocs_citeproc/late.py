"""Clusters that no scan found, as a macro writes them: a mark stands for each until all pages are rendered.

They are then formatted together, in one run of pandoc. A mark is made of characters of the private use area, which
neither Markdown, nor slugs, nor HTML mean anything by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.notes import add_note_mark
from mkdocs_citeproc.formatting.positions import Place
from mkdocs_citeproc.formatting.response import RenderedCitation

_CITATION, _NOTE, _END, _ZERO = "\ue0c1", "\ue0c3", "\ue0c2", 0xE0D0
_MARK = re.compile(f"(?P<kind>[{_CITATION}{_NOTE}])(?P<number>[\ue0d0-\ue0d9]+){_END}")


@dataclass(frozen=True, slots=True)
class LateCluster:
    """A cluster met on a page: as text alone if ``plain``, after ``introduced`` groups; ``note`` numbers its note.

    ``places`` are those of its citations, in a style that shortens what was cited before.
    """

    page: str
    text: str
    keys: tuple[CiteKey, ...]
    plain: bool
    introduced: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    note: int = 0


def _write_mark(kind: str, number: int) -> str:
    return f"{kind}{''.join(chr(_ZERO + int(digit)) for digit in str(number))}{_END}"


def render_mark(number: int) -> RenderedCitation:
    """What stands for the late cluster of a number."""
    mark = _write_mark(_CITATION, number)
    return RenderedCitation(mark, mark)


def render_note_mark(number: int) -> str:
    """What stands for its note."""
    return _write_mark(_NOTE, number)


Find = Callable[[int], tuple[LateCluster, RenderedCitation]]
"""Gives a late cluster and what it prints."""


def fill_html(html: str, find: Find) -> str:
    """HTML with what each late cluster prints in the place of its mark."""

    def filled(mark: re.Match[str]) -> str:
        late, printed = find(_read_number(mark))
        if mark["kind"] == _NOTE:
            return printed.note
        return escape(printed.text) if late.plain else add_note_mark(printed.html, late.note)

    return _MARK.sub(filled, html) if _CITATION in html or _NOTE in html else html


def fill_text(text: str, find: Find) -> str:
    """The same for words without tags, such as a page's title."""
    return _MARK.sub(lambda mark: find(_read_number(mark))[1].text, text)


def has_mark(text: str) -> bool:
    """Whether a mark stands in ``text``."""
    return _CITATION in text


def _read_number(mark: re.Match[str]) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in mark["number"]))
