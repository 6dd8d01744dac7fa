"""Search terms are in the page's first part, hidden and escaped."""

from __future__ import annotations

import pytest

from psychoed.pages.kinds import DEFAULT_RULES
from psychoed.pages.page_html import add_search_terms, find_terms_without_heading

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
    assert add_search_terms(before + after, TERMS) == before + HIDDEN + after


def test_terms_of_a_page_about_danger_are_marked_for_the_search() -> None:
    assert (
        add_search_terms("", ["numb"], DEFAULT_RULES.find_kind("safety"))
        == '<p hidden class="search-terms"><sup>numb</sup></p>\n'
    )


def test_no_terms_no_change() -> None:
    assert add_search_terms("<h1>Title</h1>", ()) == "<h1>Title</h1>"


def test_a_term_with_a_headings_id_stands_in_that_section() -> None:
    page = '<h1>T</h1>\n<h2 id="a">A <a href="#a">#</a></h2>\n<p>x</p>\n<h2 id="b">B</h2><p>y</p>'
    made = add_search_terms(page, ["one", "#b two", "#b three & more"])
    assert made == (
        '<h1>T</h1>\n<p hidden class="search-terms"><sub>one</sub></p>\n'
        '<h2 id="a">A <a href="#a">#</a></h2>\n<p>x</p>\n'
        '<h2 id="b">B</h2><p hidden class="search-terms"><sub>two, three &amp; more</sub></p>\n<p>y</p>'
    )


def test_an_id_is_that_of_the_heading_and_of_nothing_else() -> None:
    page = '<h2 data-id="a" class="id">A</h2>\n<h2 class="x" id="a">B</h2>\n'
    hidden = '<p hidden class="search-terms"><sub>one</sub></p>\n'
    assert add_search_terms(page, ["#a one"]) == page + hidden


def test_a_term_whose_heading_is_gone_still_finds_the_page() -> None:
    assert add_search_terms("<h1>T</h1>", ["#gone two"]) == (
        '<h1>T</h1><p hidden class="search-terms"><sub>two</sub></p>\n'
    )


def test_terms_of_a_heading_that_is_gone() -> None:
    page = '<h2 id="crust">Crust</h2>'
    assert find_terms_without_heading(page, ("#crust burnt", "#crumb wet", "sour # dough")) == ["#crumb"]
