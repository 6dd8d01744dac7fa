"""Works from services and reference managers, as entries in house style."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.check import check_entries
from mkdocs_citeproc.bibliography.imports import Draft, import_csl, import_openlibrary, import_ris
from mkdocs_citeproc.bibliography.lint import lint_entries
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.bibliography.write import format_entry
from mkdocs_citeproc.source import SourceText


def draft(**item: Any) -> Draft:
    return import_csl(item, set(), "2026-11-23")


ARTICLE: dict[str, Any] = {
    "type": "article-journal",
    "title": "Effect of therapy vs placebo in Spain",
    "author": [{"given": "Yoni K.", "family": "Ashar"}, {"name": "Pain &amp; Co Group"}],
    "container-title": "JAMA Psychiatry",
    "publisher": "American Medical Association (AMA)",
    "issued": {"date-parts": [[2021, 9, 29]]},
    "volume": "79",
    "issue": "1",
    "page": "13-23",
    "DOI": "10.1001/jamapsychiatry.2021.2669",
    "URL": "https://doi.org/10.1001/jamapsychiatry.2021.2669",
    "editor": [{"given": "A.", "family": "B"}],
}


def test_an_article() -> None:
    made = draft(**ARTICLE)
    assert made.kind == "article"
    assert made.fields == {
        "author": r"Ashar, Yoni K. and {Pain \& Co Group}",
        "title": "Effect of therapy vs placebo in {Spain}",
        "year": "2021",
        "journal": "JAMA Psychiatry",
        "volume": "79",
        "number": "1",
        "pages": "13-23",
        "doi": "10.1001/jamapsychiatry.2021.2669",
    }
    assert made.remarks == ("in braces, as names: Spain",)


def test_crossref_s_rest_api() -> None:
    rest = ARTICLE | {"type": "journal-article", "title": [ARTICLE["title"]], "container-title": ["JAMA Psychiatry"]}
    assert draft(**rest) == draft(**ARTICLE)


def test_what_makes_a_clean_entry() -> None:
    made = draft(**ARTICLE)
    text = format_entry(made.kind, "a", made.fields)
    bibliography, problems = parse_bibtex(SourceText("references.bib", text))
    assert [*problems, *check_entries(bibliography), *lint_entries(bibliography, 2026)] == []


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Ashar", "given": "Yoni K"}, "Ashar, Yoni K."),
        ({"family": "Smith", "given": "JK"}, "Smith, J. K."),
        ({"family": "Lee", "given": "D-C A"}, "Lee, D.-C. A."),
        ({"family": "SMITH", "given": "Jo"}, "Smith, Jo"),
        ({"family": "Kolk", "given": "B.", "non-dropping-particle": "van der"}, "{van der Kolk}, B."),
        ({"family": "van der Kolk", "given": "B."}, "{van der Kolk}, B."),
        ({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, "Humboldt, A. von"),
        ({"family": "King", "given": "M. L.", "suffix": "Jr."}, "King, Jr., M. L."),
        ({"literal": "World Health Organization"}, "{World Health Organization}"),
        ({"name": "A and B Group"}, "{A and B Group}"),
        ({"family": "Plato"}, "{Plato}"),
        ({"given": "Plato"}, "{Plato}"),
        ({"family": "Büchel", "given": "Çağla"}, "Büchel, Çağla"),
        ({"family": "山田", "given": "太郎"}, "山田, 太郎"),
        ({"family": "Rand and Sons", "given": "X."}, "{Rand and Sons}, X."),
        ({}, None),
    ],
)
def test_names(person: dict[str, str], name: str | None) -> None:
    assert draft(title="T", author=[person]).fields.get("author") == name


@pytest.mark.parametrize(
    ("item", "date"),
    [
        ({"issued": {"date-parts": [["2021", "9", "29"]]}}, "2021-09-29"),
        ({"issued": {"date-parts": [[2021, 9]]}}, "2021-09"),
        ({"issued": {"raw": "August 24, 2021"}}, "2021"),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2020]]}}, "2020"),
        ({"issued": {"date-parts": [[None]]}}, None),
        ({"issued": {"date-parts": []}}, None),
        ({"issued": "2021"}, None),
        ({}, None),
    ],
)
def test_dates(item: dict[str, Any], date: str | None) -> None:
    made = draft(type="webpage", title="T", URL="https://x.example/", **item)
    assert made.fields.get("date") == date
    assert made.fields.get("urldate") == (None if date else "2026-11-23")
    assert ("no date is given" in made.remarks) == (date is None)
    assert draft(type="book", title="T", **item).fields.get("year") == (date and date[:4])


@pytest.mark.parametrize(
    ("item", "kind", "fields"),
    [
        ({"type": "article-journal", "article-number": "e23"}, "article", {"pages": "Article e23"}),
        ({"type": "chapter", "container-title": "Pain &amp; Spain", "page": "1"}, "incollection",
         {"booktitle": r"Pain \& {Spain}", "pages": "1"}),
        ({"type": "posted-content", "institution": [{"name": "PsyArXiv"}]}, "online", {"organization": "PsyArXiv"}),
        ({"type": "dataset", "publisher": {"name": "Zenodo"}, "version": "1.2"}, "dataset",
         {"publisher": "Zenodo", "version": "1.2"}),
        ({"type": "dissertation", "publisher": "University", "genre": "Doctoral dissertation"}, "thesis",
         {"institution": "University", "type": "Doctoral dissertation"}),
        ({"type": "report", "number": 12}, "report", {"number": "12"}),
        ({"type": "book", "ISBN": ["http://id.crossref.org/isbn/9780593086834"], "edition": 2}, "book",
         {"isbn": "9780593086834", "edition": "2"}),
        ({"type": "article-newspaper", "issued": {"date-parts": [[2021, 1, 2]]}, "container-title": "The Cut"},
         "article", {"entrysubtype": "newspaper", "date": "2021-01-02", "journal": "The Cut"}),
        ({"type": "webpage", "language": "de-DE", "URL": "https://x.example/a b"}, "online",
         {"langid": "german", "url": "https://x.example/ab", "urldate": "2026-11-23"}),
        ({"type": "thing"}, "misc", {}),
    ],
)  # fmt: skip
def test_other_works(item: dict[str, Any], kind: str, fields: dict[str, str]) -> None:
    made = draft(title="A title", **item)
    assert made.kind == kind
    assert made.fields == {"title": "A title"} | fields


def test_remarks() -> None:
    assert draft(type="thing", title="T").remarks == ("no date is given", "it is recorded as thing: is @misc right?")
    assert "no volume and no pages" in draft(type="article-journal", title="T").remarks[1]
    assert "a name was in capitals" in draft(type="book", author=[{"family": "SMITH", "given": "J"}]).remarks[1]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="aB<i>&;{}\\ 2021", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["family", "given", "date-parts"]), inner)
    ),
    max_leaves=6,
)
_names = [
    "type",
    "title",
    "author",
    "editor",
    "issued",
    "page",
    "volume",
    "DOI",
    "URL",
    "ISBN",
    "language",
    "publisher",
]


@given(st.dictionaries(st.sampled_from(_names), _json))
def test_never_raises_and_is_sound(item: dict[str, Any]) -> None:
    made = import_csl(item, set(), "2026-11-23")
    text = format_entry(made.kind, "a", made.fields)
    assert parse_bibtex(SourceText("references.bib", text))[1] == []


def test_a_book() -> None:
    record = {
        "title": "The way out",
        "subtitle": "A way",
        "authors": [{"name": "Alan Gordon"}, {"name": "Alon Ziv"}, {"name": "Bessel van der Kolk"}],
        "publishers": [{"name": "Avery"}],
        "publish_date": "August 24, 2021",
    }
    made = import_csl(import_openlibrary(record, "9780593086834"), set(), "2026-11-23")
    assert made.kind == "book"
    assert made.fields == {
        "author": "Gordon, Alan and Ziv, Alon and {van der Kolk}, Bessel",
        "title": "The way out: A way",
        "publisher": "Avery",
        "year": "2021",
        "isbn": "9780593086834",
    }


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("World Health Organization", "{World Health Organization}"),
        ("Gordon, Alan", "Gordon, Alan"),
        ("Plato", "{Plato}"),
    ],
)
def test_names_of_open_library(name: str, written: str) -> None:
    made = import_csl(import_openlibrary({"authors": [{"name": name}]}, ""), set(), "2026-11-23")
    assert made.fields["author"] == written


def test_missing_fields() -> None:
    assert import_csl(import_openlibrary({"authors": "x", "publishers": [1]}, "1"), set(), "").fields == {}


JOURNAL = """\ufeffTY  - JOUR\r
AU  - Ashar, Yoni K.\r
AU  - King, Martin, Jr.\r
AU  - WHO\r
TI  - A long\r
title\r
T2  - JAMA\r
PY  - 2021/09/29/\r
SP  - 13\r
EP  - 23\r
DO  - 10.1001/x\r
N2  - An abstract\r
over lines\r
ER  - \r
"""
CHAPTER = """
TY  - CHAP
A1  - Gordon, A
A2  - Turk, D
T1  - A chapter
BT  - A book
Y1  - 2018
SP  - 1-9
ER  -
TY  - BOOK
T1  - Another
SN  - 9780593086834
ER  - """


def test_an_article_in_ris() -> None:
    [item] = import_ris(JOURNAL)
    made = import_csl(item, set(), "2026-11-23")
    assert made.kind == "article"
    assert made.fields == {
        "author": "Ashar, Yoni K. and King, Jr., Martin and {WHO}",
        "title": "A long title",
        "year": "2021",
        "journal": "JAMA",
        "pages": "13-23",
        "doi": "10.1001/x",
    }


def test_several() -> None:
    chapter, book = (import_csl(item, set(), "2026-11-23") for item in import_ris(CHAPTER))
    assert (chapter.kind, book.kind) == ("incollection", "book")
    assert chapter.fields["editor"] == "Turk, D."
    assert (chapter.fields["booktitle"], chapter.fields["pages"]) == ("A book", "1-9")
    assert book.fields["isbn"] == "9780593086834"


def test_no_ris() -> None:
    assert import_ris("") == import_ris("AU  - Nobody\nsome words") == []


@given(st.text(alphabet="TYERAU  -\nPx2/", max_size=60))
def test_never_raises(text: str) -> None:
    for item in import_ris(f"TY  - JOUR\n{text}"):
        import_csl(item, set(), "2026-11-23")
