"""Support for styles that cite in notes: notes are numbered by page and listed at the page's end."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mkdocs_citeproc.formatting.render import Node, get_children
from mkdocs_citeproc.formatting.translations import ENGLISH, Words, translate

HERE = "<!--note-->"
"""Placeholder in a cluster's HTML for the number of its note."""


def cites_in_notes(style: str) -> bool:
    """Return whether a CSL style cites in notes."""
    return 'citation-format="note"' in style


def get_note_text(inlines: Sequence[Node]) -> list[Node]:
    """Return the content of the notes among some inlines, concatenated; empty if there are none."""
    blocks = [block for node in inlines if node["t"] == "Note" for block in node["c"]]
    return [inline for block in blocks for inline in get_children(block)]


def add_note_mark(html: str, number: int) -> str:
    """Add the number that links to the note to a cluster's HTML."""
    link = f'<a href="#note-{number}" id="note-ref-{number}" role="doc-noteref">{number}</a>'
    return html.replace(HERE, f"<sup>{link}</sup>")


def render_note_list(notes: Sequence[str], words: Words = ENGLISH) -> str:
    """Render the notes of a page, given as HTML, as a list; empty if there are none."""
    names = [
        escape(translate(words, "Back to note {number} in the text", number=index + 1)) for index in range(len(notes))
    ]
    items = "".join(
        f'<li id="note-{index}">{note} <a href="#note-ref-{index}" role="doc-backlink" aria-label="{name}">↩</a></li>\n'
        for index, (note, name) in enumerate(zip(notes, names, strict=True), start=1)
    )
    return f'<ol class="notes" role="doc-endnotes" data-search-exclude>\n{items}</ol>\n' if items else ""
