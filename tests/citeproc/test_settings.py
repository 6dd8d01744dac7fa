"""The settings: what is wrong with them, and the page that describes them."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_citeproc.settings import CitationSettings, find_wrong_settings, write_reference
from support.site import ROOT


def test_none_is_needed() -> None:
    assert find_wrong_settings({}) == (CitationSettings(), [])


def test_valid_values_are_kept() -> None:
    given: dict[str, Any] = {"csl_file": "ieee", "bib_dir": None, "quiet_kinds": ["a"], "pandoc_timeout": 5}
    settings, wrong = find_wrong_settings(given)
    assert wrong == []
    assert settings == CitationSettings(csl_file="ieee", quiet_kinds=("a",), pandoc_timeout=5)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("csl_file", None, "text"),
        ("bib_by_default", "yes", "true or false"),
        ("pandoc_timeout", True, "a number"),
        ("pandoc_timeout", 0, "above 0"),
        ("kinds", ["a"], "lines of"),
        ("quiet_kinds", "a", "a list of words"),
        ("quiet_kinds", [1], "a list of words"),
        ("bib_command", "list", "a backslash"),
        ("full_bib_command", "\\bibliography", "differ"),
        ("csl_fil", "x", "Did you mean 'csl_file'?"),
        ("footnote_format", "x", "no effect"),
        ("nothing_like_it", "x", "Known: "),
    ],
)
def test_what_is_wrong_is_named(name: str, value: object, words: str) -> None:
    [(wrong, message)] = find_wrong_settings({name: value})[1]
    assert wrong == name
    assert words in message


def test_the_page_of_settings_is_current() -> None:
    path = ROOT / "packages" / "mkdocs-citeproc" / "docs" / "settings.md"
    assert path.read_text(encoding="utf-8") == write_reference(), "python -m mkdocs_citeproc.settings > that file"
