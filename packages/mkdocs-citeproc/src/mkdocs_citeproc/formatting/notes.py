"""Styles that cite in notes, on a page of a site: each note stands in full, numbered on its page, listed at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from mkdocs_citeproc.formatting.render import Node, get_children
from mkdocs_citeproc.formatting.translations import ENGLISH, Words, translate

HERE = "<!--note-->"
"""Stands in a cluster's HTML where the number of its note belongs."""

_POSITION = re.compile(r'\bposition="(?!first")[a-z -]+"')


def cites_in_notes(style: str) -> bool:
    """Whether a CSL style puts its citations into notes."""
    return 'citation-format="note"' in style


def get_full_note(style: str) -> str:
    """A style whose notes never say *ibid.* or shorten: what was cited before is another matter on each page.

    A test for a position other than the first becomes one for a variable that no entry has (CSL 1.0.2, "Choose").
    """
    return _POSITION.sub('variable="never-set"', style) if cites_in_notes(style) else style


def get_note_text(inlines: Sequence[Node]) -> list[Node]:
    """What stands in the notes among some inlines, one after the other; nothing where there is none."""
    blocks = [block for node in inlines if node["t"] == "Note" for block in node["c"]]
    return [inline for block in blocks for inline in get_children(block)]


def add_note_mark(html: str, number: int) -> str:
    """A cluster's HTML with the number that leads to its note."""
    link = f'<a href="#note-{number}" id="note-ref-{number}" role="doc-noteref">{number}</a>'
    return html.replace(HERE, f"<sup>{link}</sup>")


def render_note_list(notes: Sequence[str], words: Words = ENGLISH) -> str:
    """The notes of a page, given as HTML, as a list; empty where there are none."""
    names = [
        escape(translate(words, "Back to note {number} in the text", number=index + 1)) for index in range(len(notes))
    ]
    items = "".join(
        f'<li id="note-{index}">{note} <a href="#note-ref-{index}" role="doc-backlink" aria-label="{name}">↩</a></li>\n'
        for index, (note, name) in enumerate(zip(notes, names, strict=True), start=1)
    )
    return f'<ol class="notes" role="doc-endnotes" data-search-exclude>\n{items}</ol>\n' if items else ""
