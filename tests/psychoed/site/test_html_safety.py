"""Markup that could run, files of other hosts, and deep nesting are found."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from psychoed.site.html_safety import find_unsafe_markup, is_too_deep


@given(some.text())
def test_whatever_is_typed_is_read(text: str) -> None:
    find_unsafe_markup(text)
    find_unsafe_markup(text, whole=True)


@given(some.text("<>!-[]CDATA/ \"'=?a", max_size=12), some.text("<>!-[]CDATA/ \"'=?a", max_size=12))
def test_a_script_is_found_in_any_litter_that_leaves_it_one(before: str, after: str) -> None:
    # A quotation mark within a tag may make the script an attribute's value, in a browser too.
    if not any(mark in before for mark in "\"'=/a?") and not before.endswith("<"):
        assert find_unsafe_markup(f"{before}><script>x</script>{after}")


@pytest.mark.parametrize(
    "url", ["java\tscript:x", " javascript:x", "\x01javascript:x", "JAVASCRIPT:x", "data:text/html,x"]
)
def test_an_address_as_browsers_read_it(url: str) -> None:
    assert find_unsafe_markup(f'<a href="{url}">x</a>')


@pytest.mark.parametrize(
    "url", ["a:b.md".replace(":", "/"), "https://x.example/?a=javascript:x", "#javascript:x", "tel:1"]
)
def test_an_address_that_leads_somewhere(url: str) -> None:
    assert not find_unsafe_markup(f'<a href="{url}">x</a>')


def test_the_line_is_that_of_the_file() -> None:
    found = find_unsafe_markup("<svg>\n\n<path/><script/></svg>", whole=True)
    assert [(each.what.split()[0], each.line) for each in found] == [("'<script>'", 3)]


def test_each_address_of_a_picture_in_several_sizes() -> None:
    assert find_unsafe_markup('<img srcset="a.png 1x, javascript:x 2x" alt="">')
    assert not find_unsafe_markup('<img srcset="a.png 1x, b.png 2x" alt="">')


@pytest.mark.parametrize("hidden", ["<!-- <iframe src=a> -->", "<!--><iframe src=a>-->", "<?x y><iframe src=a>"])
def test_what_a_parser_may_take_for_a_comment_is_searched(hidden: str) -> None:
    assert find_unsafe_markup(hidden)


@pytest.mark.parametrize(
    "html", ["<div>" * 500, "<DIV>\n" * 500, "<div></p>" * 500, "<a x='>'>" * 500, "<table><td></table x>" * 500]
)
def test_too_deep(html: str) -> None:
    assert is_too_deep(html)


@pytest.mark.parametrize("html", ["<p>a</p>" * 5000, "<br><img>" * 5000, "<ul><li>a</li></ul>" * 5000, "a < b " * 5000])
def test_long_and_flat(html: str) -> None:
    assert not is_too_deep(html)


def test_time_grows_with_length() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        is_too_deep("<p>a</p>" * count)
        return time.process_time() - start

    assert seconds(400_000) < 40 * max(seconds(40_000), 0.01)


def test_shapes_that_close_themselves_are_not_nested() -> None:
    assert not is_too_deep("<svg>" + '<path d="M0 0"/><circle r="1" />' * 400 + "</svg>")
    assert is_too_deep("<path/>" * 400)  # in HTML, a slash closes nothing
    assert is_too_deep("<svg>" + '<g class="/>">' * 400 + "</svg>")
    assert is_too_deep("<svg>" + "<g class='a>/'>" * 400 + "</svg>")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p onclick="bake()">x</p>', "'onclick=' runs a script"),
        ('<p srcdoc="x">x</p>', "'srcdoc=' contains a whole page"),
        ('<p style="position: /* on top */ fixed">x</p>', "a style that loads something or covers the page"),
        ('<p style="background: url(a.png)">x</p>', "a style that loads something or covers the page"),
    ],
)
def test_an_attribute_that_could_run_or_cover_the_page(html: str, words: str) -> None:
    assert [each.what for each in find_unsafe_markup(html)] == [words]


def test_a_page_of_its_own_may_lead_on_but_not_to_a_script() -> None:
    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    assert find_unsafe_markup(refresh.format("../bread/"), whole=True) == []
    assert find_unsafe_markup(refresh.format("javascript:bake()"), whole=True)


def test_markup_hidden_in_a_comment_is_found() -> None:
    assert find_unsafe_markup("<!-- <script>bake()</script> -->")
