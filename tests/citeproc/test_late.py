"""Marks for late clusters, and characters that only look like them."""

from __future__ import annotations

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.late import LateCluster, fill_html, fill_text, has_mark, render_mark, render_note_mark

LATE = [LateCluster("a.md", "[@a]", (CiteKey("a"),), plain, note=2) for plain in (False, True)]
RENDERED = RenderedCitation("<i>A & B</i>", "A & B", "<b>note</b>")


def find(number: int) -> tuple[LateCluster, RenderedCitation] | None:
    return (LATE[number], RENDERED) if number < len(LATE) else None


def test_marks_are_replaced() -> None:
    html = f"<p>{render_mark(0).html} {render_mark(1).html} {render_note_mark(0)}</p>"
    assert has_mark(html)
    assert fill_html(html, find) == "<p><i>A & B</i> A &amp; B <b>note</b></p>"
    assert fill_text(f"x {render_mark(1).text}", find) == "x A & B"


def test_a_mark_that_an_author_typed_stays() -> None:
    typed = f"{render_mark(12).html} {render_note_mark(7)}"
    assert fill_html(typed, find) == typed
    assert fill_text(typed, find) == typed
    assert fill_html("no mark", find) == "no mark"
