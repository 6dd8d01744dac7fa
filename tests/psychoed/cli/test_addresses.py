"""Where our texts lead out into the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.cli.link_list import find_addresses, read_sources
from support.site import ROOT


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


def test_our_own_texts_lead_out(tmp_path: Path) -> None:
    urls = find_addresses(read_sources(ROOT))
    assert {"https://creativecommons.org/licenses/by/4.0/", "https://www.nice.org.uk/guidance/ng193"} <= set(urls)
    assert not [url for url in urls if "doi.org/" in url]
    assert read_sources(tmp_path) == []
