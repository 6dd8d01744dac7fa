"""Quiet citations: on pages for reading, a citation in brackets is a small mark that opens the reference.

The text stays in the page, for paper and for browsers without the style sheet; the mark's name is the same text, for
screen readers. A citation that is part of its sentence stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from mkdocs_citeproc.formatting.response import RenderedCitation

_IN_BRACKETS = re.compile(r'(?P<opening><span class="citation"[^>]*>)(?P<text>[(\[].*[)\]])</span>', re.DOTALL)
_ADDRESS = re.compile(r'<a (?P<href>href="[^"]+")')


def quiet(printed: RenderedCitation) -> RenderedCitation:
    """Return a citation in brackets as a mark with the text behind it; any other as it is."""
    found = _IN_BRACKETS.fullmatch(printed.html)
    address = found and _ADDRESS.search(found["text"])
    if not found or not address:
        return printed
    name = escape(printed.text.strip("()[] "))
    mark = f'<a class="citation-mark" {address["href"]} role="doc-biblioref" aria-label="{name}"></a>'
    html = f'{found["opening"]}{mark}<span class="citation-text">{found["text"]}</span></span>'
    return replace(printed, html=html)
