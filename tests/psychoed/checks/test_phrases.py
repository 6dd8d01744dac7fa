"""A words file and what it says of pages: phrases that are not used, where they may stand after all, vague links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.phrases import Words, check_words, read_words
from psychoed.checks.text import read_page_text

WHOLE = """\
phrases:
  - phrase: [all in your oven, burn’t]
    reason: nobody can know.
    instead: Say what you see
    unless: {quoted: true, pages: [docs/old/]}
  - {phrase: perfect crust, reason: it promises, unless: {denied: true, with: [the judges say]}}
vague_links: [here, read more]
"""


def read(text: str) -> tuple[Words, list[str]]:
    words, problems = read_words(SourceText("words.yml", text))
    return words, [str(problem) for problem in problems]


WORDS, PROBLEMS = read(WHOLE)


def said(text: str, path: str = "docs/p.md") -> list[str]:
    return [
        str(problem).removeprefix(f"{path}:") for problem in check_words(read_page_text(SourceText(path, text)), WORDS)
    ]


def test_the_file_is_right() -> None:
    assert PROBLEMS == []
    assert WORDS.vague_links == {"here", "read more"}


WRONG = [
    ("    reason: nobody can know.\n", "", "2:5: [bad-words] this phrase has no 'reason'."),
    (
        "phrase: perfect crust",
        "phrases: perfect crust",
        "6:6: [bad-words] this phrase has no field 'phrases'. Did you mean 'phr",
    ),
    ("denied: true", "denied: yes please", "6:67: [bad-words] 'denied' must be true or false."),
    ("{denied: true, with: [the judges say]}", "{}", "6:58: [bad-words] 'unless' is empty. It must contain one of"),
    (
        "vague_links: [here",
        "vague_links: ['', here",
        "7:15: [bad-words] 'vague_links' contains something that is not text.",
    ),
    ("vague_links", "vague", "7:1: [bad-words] this words file has no field 'vague'."),
    ("  - phrase: [all", " - phrase: [all: b", "[bad-words] The file is not valid YAML"),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), WRONG)
def test_what_is_wrong_with_the_file_is_said_where_it_stands(right: str, wrong: str, expected: str) -> None:
    assert right in WHOLE
    _, problems = read(WHOLE.replace(right, wrong, 1))
    assert any(expected in problem for problem in problems), problems


USED = {
    "It is all in your oven.": "1:7",
    "ALL IN\nYOUR **oven**.": "1:1",
    "Do not say it is burn't.": "1:18",
    "- This is a perfect crust.": "1:13",
    "| A perfect crust |\n|---|\n| x |": "1:5",
    "# The perfect crust": "1:7",
    "It is not bread. A perfect crust is.": "1:20",
}


@pytest.mark.parametrize("text", USED)
def test_a_phrase_is_found_over_lines_emphasis_and_apostrophes(text: str) -> None:
    found = said(text)
    assert len(found) == 1
    assert found[0].startswith(f"{USED[text]}: [forbidden-phrase] '")


MAY = [
    "They say “it is all in your oven” and ‘burn’t’.",
    'They say "all in your oven".',
    "No oven makes a perfect crust.",
    "It isn’t a perfect crust.",
    "The judges say: a perfect crust.",
    "Some call it the judges say a perfect crust.",
    "<!-- forbidden-phrase: the title of a book -->\nA perfect crust.",
    "`perfect crust` and <span title='perfect crust'>x</span>",
    "imperfect crust, perfect crusty",
]


@pytest.mark.parametrize("text", MAY)
def test_where_it_may_stand_nothing_is_said(text: str) -> None:
    assert said(text) == []


def test_a_page_may_be_let_off() -> None:
    assert said("It is all in your oven.", "docs/old/p.md") == []
    assert len(said("A perfect crust.", "docs/old/p.md")) == 1


def test_the_reason_and_what_to_write_are_told() -> None:
    assert said("It is all in your oven.")[0] == (
        "1:7: [forbidden-phrase] 'all in your oven': nobody can know. Say what you see. "
        "Or on the line before: <!-- forbidden-phrase: why it may stand -->."
    )


@pytest.mark.parametrize("text", ["[here](a.md)", "[**Read more** …](a.md)", "See [Here][ref].\n\n[ref]: a.md"])
def test_a_vague_link_is_found(text: str) -> None:
    assert [line for line in said(text) if "[vague-link]" in line]


@pytest.mark.parametrize("text", ["[here comes rye](a.md)", "here", "[here]", "![here](a.png)", "`[here](a.md)`"])
def test_a_link_that_says_where_it_goes_is_none(text: str) -> None:
    assert said(text) == []


@given(st.text(alphabet="phrase:s[]{}-, \n'\"unlessreasonvague_links", max_size=80))
def test_no_file_breaks_it(text: str) -> None:
    read(text)
