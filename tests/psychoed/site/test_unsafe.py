"""What could run is found however it is written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from psychoed.site.html_safety import find_unsafe_markup


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
