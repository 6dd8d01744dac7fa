"""Search terms are in the page's first part, hidden and escaped."""

from __future__ import annotations

import pytest

from psychoed.page.searchterms import with_search_terms

TERMS = ("sour dough", "<b>", "R&D")
HIDDEN = '<p hidden class="search-terms"><sub>sour dough, &lt;b&gt;, R&amp;D</sub></p>\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<h1>Title</h1><p>Text</p>", '<h2 id="a">Part</h2><h2>Other</h2>'),
        ("<h1>Title</h1>", "<h3>Part</h3>"),
        ("<h1>Title</h1><hr><header>x</header>", ""),
        ("", ""),
    ],
)
def test_terms_end_the_part_before_the_first_section(before: str, after: str) -> None:
    assert with_search_terms(before + after, TERMS) == before + HIDDEN + after


def test_no_terms_no_change() -> None:
    assert with_search_terms("<h1>Title</h1>", ()) == "<h1>Title</h1>"
