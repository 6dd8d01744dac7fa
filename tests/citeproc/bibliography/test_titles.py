"""Titles from elsewhere: markup as LaTeX, names in braces, and no more said than is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.titles import convert_to_latex, fix_title

KNOWN = {"Pain Reprocessing Therapy"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A study of <i>E. coli</i>", r"A study of {\textit{E. coli}}"),
        ("<jats:italic>E. coli</jats:italic>", r"{\textit{E. coli}}"),
        ("H<sub>2</sub>O &amp;amp; CO<sup>2+</sup>-based", r"{H\textsubscript{2}O} \& {CO\textsuperscript{2+}-based}"),
        ("&lt;b&gt;Bold&lt;/b&gt; <scp>caps</scp>", "Bold caps"),
        ("R&D: 50% of $5 #1 a_b p < 0.05", r"R\&D: 50\% of \$5 \#1 a\_b p < 0.05"),
        ("<p>One\n two</p>", "One two"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
        ("never <i>closed", r"never {\textit{closed}}"),
        ("closed</i> twice", "closed twice"),
        ("H&#246;he", "Höhe"),
    ],
)
def test_latex(text: str, value: str) -> None:
    assert convert_to_latex(text) == value


@pytest.mark.parametrize(
    ("text", "title", "remarks"),
    [
        ("Brief pain study in New York", "Brief pain study in {New York}", ["in braces, as names: New York"]),
        ("A letter to Smith and Jones, Day", "A letter to {Smith} and {Jones}, {Day}", ["names: Smith, Jones, Day"]),
        ("Pain Reprocessing Therapy for Pain", "{Pain Reprocessing Therapy} for Pain", ["title case", "names: Pain"]),
        ("The Way Out: A Revolutionary Approach", "The Way Out: A Revolutionary Approach", ["title case"]),
        ("Pain Reprocessing Therapy for all: A case", "{Pain Reprocessing Therapy} for all: A case", ["names: Pain"]),
        ("PAIN IN SPAIN TODAY", "Pain in spain today", ["capitals"]),
        ("The ICD-11 and mRNA in pain", "The ICD-11 and mRNA in pain", []),
        ("Pain", "Pain", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_house_title(text: str, title: str, remarks: list[str]) -> None:
    value, said = fix_title(text, KNOWN)
    assert value == title
    assert len(said) == len(remarks)
    assert all(part in remark for part, remark in zip(remarks, said, strict=True))


def test_titles_in_other_languages_are_left_alone() -> None:
    assert fix_title("Der Schmerz und das Gehirn in Berlin", KNOWN, english=False) == (
        "Der Schmerz und das Gehirn in Berlin",
        [],
    )


@given(st.text(alphabet="<i>/sub &amp;#1{}\\$%_^~ABc: ", max_size=40))
def test_never_raises(text: str) -> None:
    value = fix_title(text, KNOWN)[0]
    assert value.count("{") == value.count("}")
