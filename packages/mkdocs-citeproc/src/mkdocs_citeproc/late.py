"""Late clusters: those the scan of the sources could not find, such as clusters written by a macro.

Each is rendered as a mark, and all of them are formatted in one run of pandoc when every page is rendered. A mark is
made of private-use characters, which mean nothing to Markdown, HTML and slugs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.formatting.styles import Place, add_note_mark
from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.source import SourceText

_CITATION, _NOTE, _END, _ZERO = "\ue0c1", "\ue0c3", "\ue0c2", 0xE0D0
_MARK = re.compile(f"(?P<kind>[{_CITATION}{_NOTE}])(?P<number>[\ue0d0-\ue0d9]{{1,9}}){_END}")


@dataclass(frozen=True, slots=True)
class LateCluster:
    """A cluster found while its page was rendered.

    Attributes:
        plain: Whether only its text is wanted, as in an image's alternative text.
        introduced: Groups that the page had named in full before it.
        places: Where its citations are on the page, in a style that shortens what was cited before.
        note: The number of its note, in a style that cites in notes.

    """

    page: str
    text: str
    keys: tuple[CiteKey, ...]
    plain: bool
    introduced: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    note: int = 0


FindLate = Callable[[int], "tuple[LateCluster, RenderedCitation] | None"]
"""Returns the late cluster with a number and its rendered form, or None if there is none with that number."""


def _write_mark(kind: str, number: int) -> str:
    return f"{kind}{''.join(chr(_ZERO + int(digit)) for digit in str(number))}{_END}"


def _read_number(mark: re.Match[str]) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in mark["number"]))


def render_mark(number: int) -> RenderedCitation:
    """Return the mark for the late cluster with this number."""
    mark = _write_mark(_CITATION, number)
    return RenderedCitation(mark, mark)


def render_note_mark(number: int) -> str:
    """Return the mark for the note of the late cluster with this number."""
    return _write_mark(_NOTE, number)


def has_mark(text: str) -> bool:
    """Return whether the text contains the mark of a late cluster."""
    return _CITATION in text


def fill_html(html: str, find: FindLate) -> str:
    """Replace the marks in a page's HTML by the rendered clusters and notes."""

    def render(mark: re.Match[str]) -> str:
        found = find(_read_number(mark))
        if found is None:
            return mark[0]  # typed by an author
        late, rendered = found
        if mark["kind"] == _NOTE:
            return rendered.note
        return escape(rendered.text) if late.plain else add_note_mark(rendered.html, late.note)

    return _MARK.sub(render, html) if _CITATION in html or _NOTE in html else html


def fill_text(text: str, find: FindLate) -> str:
    """Replace the marks in plain text, such as a title, by the text of the clusters."""

    def render(mark: re.Match[str]) -> str:
        found = find(_read_number(mark))
        return mark[0] if found is None else found[1].text

    return _MARK.sub(render, text) if _CITATION in text else text


def report_late_cluster(page: SourceText, text: str, changed: int) -> Problem:
    """Return the problem that a late cluster changes how some other citations print."""
    others = "another citation prints" if changed == 1 else f"{changed} other citations print"
    message = f"'{text}' was found only while pages were rendered, and changes how {others}"
    return Problem(Code.LATE_CITATION, page.at(0), message, "Cite the same work in a page's own text as well.")
