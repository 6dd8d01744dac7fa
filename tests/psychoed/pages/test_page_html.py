"""Permalinks, folded references, and search terms in a page's HTML."""

from __future__ import annotations

import markdown
import pytest

from psychoed.pages.kinds import DEFAULT_RULES, Kind
from psychoed.pages.page_html import (
    add_search_terms,
    find_terms_without_heading,
    fold_references,
    get_search_settings,
    quiet_permalinks,
)


def test_a_headings_link_is_for_a_mouse() -> None:
    html = markdown.markdown(
        "# Bread\n\n[Oven](#bread)", extensions=["toc"], extension_configs={"toc": {"permalink": "#"}}
    )
    quiet = quiet_permalinks(html)
    assert quiet.count('<a class="headerlink" aria-hidden="true" tabindex="-1" href="#bread"') == 1
    assert '<a href="#bread">Oven</a>' in quiet


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


def find(name: str) -> Kind:
    kind = DEFAULT_RULES.find_kind(name)
    assert kind
    return kind


SAFETY = find("safety")


def test_help_weighs_more_and_lists_weigh_less() -> None:
    assert get_search_settings(None, Kind("urgent", search_weight=2))["boost"] == 2
    assert get_search_settings(None, SAFETY)["boost"] < 1, "or it would answer what is harmless"
    assert SAFETY.urgent_terms
    assert get_search_settings(None, find("handout"))["boost"] < 1
    assert get_search_settings(None, find("reference"))["boost"] < get_search_settings(None, find("news"))["boost"] < 1


def test_what_a_page_says_of_itself_stands() -> None:
    assert get_search_settings({"boost": 2}, SAFETY) == {"boost": 2}
    own = {"exclude": True}
    assert get_search_settings(own, find("news")) == {"exclude": True, "boost": 0.5}
    assert own == {"exclude": True}


def test_a_page_without_kind_or_weight_is_left_alone() -> None:
    assert get_search_settings(None, None) == {}
    assert get_search_settings("yes", find("about")) == {}
