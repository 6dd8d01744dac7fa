"""Syllables, scores and the report."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.readability import Report, count_syllables, format_report, read_page, sort_by_difficulty
from psychoed.checks.text import read_page_text

COUNTS = {
    1: "back fear brain nerve move make made walked looked stopped eyes eased breathe breath through thought whole "
    "takes rules eat heat treat once does don’t group while where change",
    2: "chronic trial alarm doctor study isn’t safety able table little added started boxes changes being people "
    "lion poem science client quiet something careful movement useful headache guideline placed-down colleague",
    3: "therapy reprocess somatic tracking-log clinician injection usual several exercise idea area radio anyone "
    "different possible remember condition attention suicide understand placebo",
    4: "psychology security evidence-based information experience education neuroplastic reliable anxiety sciatica",
    5: "hypersensitivity-a university curiosity individual association",
    6: "rehabilitation fibromyalgia physiotherapist osteoporosis",
}
CASES = [(word, count) for count, words in COUNTS.items() for word in words.split()]
# A hyphen parts a word: what stands behind it counts too.
OTHERWISE = {"tracking-log": 3, "evidence-based": 4, "hypersensitivity-a": 8}


@pytest.mark.parametrize(("word", "count"), CASES)
def test_a_word_has_as_many_as_in_a_dictionary(word: str, count: int) -> None:
    assert count_syllables(word) == OTHERWISE.get(word, count)


def test_what_has_no_letters_has_none() -> None:
    assert count_syllables("42") == 0


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'-", max_size=20))
def test_a_word_with_a_letter_has_at_least_one(word: str) -> None:
    assert (count_syllables(word) >= 1) == any(letter.isalpha() for letter in word)


def report(text: str) -> Report:
    return read_page(read_page_text(SourceText("docs/p.md", text)))


PAGE = """\
---
description: Not read.
---

# Not read either

The dog ran. It saw **a** [cat](a.md) [@crumb2020, p. 3].

- The cat sat

| not | read |
|---|---|
| at | all |

    nor code
"""


def test_words_sentences_and_grade() -> None:
    read = report(PAGE)
    assert (read.words, read.sentences, read.long) == (10, 3, ())
    assert math.isclose(read.grade, 0.39 * 10 / 3 + 11.8 * 1 - 15.59)
    assert read.smog is None


def test_a_long_sentence_is_named_with_its_place() -> None:
    read = report(f"Short one.\n\nOne more. This {'goes on ' * 15}and on.\n")
    assert [(str(each.where), each.words, each.begins) for each in read.long] == [
        ("docs/p.md:3:11", 33, "This goes on goes on goes")
    ]
    assert read.share_long == 1 / 3


def test_smog_needs_thirty_sentences() -> None:
    page = "A possible injection. " * 30
    assert report(page[: len(page) // 2]).smog is None
    assert math.isclose(report(page).smog or 0, 1.043 * math.sqrt(60) + 3.1291)


def test_the_hardest_comes_first_and_has_one_line() -> None:
    easy, hard, hardest = report("Go on."), report("Rehabilitation."), report("Word " * 40)
    assert sort_by_difficulty([easy, hard, hardest]) == [hardest, hard, easy]
    assert format_report(hardest) == (
        "   1 long (100%)  grade 11.8  SMOG     –     40 words in   1 sentences  docs/p.md"
    )


def test_an_empty_page_has_no_grade() -> None:
    assert report("").grade == report("… …\n\n- →\n").grade == 0.0
