"""Signs that LaTeX or HTML would take for commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.field_values import escape_latex, find_letter, find_odd_character


@pytest.mark.parametrize(
    ("entity", "letter"),
    [("&amp;", "&"), ("&amp;amp;", "&"), ("&amp;lt;", "<"), ("&#246;", "ö"), ("&amp;#xf6;", "ö"), ("&ouml;", "ö")],
)
def test_letter_for(entity: str, letter: str) -> None:
    assert find_letter(entity) == letter


def test_escaped() -> None:
    assert escape_latex("R&D, 50% of $5 #1 a_b {x}") == r"R\&D, 50\% of \$5 \#1 a\_b [x]"
    assert escape_latex("~^\\") == r"\textasciitilde{}\textasciicircum{}\textbackslash{}"


@given(st.text(alphabet="&%$#_~^{}\\ab1 ", max_size=20))
def test_what_is_escaped_is_never_odd(text: str) -> None:
    assert find_odd_character(escape_latex(text)) is None
