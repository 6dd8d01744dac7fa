"""A page for the checks: its blocks and its sentences."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.text import find_sentence, read_page_text, split_sentences

PAGE = """\
---
kind: x
---
# Title { #title }

Two lines,
one paragraph.

- one
- two
  goes on

    inside two

| a | b |
|---|---|
| c | d |

> quoted

!!! note "Named"

    Inside.

\\bibliography

Last.
"""


def test_each_block_is_what_it_is() -> None:
    page = read_page_text(SourceText("p.md", PAGE))
    found = [(block.kind.value, page.plain[block.start : block.end].strip(" \0")) for block in page.blocks]
    assert found == [
        ("heading", "Title"),
        ("paragraph", "Two lines,\none paragraph."),
        ("list item", "one"),
        ("list item", "two\n  goes on"),
        ("paragraph", "inside two"),
        *(("table cell", cell) for cell in "abcd"),
        ("paragraph", "quoted"),
        ("paragraph", '!!! note "Named"'),
        ("paragraph", "Inside."),
        ("paragraph", "Last."),
    ]


@given(st.text(alphabet="ab1 \n\t|-*>#:`[]@<!figure/>\\{}.%", max_size=120))
def test_blocks_are_in_order_and_disjoint(text: str) -> None:
    page = read_page_text(SourceText("p.md", text))
    assert all(0 <= block.whole <= block.start <= block.end <= len(text) for block in page.blocks)
    assert all(one.end <= other.start for one, other in pairwise(page.blocks))
    for block in page.blocks:
        page.list_keys(block)


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
