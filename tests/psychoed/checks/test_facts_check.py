"""A page's numbers against the facts of what it cites: which citation speaks for which number, and what is silenced."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import read_facts
from psychoed.checks.numbers import check_numbers
from psychoed.checks.text import read_page_text

FACTS, _ = read_facts(
    SourceText(
        "facts.yml",
        "a: {risen: {counts: x, read: abstract, values: {rye: {count: 33, of: 50}}}}\n"
        "b: {risen: {counts: x, read: abstract, values: {rye: {percent: 20}}}}\n",
    )
)


def problems(text: str) -> list[str]:
    said = check_numbers(read_page_text(SourceText("p.md", text)), FACTS)
    return [str(problem).split("] ")[0].replace("p.md:", "").replace(": [", " ") for problem in said]


RIGHT = [
    "It was 33 of 50 [@a].",
    "Of them 33 of 50,\nor 66%, rose [see @a, p. 20 of 400].",
    "@a found 66%.",
    "First, 66% [@a].\nThen 20% [@b].",
    "- 66% [@a]\n- 20% [@b]",
    "- In rye [@a]:\n    - 66% rose",
    "What they found [@a]:\n\n- 66% in rye\n- 33 of 50, that is",
    "- It rose [@a].\n\n    So it was 66%.",
    "| Rye | Wheat |\n|---|---|\n| 66% [@a] | 33 of 50 |",
    "| Rye [@a] | Wheat [@b] |\n|---|---|\n| 66% | 20% |",
    "In numbers [@a]:\n\n| Rye |\n|---|\n| 66% |",
    "## Did 66% rise?\n\nYes, 33 of 50 did [@a].",
    "> It was 66%.\n>\n> So they say [@a].",
    "<figure markdown>\n\\figure{x}\n<figcaption markdown>Of 100 people: rye 66 [@a].</figcaption>\n</figure>",
    "<figure markdown>\n| Rye |\n|---|\n| 66% |\n<figcaption markdown>What rose [@a].</figcaption>\n</figure>",
    "`67%` and <span title='67%'>no</span> <!-- 67% -->[a link](http://x.org/67%25)",
    "    67% in code\n\n```\n67%\n```",
    "---\ndescription: 67% rose\n---\nNone.",
    "<!-- uncited-number: an invented example -->\nIt was 67%.",
    "<!-- unknown-number: it circulates, and is wrong -->\nIt was 67% [@a].",
    "- <!-- uncited-number: an invented example -->67% rose",
    "<!-- uncited-number: an invented table -->\n\n| Rye |\n|---|\n| 67% |\n| 68% |",
    "!!! note\n\n    - 66% [@a]\n\n    It was 20% [@b].",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_number_is_spoken_for(text: str) -> None:
    assert problems(text) == []


WRONG = {
    "It was 66%.": ["1:8 uncited-number"],
    "It was 67% [@a].": ["1:8 unknown-number"],
    "It was 20% [@a].": ["1:8 unknown-number"],
    "It was 66% [@c].": ["1:8 unknown-number"],
    "It was 66%.\n\nSo they say [@a].": ["1:8 uncited-number"],
    "- 66% [@a]\n- 20%": ["2:3 uncited-number"],
    "So they say [@a].\n\n- 66% rose": ["3:3 uncited-number"],
    "| Rye [@a] | Wheat |\n|---|---|\n| 66% | 20% |": ["3:9 uncited-number"],
    "| Rye [@a] | Wheat [@b] |\n|---|---|\n| 20% | 66% |": ["3:3 unknown-number", "3:9 unknown-number"],
    "| Rye | Wheat |\n|---|---|\n| 66% [@a] | 33 of 50 |\n| 66% | – |": ["4:3 uncited-number"],
    "> It was 66%.\n\n> So they say [@a].": ["1:10 uncited-number"],
    "<!-- uncited-number: -->\nIt was 67%.": ["2:8 uncited-number"],
    "<!-- uncited-number: not here -->\nIt was 67% [@a].": ["2:8 unknown-number"],
    "<!-- uncited-number: only here -->\nIt was 67%.\n\nAnd 68%.": ["4:5 uncited-number"],
    "---\nkind: x\n---\n\n# Title\n\nIt was **66%**.": ["7:10 uncited-number"],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_no_citation_or_no_fact_speaks_for_is_said_where_it_stands(text: str) -> None:
    assert problems(text) == WRONG[text]


def test_the_message_says_what_to_do() -> None:
    uncited, unknown = check_numbers(
        read_page_text(SourceText("p.md", "It was 66%.\n\nIt was **32 of 50** [@a; @b].")), FACTS
    )
    assert "no citation in this paragraph gives a source for '66%'. Cite the source in the same" in str(uncited)
    assert "facts.yml has no '32 of 50' of 'a' or 'b'. It has 33 of 50, 20 of 100. Correct the number" in str(unknown)
