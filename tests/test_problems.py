"""Problems as they are read, and in which order."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.problems import Code, Location, Problem, escape_controls, sort_problems


def test_a_problem_is_one_line_with_place_cause_and_remedy() -> None:
    where = Location("docs/a.md", 3, 7)
    assert str(Problem(Code.BAD_DATE, where, "no day.", "Write one.")) == "docs/a.md:3:7: [bad-date] no day. Write one."
    assert str(Problem(Code.BAD_DATE, where, "no day")) == "docs/a.md:3:7: [bad-date] no day."


def test_each_is_said_once_in_the_order_of_places() -> None:
    late, soon = (Problem(Code.BAD_DATE, Location("docs/a.md", line), "no day") for line in (10, 9))
    elsewhere = Problem(Code.BAD_DATE, Location("docs/B.md", 99), "no day")
    assert sort_problems([late, elsewhere, soon, late]) == [elsewhere, soon, late]


TERMINAL = {
    "an escape sequence": ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
    "one of a single sign": ("\x9b31m", "\\x9b31m"),
    "a line written over": ("good\rbad", "good\\rbad"),
    "letters taken back": ("a\x08b\x7f", "a\\x08b\\x7f"),
    "text turned round": ("\u202egpj.exe", "\\u202egpj.exe"),
    "another line end": ("a\u2028b\x0bc\x85d", "a\\u2028b\\x0bc\\x85d"),
    "a byte of a file's name": ("caf\udce9.md", "caf\\udce9.md"),
}


@pytest.mark.parametrize(("text", "shown"), TERMINAL.values(), ids=TERMINAL.keys())
def test_nothing_in_a_message_controls_a_terminal(text: str, shown: str) -> None:
    assert escape_controls(f"<{text}>") == f"<{shown}>"
    problem = Problem(Code.BAD_DATE, Location(f"docs/{text}.md"), f"no day '{text}'", f"Not {text}")
    assert str(problem) == f"docs/{shown}.md:1:1: [bad-date] no day '{shown}'. Not {shown}"


def test_words_of_any_language_stay() -> None:
    text = "Ça va\u00a0? नमस्ते, שלום, 日本 👩\u200d⚕️ – “…”\nsecond line"
    assert escape_controls(text) == text


def test_a_message_is_one_line_whatever_is_in_it() -> None:
    """A line of its own could be a command to GitHub's log."""
    problem = Problem(Code.BAD_DATE, Location("docs/a.md"), "no day 'x\n::stop-commands::y'", "")
    assert str(problem) == "docs/a.md:1:1: [bad-date] no day 'x ::stop-commands::y'."
