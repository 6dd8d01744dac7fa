"""Addresses that two sources share, and those that only look alike."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.problems import Location
from psychoed.site.addresses import AddressClaim, find_address_problems, get_reader_address


def claims(*paths: str) -> list[str]:
    """The paths at which problems are found."""
    found = [AddressClaim(path, f"'{path}'", Location(path)) for path in paths]
    return [problem.where.path for problem in find_address_problems(found)]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("index.html", ""),
        ("a/index.html", "a"),
        ("a.html", "a"),
        ("A/Index.HTML", "a"),
        ("a.htm", "a"),
        ("a/index/index.html", "a"),
        ("a/b.png", "a/b.png"),
        ("a\u200b.html", "a"),
        ("ſtraße/ı.html", "strasse/i"),
        ("a. /b.html", "a/b"),
        ("warning\u2010signs.html", "warning-signs"),
        ("warning\u2013signs.html", "warning-signs"),
    ],
)
def test_what_readers_type(path: str, typed: str) -> None:
    assert get_reader_address(path) == typed


def test_two_at_one_address_are_one_problem() -> None:
    assert claims("a.html", "b.html", "A/index.html") == ["A/index.html"]
    assert claims("a.html", "a/b.html", "a.png") == []


def test_a_file_where_another_needs_a_folder() -> None:
    assert set(claims("sw.js", "SW.js/index.html")) == {"SW.js/index.html"}
    assert claims("sw.js", "SW.js/a/b.png") == ["SW.js/a/b.png"]


def test_a_folder_that_is_named_like_a_page() -> None:
    assert claims("a.html/index.html") == ["a.html/index.html"]


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "a/../b.html", "a//b.html"])
def test_an_address_outside_the_site(path: str) -> None:
    assert claims(path) == [path]


def test_the_place_is_that_of_an_author() -> None:
    written = AddressClaim("a.html", "'a.html', which the build writes")
    (problem,) = find_address_problems([AddressClaim("a/index.html", "'docs/a.md'", Location("docs/a.md")), written])
    assert problem.where.path == "docs/a.md"
    assert "which the build writes" in problem.message
