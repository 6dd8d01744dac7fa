"""Caveats counted by kind, on pages and on paths, and the file that says what one is."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.checks.caveats import CaveatRules, add_counts, count_caveats, describe_path, read_caveat_rules
from psychoed.checks.text import read_page_text

FILE = """\
budget: 5
kinds:
  oven: [mind the oven, hot oven]
  doubt: [don’t know, get … tested, our own]
paths:
  way in: [index.md, bread.md]
"""
PAGES = ("index.md", "bread.md")


def read(text: str = FILE) -> tuple[CaveatRules, list[str]]:
    rules, problems = read_caveat_rules(SourceText("caveats.yml", text), PAGES)
    return rules, [str(problem) for problem in problems]


def count(text: str) -> tuple[int, int, dict[str, int]]:
    found = count_caveats(read_page_text(SourceText("docs/a.md", text)), read()[0])
    return found.sentences, found.caveats, dict(found.by_kind)


@pytest.mark.parametrize(
    ("text", "sentences", "caveats", "kinds"),
    [
        ("Knead it. Mind the oven. Bake it.", 3, 1, {"oven": 1, "doubt": 0}),
        ("Mind the\noven, we don't know why, mind the oven.", 1, 1, {"oven": 1, "doubt": 1}),
        ("- Hot **oven**\n- Get the dough tested.\n- Get it. Tested.", 4, 2, {"oven": 1, "doubt": 1}),
        (
            "# Mind the oven\n\n```\nMind the oven.\n```\n\n| our own |\n|---|\n| our own |",
            0,
            0,
            {"oven": 0, "doubt": 0},
        ),
        ("Shot oven. Our ownership.", 2, 0, {"oven": 0, "doubt": 0}),
        ("", 0, 0, {"oven": 0, "doubt": 0}),
    ],
)
def test_a_sentence_is_one_caveat_and_counts_for_each_of_its_kinds(
    text: str, sentences: int, caveats: int, kinds: dict[str, int]
) -> None:
    assert count(text) == (sentences, caveats, kinds)


def test_pages_add_up_to_a_path_that_is_held_against_the_budget() -> None:
    rules, _ = read()
    pages = [
        count_caveats(read_page_text(SourceText(name, text)), rules)
        for name, text in (("index.md", "Mind the oven. " + "Bake. " * 18), ("bread.md", "Bread."))
    ]
    path = add_counts("the way in", pages)
    assert (path.sentences, path.caveats, path.by_kind) == (20, 1, {"oven": 1, "doubt": 0})
    lines = describe_path(path, pages, rules.budget)
    assert "1 of 20 sentences (5%), within the budget of 5%" in lines[0]
    assert lines[1:] == ["  index.md: 1 of 19 sentences (5%). By kind: oven 1.", "  bread.md: 0 of 1 sentences (0%)."]
    assert "over the budget" in describe_path(path, pages, 4.9)[0]


def test_the_file_is_read() -> None:
    rules, problems = read()
    assert not problems
    assert (rules.budget, rules.paths) == (5, {"way in": PAGES})
    assert read("") == (CaveatRules(100, {}, {}), [])


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("budget: 5", "budget: little", "1:9"),
        ("budget: 5", "budget: 105", "1:9"),
        ("budget: 5", "buget: 5", "1:1"),
        ("bread.md]", "braed.md]", "6:22"),
        ("[mind the oven, hot oven]", "['']", "3:10"),
        ("  oven: [mind the oven, hot oven]\n  doubt: [don’t know, get … tested, our own]\n", "", "2:7"),
        ("kinds:", "kinds: [", "4:3"),
    ],
)
def test_what_is_wrong_with_the_file_has_its_place(right: str, wrong: str, place: str) -> None:
    assert right in FILE
    _, (problem,) = read(FILE.replace(right, wrong, 1))
    assert problem.startswith(f"caveats.yml:{place}: [bad-caveats] ")


def test_a_line_without_a_word_is_no_sentence() -> None:
    assert count("Knead it.\n\n— …\n\nMind the oven.")[0] == 2
