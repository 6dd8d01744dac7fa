"""The schema of a page's front matter: sound, agreeing with the build's own check, and kept in the repository."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from mkdocs_citeproc.source import SourceText
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import DEFAULT_RULES, PageRules
from psychoed.pages.schema import build_page_schema

RULES = PageRules(audiences=("home bakers", "millers"))
PAGE: dict[str, Any] = {
    "description": "Bread.",
    "kind": "explanation",
    "audience": ["millers"],
    "written": "2026-01-02",
}
PAGE |= {"next": ["a.md"]}


def agreed(page: dict[str, Any]) -> bool:
    """Whether the schema accepts the page; the build's own check says the same."""
    accepts: bool = Draft202012Validator(build_page_schema(RULES)).is_valid(page)
    text = yaml.safe_dump(page).replace("'2026-01-02'", "2026-01-02")
    _, problems = read_front_matter(SourceText("a.md", f"---\n{text}---\n"), {"a.md"}, RULES)
    assert accepts is not bool(problems), [str(problem) for problem in problems]
    return accepts


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"kind": "home", "next": ["a.md"]},
        {"search_terms": ["loaf"], "authors": ["Ada"], "reviewed": "2026-01-02", "title": "Bread", "hide": ["toc"]},
        {"clinical_review": {"name": "Bo", "role": "nurse", "date": "2026-01-02"}},
        {"kind": "news", "date_precision": "month"},
        {"kind": "handout", "check_first": False},
    ],
)
def test_what_both_accept(more: dict[str, Any]) -> None:
    assert agreed(PAGE | more)


@pytest.mark.parametrize(
    "more",
    [
        {"description": "x" * 201},
        {"kind": "exercise"},
        {"audience": ["everyone"]},
        {"audience": []},
        {"colour": "red"},
        {"clinical_review": {"name": "Bo"}},
        {"clinical_review": {"name": "Bo", "role": "nurse", "date": "2026-01-02", "fee": "10"}},
        {"categories": ["x"]},
        {"check_first": False},
        {"kind": "handout", "check_first": "no"},
    ],
)
def test_what_both_refuse(more: dict[str, Any]) -> None:
    assert not agreed(PAGE | more)


@pytest.mark.parametrize("name", PAGE)
def test_what_must_be_there(name: str) -> None:
    assert not agreed({key: value for key, value in PAGE.items() if key != name})


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(build_page_schema(DEFAULT_RULES))
