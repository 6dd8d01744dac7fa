"""The links to check: the addresses in our texts, and links.yml with every fault at its place."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.cli.link_list import find_addresses, read_link_list


def found(text: str, path: str = "docs/a.md") -> dict[str, str]:
    return {url: f"{place.line}:{place.column}" for url, place in find_addresses([SourceText(path, text)]).items()}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See [x](https://a.org/b).", "https://a.org/b"),
        ("See [x](https://a.org/b_(c)#d).", "https://a.org/b_(c)"),
        ("See https://a.org/b, or", "https://a.org/b"),
        ("<https://a.org/?q=1&r=2>", "https://a.org/?q=1&r=2"),
        ('<a href="http://a.org/b">', "http://a.org/b"),
        ("[x]: https://a.org/b", "https://a.org/b"),
        ("(https://a.org/b)", "https://a.org/b"),
        ("**https://a.org/b**", "https://a.org/b"),
    ],
)
def test_an_address(text: str, url: str) -> None:
    assert list(found(text)) == [url]


@pytest.mark.parametrize(
    "text",
    [
        "`https://a.org`",
        "```\nhttps://a.org\n```",
        "<!-- https://a.org -->",
        "https://doi.org/10.1000/1",
        "http://127.0.0.1:8000/ and http://localhost/ and https://www.example.org/x and https://site.invalid",
        "http:// and https://",
    ],
)
def test_none(text: str) -> None:
    assert found(text) == {}


def test_the_first_place_is_told() -> None:
    assert found("x https://a.org/\nhttps://b.org/ https://a.org/#c") == {
        "https://a.org/": "1:3",
        "https://b.org/": "2:1",
    }


def test_a_bibliography_is_no_markdown() -> None:
    assert found("  url = {https://a.org/`b`},", "references.bib") == {"https://a.org/": "1:10"}


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
