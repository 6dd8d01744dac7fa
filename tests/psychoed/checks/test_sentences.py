"""Running text in sentences."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.checks.text import find_sentence, split_sentences

WHOLE = [
    ["One is here.", " Two is there!", " “Three?”", " Four"],
    ["It rose, e.g. in rye, by 1.5 points.", " Then it fell."],
    ["So says Dr. Crumb et al. of it.", " Next."],
    ["Was it P < .001?", " Yes."],
    ["The **end.**", " 33 of 50 rose."],
    ["One line\nand another.", "\nA third."],
]


@pytest.mark.parametrize("parts", WHOLE)
def test_a_text_is_cut_where_sentences_end(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[begin:end] for begin, end in split_sentences(text)] == parts


def test_the_sentence_around_a_place() -> None:
    assert find_sentence("One. Two is here. Three.", 8) == " Two is here."


@given(st.text(alphabet='Ab. !?…\n"”)*1:', max_size=60))
def test_no_letter_is_lost_or_read_twice(text: str) -> None:
    spans = list(split_sentences(text))
    assert all(begin < end for begin, end in spans)
    assert [begin for begin, _ in spans[1:]] == [end for _, end in spans[:-1]]


@pytest.mark.parametrize("sign", [".", "!", "*", "_", " ", "\t", "A. ", " Mr. "])
def test_a_long_row_of_one_sign_is_walked_through_once(sign: str) -> None:
    def seconds(count: int) -> float:
        begin = time.process_time()
        list(split_sentences(f"Rye{sign * count}a"))
        return time.process_time() - begin

    assert seconds(200_000) < 5  # a minute, if it began again at each sign


def test_spanish_sentences_end_and_begin_as_in_spanish() -> None:
    text = "Duerme «bien.» ¿Por qué? Ángeles, p. ej. la Dra. Ruiz, lo dice. Él no."
    found = [text[begin:end].strip() for begin, end in split_sentences(text)]
    assert found == ["Duerme «bien.»", "¿Por qué?", "Ángeles, p. ej. la Dra. Ruiz, lo dice.", "Él no."]
