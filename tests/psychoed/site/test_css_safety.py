"""Addresses in styles, however they are written."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.site import css_safety
from psychoed.site.css_safety import find_drawing_style_faults, find_foreign_addresses, is_own_address, list_fragments


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(a.png) url('../b.png') url(data:image/png;base64,AA) }",
        "@import 'own.css';",
        "@namespace svg url(http://www.w3.org/2000/svg); @namespace 'http://www.w3.org/1999/xhtml';",
        "a[href^='https:'] { color: red } a[href^=http]::after { content: ' (' attr(href) ')' }",
        "@media (min-width: 40em) { p { content: 'a:b' } }",
        "/* https://x.example/ */ p { color: red }",
        "p { background: url(#a) }",
    ],
)
def test_a_style_sheet_that_loads_only_its_own(css: str) -> None:
    assert find_foreign_addresses(css) == []


def test_an_address_has_a_line_and_a_column() -> None:
    assert find_foreign_addresses("b {}\n p { background: url(//x.example/a.png) }") == [("//x.example/a.png", 2, 18)]


@pytest.mark.parametrize(
    "address", ["//x", "\\\\x", "/\\x", "https:x", "java\tscript:x", " file:///x", "data:text/html,x", "blob:x"]
)
def test_addresses_of_others(address: str) -> None:
    assert not is_own_address(address)


@pytest.mark.parametrize("css", ["fill: url(#a)", "fill: url('#a') red", "@media print { a { fill: URL( '#a' ) } }"])
def test_a_drawing_may_point_into_itself(css: str) -> None:
    assert find_drawing_style_faults(css) == []
    assert list_fragments(css) == ["a"]


@pytest.mark.parametrize("css", ["fill: url(#a", "@font-face {}", "fill: url(var(--a))", "a: attr(b)", "a: url()"])
def test_what_a_drawing_has_no_use_for(css: str) -> None:
    assert find_drawing_style_faults(css)


@given(st.text("ab1 .,#%:;+-\n_/*()@'\"\\<>!{}[]", max_size=30))
def test_what_is_passed_over_as_plain_has_nothing_to_find(css: str) -> None:
    quickly = find_drawing_style_faults(css), list_fragments(css)
    with patch.object(css_safety, "_PLAIN", re.compile(r"(?!)")):
        assert (find_drawing_style_faults(css), list_fragments(css)) == quickly
