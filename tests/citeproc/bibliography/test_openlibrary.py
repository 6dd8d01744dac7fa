"""Books as Open Library describes them."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.imports import import_csl, import_openlibrary


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
def test_names(name: str, written: str) -> None:
    made = import_csl(import_openlibrary({"authors": [{"name": name}]}, ""), set(), "2026-11-23")
    assert made.fields["author"] == written


def test_missing_fields() -> None:
    assert import_csl(import_openlibrary({"authors": "x", "publishers": [1]}, "1"), set(), "").fields == {}
