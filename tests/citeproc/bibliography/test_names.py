"""Author fields are cut as BibTeX cuts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.names import find_outside_braces, split_name_list, strip_latex


@pytest.mark.parametrize(
    ("value", "families"),
    [
        ("", []),
        ("Ashar, Yoni K. and Gordon, Alan", ["Ashar", "Gordon"]),
        ("Alan Gordon and\n Alon Ziv", ["Gordon", "Ziv"]),
        ("Ludwig van Beethoven", ["van Beethoven"]),
        ("{van der Kolk}, Bessel A.", ["van der Kolk"]),
        ("{Institute for Health and Care} and {{NICE} Group}", ["Institute for Health and Care", "NICE Group"]),
        (r"B{\"u}chel, C. AND Anderson, Z. and others", ["Büchel", "Anderson", "others"]),
        ("Sand, A. and Anderson, B.", ["Sand", "Anderson"]),
        (r"{Food \& Drug}", ["Food & Drug"]),
    ],
)
def test_families(value: str, families: list[str]) -> None:
    assert [name.family for name in split_name_list(value)] == families


def test_what_stands_in_braces() -> None:
    assert [name.is_braced for name in split_name_list("{A B} and {A} {B} and A {B} and {A, B}")] == [
        True,
        False,
        False,
        True,
    ]
    assert split_name_list("{A, B}, C")[0].parts == ("{A, B}", "C")
    assert find_outside_braces("a{b{c}}d") == "a\0\0\0\0\0\0d"


def test_plain() -> None:
    assert strip_latex(r"``{\"U}ber'' \textit{E.  coli} \& {PRT}~x") == "Über E. coli & PRT x"


@given(st.text(alphabet="{}\\, and\nAbé", max_size=30))
def test_never_raises(text: str) -> None:
    for name in split_name_list(text):
        assert isinstance(name.family, str)
        assert name.is_braced or not name.is_braced
