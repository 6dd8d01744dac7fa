"""Styles that cite in notes: each note with a number that leads there and back."""

from __future__ import annotations

from mkdocs_citeproc.formatting.render import Node
from mkdocs_citeproc.formatting.styles import (
    HERE,
    add_note_mark,
    cites_in_notes,
    get_note_text,
    render_note_list,
)

NOTE: Node = {"t": "Note", "c": [{"t": "Para", "c": [{"t": "Str", "c": "One."}]}]}


def test_which_styles_cite_in_notes() -> None:
    assert cites_in_notes('<category citation-format="note"/>')
    assert not cites_in_notes('<category citation-format="author-date"/>')


def test_what_stands_in_notes() -> None:
    assert get_note_text([{"t": "Str", "c": "x"}, NOTE, NOTE]) == [*NOTE["c"][0]["c"], *NOTE["c"][0]["c"]]
    assert get_note_text([{"t": "Str", "c": "x"}]) == []


def test_a_number_leads_to_its_note_and_back() -> None:
    assert add_note_mark(f"So{HERE}.", 2) == 'So<sup><a href="#note-2" id="note-ref-2" role="doc-noteref">2</a></sup>.'
    assert '<li id="note-2">b <a href="#note-ref-2" role="doc-backlink"' in render_note_list(["a", "b"])
    assert render_note_list([]) == ""
