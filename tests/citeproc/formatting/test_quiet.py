"""A citation in brackets as a mark: its text stays in the page, and is the mark's name."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.formatting.response import RenderedCitation, make_quiet, render_unresolved

A = '<a href="#ref-a" role="doc-biblioref">Ahn, 2021</a>'
B = '<a href="#ref-b" role="doc-biblioref">Bo &amp; Co, 2022</a>'


def span(inside: str) -> str:
    return f'<span class="citation" data-cites="a b">{inside}</span>'


def test_a_citation_in_brackets_is_a_mark_named_by_its_text() -> None:
    printed = make_quiet(
        RenderedCitation(span(f'({A}, p. 3; {B}; see <span class="smallcaps">x</span>)'), "(Ahn, 2021, p. 3; …)")
    )
    assert printed.html == (
        '<span class="citation" data-cites="a b">'
        '<a class="citation-mark" href="#ref-a" role="doc-biblioref" aria-label="Ahn, 2021, p. 3; …"></a>'
        f'<span class="citation-text">({A}, p. 3; {B}; see <span class="smallcaps">x</span>)</span></span>'
    )
    assert printed.text == "(Ahn, 2021, p. 3; …)"
    quoted = make_quiet(RenderedCitation(span(f"[{A}]"), '["A" & b]'))
    assert 'aria-label="&quot;A&quot; &amp; b"' in quoted.html


@pytest.mark.parametrize(
    "printed",
    [
        RenderedCitation(span('<a href="#ref-a" role="doc-biblioref">Ahn (2021)</a>'), "Ahn (2021)"),
        RenderedCitation(span(f"Ahn ({A})"), "Ahn (2021)"),
        RenderedCitation(span('(<span class="citation-missing">a</span>)'), "(a)"),
        render_unresolved("[@a]"),
    ],
)
def test_what_is_part_of_a_sentence_or_leads_nowhere_stays(printed: RenderedCitation) -> None:
    assert make_quiet(printed) == printed
