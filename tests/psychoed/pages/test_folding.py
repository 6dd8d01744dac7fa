"""The list of references at the end of a page is one line until it is opened."""

from __future__ import annotations

import pytest

from psychoed.pages.page_html import fold_references

HEADING = '<h2 data-search-exclude="" id="references">References<a class="headerlink" href="#r">#</a></h2>'
LIST = '<div class="references csl-bib-body"><div id="ref-a">A</div></div><p class="reference-files">Download</p>'


def test_the_heading_becomes_the_line() -> None:
    page = f"<h2>Text</h2><p>x</p>{HEADING}\n{LIST}\n"
    heading = '<h2 data-search-exclude="" id="references">References</h2>'
    folded = f'<details class="page-sources"><summary>{heading}</summary>\n{LIST}\n</details>\n'
    assert fold_references(page) == f"<h2>Text</h2><p>x</p>{folded}"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<h2>Text</h2><p>x</p>",
        f"{HEADING}<p>some words</p>{LIST}",
        f"{HEADING}\n{LIST}<h2>More</h2><p>x</p>",
        f"<h1>References</h1>\n{LIST}",
    ],
)
def test_a_list_anywhere_else_is_left_alone(page: str) -> None:
    assert fold_references(page) == page
