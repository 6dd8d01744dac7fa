"""Sources as plain values, and their kinds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.export.formats import write_csl_json
from mkdocs_citeproc.export.record import (
    PersonName,
    Record,
    classify_source,
    get_schema_type,
    read_record,
    strip_markup,
)

PLAIN = [
    ('<span class="nocase">Pain</span> and <i>it</i> H<sub>2</sub>O', "Pain and it H2O"),
    ("a < b > c <script>x</script>", "a < b > c <script>x</script>"),
    ("two\nlines\t and\x00 more ", "two lines and more"),
    (12, "12"),
    (None, ""),
    (["x"], ""),
]


@pytest.mark.parametrize(("value", "text"), PLAIN)
def test_plain(value: object, text: str) -> None:
    assert strip_markup(value) == text


DATES: list[tuple[Any, tuple[int, ...]]] = [
    ({"date-parts": [[2021, 9, 29]]}, (2021, 9, 29)),
    ({"date-parts": [["2021"]]}, (2021,)),
    ({"date-parts": [[2021, 21]]}, (2021,)),
    ({"date-parts": [[2020, 3], [2021, 4]]}, (2020, 3)),
    ({"date-parts": [[]]}, ()),
    ({"literal": "spring"}, ()),
    (None, ()),
    ("2021", ()),
]


@pytest.mark.parametrize(("value", "date"), DATES)
def test_dates(value: Any, date: tuple[int, ...]) -> None:
    assert read_record({"id": "a", "issued": value}).issued == date


def test_names() -> None:
    kolk = PersonName(family="Kolk", given="Bessel A.", particle="van der", suffix="Jr.")
    assert kolk.straight == "Bessel A. van der Kolk Jr."
    assert kolk.inverted == "Kolk, Bessel A. van der, Jr."
    assert PersonName(literal="World Health Organization").inverted == "World Health Organization"
    item = {"id": "a", "author": [{"family": "Ziv", "given": "A."}, {"literal": "Who"}, "odd"]}
    assert [name.straight for name in read_record(item).authors] == ["A. Ziv", "Who"]


PAGES = [
    ("13-23", ("13", "23")),
    ("13–23", ("13", "23")),
    ("1140.e1-1140.e22", ("1140.e1", "1140.e22")),
    ("e2333846", ("e2333846", "")),
    ("1-2-3", ("1", "")),
    ("", ("", "")),
]


@pytest.mark.parametrize(("pages", "ends"), PAGES)
def test_pages(pages: str, ends: tuple[str, str]) -> None:
    read = read_record({"id": "a", "page": pages})
    assert (read.first_page, read.last_page) == ends


def test_dates_and_dois_as_written() -> None:
    read = read_record({"id": "a", "issued": {"date-parts": [[2021, 9]]}, "DOI": "10.1/a<b>#c?"})
    assert read.date == "2021-09"
    assert read.doi_address == "https://doi.org/10.1/a%3Cb%3E%23c%3F"
    assert read_record({"id": "a"}).doi_address == ""


def test_what_has_no_type_gets_one() -> None:
    assert get_schema_type({"id": "a", "type": "", "URL": "https://x.org"}) == "webpage"
    assert get_schema_type({"id": "a"}) == "document"
    assert get_schema_type({"id": "a", "type": "book"}) == "book"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda of: st.lists(of, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["title", "author", "issued", "page", "DOI", "URL", "type"]), JSON))
def test_nothing_in_an_item_ends_a_build(item: dict[str, Any]) -> None:
    read_record({**item, "id": "a"})


KINDS = [
    (Record("a", "article-journal"), "Article"),
    (Record("a", "webpage", url="https://x.org"), "Web page"),
    (Record("a", "webpage", url="https://www.Trials.example/1"), "Registered trial"),
    (Record("a", "hologram"), "Other"),
    (Record("a", "book", url="https://[x"), "Book"),
]


@pytest.mark.parametrize(("record", "words"), KINDS)
def test_kinds(record: Record, words: str) -> None:
    assert classify_source(record, {"trials.example": "Registered trial"}) == words


def test_csl_json_is_sorted_and_typed() -> None:
    text = write_csl_json([{"id": "b", "type": "book"}, {"id": "a", "title": "Ä"}])
    assert json.loads(text) == [{"id": "a", "title": "Ä", "type": "document"}, {"id": "b", "type": "book"}]
    assert "Ä" in text
