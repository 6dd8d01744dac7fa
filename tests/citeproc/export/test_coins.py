"""COinS that a reference manager can take apart, and no markup in them."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.export.metadata import make_coins
from mkdocs_citeproc.export.record import PersonName, Record

FORMS = [
    ("article-journal", "journal", "article", "rft.atitle"),
    ("paper-conference", "book", "proceeding", "rft.atitle"),
    ("book", "book", "book", "rft.btitle"),
    ("chapter", "book", "bookitem", "rft.atitle"),
    ("report", "book", "report", "rft.btitle"),
    ("thesis", "dissertation", None, "rft.title"),
    ("webpage", "dc", None, "rft.title"),
]


def read(span: str) -> dict[str, list[str]]:
    """A span's fields, taken from its title as a browser would."""
    spans: list[dict[str, str | None]] = []

    class _Spans(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag == "span"
            spans.append(dict(attrs))

    _Spans().feed(span)
    assert len(spans) == 1
    assert spans[0]["class"] == "Z3988"
    return parse_qs(spans[0]["title"] or "", strict_parsing=True)


@pytest.mark.parametrize(("type_", "form", "genre", "title"), FORMS)
def test_each_form_has_its_title_and_genre(type_: str, form: str, genre: str | None, title: str) -> None:
    fields = read(make_coins(Record("a", type_, title="Rye", container="Bread", issued=(1998, 3))))
    assert fields["ctx_ver"] == ["Z39.88-2004"]
    assert fields["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{form}"]
    assert fields.get("rft.genre") == ([genre] if genre else None)
    assert fields[title] == ["Rye"]
    assert fields["rft.date"] == ["1998-03"]


def test_authors_and_addresses() -> None:
    authors = (PersonName("Gobbetti", "Marco"), PersonName(literal="Old Mill"))
    fields = read(
        make_coins(Record("a", "article-journal", authors=authors, doi="10.1/x", url="https://x.org/?a=1&b=2"))
    )
    assert fields["rft_id"] == ["info:doi/10.1/x", "https://x.org/?a=1&b=2"]
    assert (fields["rft.aulast"], fields["rft.aufirst"]) == (["Gobbetti"], ["Marco"])
    assert (fields["rft.au"], fields["rft.aucorp"]) == (["Gobbetti, Marco"], ["Old Mill"])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_nothing_in_a_source_is_markup(text: str) -> None:
    span = make_coins(Record("a", "book", title=text, authors=(PersonName(text),), url=text))
    assert read(span)["rft.btitle"] == [text]
    assert "<" not in unescape(span[1:].replace("</span>", ""))
