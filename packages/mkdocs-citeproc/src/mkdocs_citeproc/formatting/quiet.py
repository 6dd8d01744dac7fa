"""Quiet citations: on pages meant for reading, a citation in brackets is a small mark that opens the reference.

The text stays in the page, for print and for browsers without the style sheet; it is also the mark's accessible name. A
citation that is part of its sentence is unchanged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from mkdocs_citeproc.formatting.response import RenderedCitation

_IN_BRACKETS = re.compile(r'(?P<opening><span class="citation"[^>]*>)(?P<text>[(\[].*[)\]])</span>', re.DOTALL)
_ADDRESS = re.compile(r'<a (?P<href>href="[^"]+")')


def make_quiet(printed: RenderedCitation) -> RenderedCitation:
    """Return a citation in brackets as a mark followed by its text; return any other unchanged."""
    found = _IN_BRACKETS.fullmatch(printed.html)
    address = found and _ADDRESS.search(found["text"])
    if not found or not address:
        return printed
    name = escape(printed.text.strip("()[] "))
    mark = f'<a class="citation-mark" {address["href"]} role="doc-biblioref" aria-label="{name}"></a>'
    html = f'{found["opening"]}{mark}<span class="citation-text">{found["text"]}</span></span>'
    return replace(printed, html=html)
