"""Titles from elsewhere in house style, and capitals as pandoc treats them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.titles import (
    brace_name,
    convert_to_latex,
    find_lowered_names,
    find_names_in_braces,
    fix_title,
    group_by_first_word,
)
from mkdocs_citeproc.formatting import pandoc

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
    value, message = fix_title(text, KNOWN)
    assert value == title
    assert len(message) == len(remarks)
    assert all(part in remark for part, remark in zip(remarks, message, strict=True))


def test_titles_in_other_languages_are_left_alone() -> None:
    assert fix_title("Der Schmerz und das Gehirn in Berlin", KNOWN, english=False) == (
        "Der Schmerz und das Gehirn in Berlin",
        [],
    )


@given(st.text(alphabet="<i>/sub &amp;#1{}\\$%_^~ABc: ", max_size=40))
def test_never_raises(text: str) -> None:
    value = fix_title(text, KNOWN)[0]
    assert value.count("{") == value.count("}")


NAMES_IN_BRACES = {"Pain Reprocessing Therapy", "Kübler"}

TITLES = [
    ("Pain in New Zealand: New York and the rest", ["New Zealand", "New York"]),
    ("Trial of Vitamin D for Parkinson's in Non-Parkinson Clinics", ["Parkinson", "Parkinson"]),
    ("The ICD-11, COVID-19, mRNA, McGill and iPhone study of NICE", []),
    ("Bayesian methods. Bayesian: Bayesian? Bayesian! Bayesian x", []),
    ("Bayesian methods; Bayesian: (Bayesian) x. (Bayesian) x", ["Bayesian"]),
    ("The methods: Bayesian", ["Bayesian"]),
    ("“Bayesian methods” of (Bayesian) kinds", ["Bayesian"]),
    ("A Study of a Thing", []),
    ("The X-ray I saw in the U.S. shows Vitamin D", []),
    ("Pain Reprocessing Therapy and {Pain Reprocessing Therapy}", ["Pain Reprocessing Therapy"]),
    ("The Kübler Scale", ["Kübler"]),
    ("{Parkinson} in {New York}", []),
    ("Guillain-Barré and Guillain-Barré", ["Guillain-Barré", "Guillain-Barré"]),
]


@pytest.mark.parametrize(("title", "lost"), TITLES)
def test_lowered_names(title: str, lost: list[str]) -> None:
    assert find_lowered_names(title, group_by_first_word(NAMES_IN_BRACES)) == lost


def test_pandoc_takes_these_capitals_away() -> None:
    bib = "\n".join(f"@book{{k{index}, title = {{{title}}}, year = 2020}}" for index, (title, _) in enumerate(TITLES))
    items = json.loads(pandoc.run_pandoc(("--from=biblatex", "--to=csljson", "--sandbox"), bib, 60))
    printed = {item["id"]: item["title"].replace("’", "'") for item in items}
    for index, (title, lost) in enumerate(TITLES):
        for name in {*lost, *NAMES_IN_BRACES, "Bayesian", "Parkinson", "New York"}:
            missing = title.count(name) - printed[f"k{index}"].count(name)
            assert missing == sum(name in each for each in lost), (title, name)


def test_braces_keep_them() -> None:
    assert brace_name("New York and {New York} in York", ["York", "New York"]) == "{New York} and {New York} in {York}"
    for title, lost in TITLES:
        assert find_lowered_names(brace_name(title, lost), group_by_first_word(NAMES_IN_BRACES)) == []


def test_what_holds_no_word_is_no_name() -> None:
    assert group_by_first_word(["2021", "-"]) == group_by_first_word([])


def test_names_in_braces() -> None:
    titles = ["{Pain Reprocessing Therapy} for {Rumi} and {Pain}", "of pain", "{A whole title}", "{I} and {\\'E}tude"]
    assert find_names_in_braces(titles) == {"Pain Reprocessing Therapy", "Rumi"}
