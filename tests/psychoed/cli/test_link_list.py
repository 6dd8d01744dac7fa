"""links.yml: read with every fault at its place."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.cli.link_list import read_link_list

GOOD = """\
refuses:
  - host: Www.Journal.org
    looked: 2026-01-02
    why: opened by hand
notices:
  - {doi: 10.1000/C, looked: 2026-01-02, why: spelling}
"""


def said(text: str) -> list[str]:
    return [str(problem) for problem in read_link_list(SourceText("links.yml", text))[1]]


def test_hosts_and_notices() -> None:
    listed, problems = read_link_list(SourceText("links.yml", GOOD))
    assert problems == []
    assert list(listed.notices) == ["10.1000/c"]
    line = listed.find_host("https://www.journal.org/x?y")
    assert line
    assert (line.day, line.why, str(line.where)) == (date(2026, 1, 2), "opened by hand", "links.yml:2:5")
    assert listed.find_host("https://other.org/www.journal.org") is None


def test_half_a_year_on_a_person_looks_again() -> None:
    listed, _ = read_link_list(SourceText("links.yml", GOOD))
    assert listed.find_outdated(date(2026, 6, 30)) == []
    assert [str(problem) for problem in listed.find_outdated(date(2026, 8, 1))] == [
        "links.yml:2:5: [unseen-link] a person last looked at Www.Journal.org on 2026-01-02. "
        "Open our links there in a browser, then put today's date after 'looked'."
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("refuses: [", "2:1"),
        ("- a", "1:1"),
        ("refused: []", "1:1"),
        ("refuses: yes", "1:10"),
        ("refuses:\n  - www.journal.org", "2:5"),
        ("refuses:\n  - host: a.org\n    looked: last week\n    why: x", "2:5"),
        ("refuses:\n  - host: a.org\n    looked: 2026-01-02", "2:5"),
        ("refuses:\n  - host: a.org\n    looked: 2026-01-02\n    why: x\n    who: me", "2:5"),
        ("notices:\n  - host: a.org\n    looked: 2026-01-02\n    why: x", "2:5"),
    ],
)
def test_faults(text: str, place: str) -> None:
    assert said(text)
    assert all(line.startswith(f"links.yml:{place}: [bad-link-list] ") for line in said(text))


def test_nothing_is_fine() -> None:
    assert said("") == said("# only words\n") == said("refuses: []\nnotices: []\n") == []
