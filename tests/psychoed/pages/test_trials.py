"""Registered trials: their file, and the table that a page shows."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.source import SourceText, expand
from psychoed.pages.trials import Trial, find_trials, read_trials

FILE = """\
- registry_number: NCT01234567
  cite_key: nct01234567
  title: long kneading | rye
  who: home bakers
  compared_with: no kneading, or usual care
  n: 150
  status: active, no longer recruiting
  status_as_of: 2025-09-04
  start: 2023-04-12
  planned_end: 2026-09-30
  source_read: https://example.org/copy

- registry_number: ISRCTN1
  cite_key: isrctn1
  title: Cold proving
  who: millers
  compared_with: nothing (one group)
  status: recruiting
  source_read: https://example.org/other
"""


def read(text: str) -> tuple[list[Trial], list[str]]:
    trials, problems = read_trials(SourceText("trials.yml", text))
    return trials, [str(problem) for problem in problems]


def table(page: str) -> SourceText:
    return expand(SourceText("docs/a.md", page), find_trials(mask_code(page), read(FILE)[0]))


def test_a_line_is_replaced_by_a_row_for_each_trial() -> None:
    assert read(FILE)[1] == []
    *_, first, second, _, last = table("Above.\n\\trials\nBelow.\n").text.split("\n")[:-1]
    assert first == (
        "| **Long kneading \\| rye** [NCT01234567](https://clinicaltrials.gov/study/NCT01234567) [@{nct01234567}] | "
        "Home bakers. Compared with: no kneading, or usual care. People: 150. | "
        "Active, no longer recruiting (record of 4 September 2025). Start: 12 April 2023. "
        "Planned end: 30 September 2026. |"
    )
    assert second == (
        "| **Cold proving** ISRCTN1 [@{isrctn1}] | Millers. Compared with: nothing (one group). | Recruiting. |"
    )
    assert last == "Below."


@pytest.mark.parametrize("page", ["Write `\\trials`.\n", "```\n\\trials\n```\n", "Text \\trials\n", "\\trialsx\n"])
def test_only_a_line_of_its_own_asks_for_them(page: str) -> None:
    assert table(page).text == page


def test_each_part_keeps_the_place_where_it_was_written() -> None:
    source = table("Above.\n\n\\trials\n\nBelow.\n")
    places = {word: str(source.at(source.text.index(word))) for word in ("@{isrctn1}", "Millers", "(record", "Below")}
    assert places == {
        "@{isrctn1}": "trials.yml:14:13",
        "Millers": "trials.yml:16:8",
        "(record": "trials.yml:7:11",
        "Below": "docs/a.md:5:1",
    }


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("  n: 150", "  n: many", "6:6"),
        ("  n: 150", "  n: true", "6:6"),
        ("  n: 150", "  n: 0", "6:6"),
        ("  n: 150", "  people: 150", "6:3"),
        ("  who: home bakers\n", "", "1:3"),
        ("home bakers", "''", "4:8"),
        ("2025-09-04", "4 September 2025", "8:17"),
        ("2026-09-30", "2022-09-30", "10:16"),
        ("cite_key: nct01234567", "cite_key: '[@nct01234567]'", "2:13"),
        ("registry_number: ISRCTN1", "registry_number: NCT01234567", "13:20"),
        ("  status: recruiting\n  source", "  status: recruiting\n  status: ended\n  source", "19:3"),
    ],
)
def test_what_is_wrong_has_its_place(right: str, wrong: str, place: str) -> None:
    assert right in FILE
    trials, (problem,) = read(FILE.replace(right, wrong, 1))
    assert problem.startswith(f"trials.yml:{place}: [bad-trial] ")
    assert len(trials) == (2 if "ended" in wrong else 1)  # the others are shown


@pytest.mark.parametrize(
    ("text", "place"), [("a: b\n", "1:1"), ("- a\n", "1:3"), ("- [\n", "2:1"), ("- a: {b\n", "2:1")]
)
def test_a_file_of_something_else(text: str, place: str) -> None:
    trials, (problem,) = read(text)
    assert not trials
    assert problem.startswith(f"trials.yml:{place}: [bad-trial] ")


def test_an_empty_file_has_no_trials() -> None:
    assert read("# none yet\n") == ([], [])
