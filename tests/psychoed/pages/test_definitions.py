"""Definitions that pages share: their file, and where pages use them."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.source import SourceText, expand
from psychoed.pages.glossary import Definitions, find_definitions, read_definitions

FILE = 'definitions:\n  crumb: "the soft\n    inside"\n  crust: the outside [@crust2020]\n'


def read(text: str) -> tuple[Definitions, list[str]]:
    definitions, problems = read_definitions(SourceText("definitions.yml", text))
    return definitions, [str(problem).rpartition("]")[0] for problem in problems]


def expanded(text: str) -> tuple[SourceText, list[str]]:
    source = SourceText("docs/a.md", text)
    insertions, problems = find_definitions(source, mask_code(text), read(FILE)[0])
    return expand(source, insertions), [str(problem) for problem in problems]


def test_a_definition_is_printed_on_one_line() -> None:
    source, problems = expanded("The crumb is \\definition{crumb}.\n\nThe crust: \\definition{ crust }!\n")
    assert source.text == "The crumb is the soft inside.\n\nThe crust: the outside [@crust2020]!\n"
    assert not problems


def test_code_that_shows_one_stays() -> None:
    text = "Write `\\definition{crumb}`:\n\n```\n\\definition{nobody}\n```\n\n    \\definition{nobody}\n"
    source, problems = expanded(text)
    assert source.text == text
    assert not problems


def test_an_unknown_name_has_its_place_and_a_suggestion() -> None:
    source, problems = expanded("Text.\n\nIt is \\definition{crumbs} and \\definition{crumb}.\n")
    assert source.text == "Text.\n\nIt is \\definition{crumbs} and the soft inside.\n"
    (problem,) = problems
    assert problem.startswith("docs/a.md:3:7: [unknown-definition] ")
    assert "'crumb'" in problem.partition("]")[2]


def test_each_part_keeps_the_place_where_it_was_written() -> None:
    source, _ = expanded("A \\definition{crust}, \\definition{crumb}, end.\n\nNext.\n")
    places = {word: str(source.at(source.text.index(word))) for word in ("A", "[@crust2020]", "soft", "end", "Next")}
    assert places == {
        "A": "docs/a.md:1:1",
        "[@crust2020]": "definitions.yml:4:10",
        "soft": "definitions.yml:2:10",
        "end": "docs/a.md:1:43",
        "Next": "docs/a.md:3:1",
    }
    assert str(source.at(10**6)) == "docs/a.md:4:1"
    assert str(source.at(-1)) == "docs/a.md:1:1"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", []),
        ("definitions: {}\n", ["definitions.yml:1:14: [bad-definition"]),
        ("definitions:\n  crumb: ''\n", ["definitions.yml:2:10: [bad-definition"]),
        ("definition:\n  crumb: soft\n", ["definitions.yml:1:1: [bad-definition"]),
        ("definitions:\n  crumb: [soft]\n", ["definitions.yml:2:10: [bad-definition"]),
        ("definitions: [\n", ["definitions.yml:2:1: [bad-definition"]),
    ],
)
def test_what_is_wrong_with_the_file_has_its_place(text: str, problems: list[str]) -> None:
    assert read(text) == ({}, problems)
