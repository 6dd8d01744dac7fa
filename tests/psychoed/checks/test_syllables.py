"""Syllables of words whose count any dictionary gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.checks.readability import count_syllables

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
