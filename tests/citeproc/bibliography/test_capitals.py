"""What we say of capitals is what pandoc does with them."""

from __future__ import annotations

import json

import pytest

from mkdocs_citeproc.bibliography.titles import (
    brace_name,
    find_lowered_names,
    find_names_in_braces,
    group_by_first_word,
)
from mkdocs_citeproc.formatting import pandoc

KNOWN = {"Pain Reprocessing Therapy", "Kübler"}

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
    assert find_lowered_names(title, group_by_first_word(KNOWN)) == lost


def test_pandoc_takes_these_capitals_away() -> None:
    bib = "\n".join(f"@book{{k{nth}, title = {{{title}}}, year = 2020}}" for nth, (title, _) in enumerate(TITLES))
    items = json.loads(pandoc.run_pandoc(("--from=biblatex", "--to=csljson", "--sandbox"), bib, 60))
    printed = {item["id"]: item["title"].replace("’", "'") for item in items}
    for nth, (title, lost) in enumerate(TITLES):
        for name in {*lost, *KNOWN, "Bayesian", "Parkinson", "New York"}:
            missing = title.count(name) - printed[f"k{nth}"].count(name)
            assert missing == sum(name in each for each in lost), (title, name)


def test_braces_keep_them() -> None:
    assert brace_name("New York and {New York} in York", ["York", "New York"]) == "{New York} and {New York} in {York}"
    for title, lost in TITLES:
        assert find_lowered_names(brace_name(title, lost), group_by_first_word(KNOWN)) == []


def test_what_holds_no_word_is_no_name() -> None:
    assert group_by_first_word(["2021", "-"]) == group_by_first_word([])


def test_names_in_braces() -> None:
    titles = ["{Pain Reprocessing Therapy} for {Rumi} and {Pain}", "of pain", "{A whole title}", "{I} and {\\'E}tude"]
    assert find_names_in_braces(titles) == {"Pain Reprocessing Therapy", "Rumi"}
