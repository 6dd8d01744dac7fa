"""How a page of the site is cited."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.export.cite_page import cite_page
from mkdocs_citeproc.export.metadata import PageData
from mkdocs_citeproc.source import SourceText

DAY = date(2026, 11, 3)


def about(title: str = "What is rye?", site: str = "Bread", **more: object) -> PageData:
    return PageData("WebPage", title, "", site, "en", **more)  # type: ignore[arg-type]


APA = [
    (
        about(group="The bakers", written=DAY, url="https://b.org/rye/"),
        "The bakers. (2026, November 3). <cite>What is rye?</cite> Bread. "
        '<a href="https://b.org/rye/">https://b.org/rye/</a>',
    ),
    (
        about("Rye", authors=("Jane M. van Doe", "Jean-Luc Picard")),
        "van Doe, J. M., &amp; Picard, J.-L. (n.d.). <cite>Rye</cite>. Bread.",
    ),
    (about("Rye", authors=("Doe, Jane", "Cher")), "Doe, J., &amp; Cher. (n.d.). <cite>Rye</cite>. Bread."),
    (
        about("Rye", authors=("Anna - Maria Doe", "Doe, Jr., Jane", "a, b, c, d")),
        "Doe, A.-M., Doe, J., Jr., &amp; a, b, c, d. (n.d.). <cite>Rye</cite>. Bread.",
    ),
    (about("Rye"), "Bread. (n.d.). <cite>Rye</cite>."),
    (
        about("Rye", written=date(2026, 1, 1), reviewed=DAY, group="X"),
        "X. (2026, November 3). <cite>Rye</cite>. Bread.",
    ),
]


@pytest.mark.parametrize(("page", "shown"), APA)
def test_apa(page: PageData, shown: str) -> None:
    assert cite_page(page).apa == shown


def test_bibtex() -> None:
    page = about("Rye & 100% {more}", authors=("Jane Doe", "John Roe"), written=DAY, url="https://b.org/a_b/")
    assert cite_page(page).bibtex == (
        "@online{rye-100-more-2026,\n"
        "  author = {Jane Doe and John Roe},\n"
        "  title = {{Rye \\& 100\\% \\textbraceleft{}more\\textbraceright{}}},\n"
        "  date = {2026-11-03},\n"
        "  organization = {Bread},\n"
        "  url = {https://b.org/a_b/},\n"
        "}\n"
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.seen.append(tag)


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(WORDS, WORDS)
def test_nothing_is_markup_and_all_is_bibtex(title: str, name: str) -> None:
    shown = cite_page(about(title, name, authors=(name,), written=DAY))
    tags = _Tags()
    tags.feed(shown.apa)
    assert tags.seen == ["cite"]
    read, problems = parse_bibtex(SourceText("x.bib", shown.bibtex))
    assert problems == []
    assert len(read.entries) == 1
