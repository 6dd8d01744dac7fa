"""pages.json: always the same bytes for the same pages."""

from __future__ import annotations

from psychoed.pages.metadata import PageRecord, write_pages_json

HOME = PageRecord("", "Bröd", "home", None, "2029-01-01", ())
RYE = PageRecord("bread/rye/", "Rye", "evidence", "2026-01-01", "2027-01-01", ("loaf2020", "rye1999"))


def test_pages_stand_in_the_order_of_their_addresses() -> None:
    assert write_pages_json([RYE, HOME]) == write_pages_json([HOME, RYE])


def test_what_a_page_looks_like() -> None:
    assert (
        write_pages_json([HOME])
        == """[
  {
    "url": "",
    "title": "Bröd",
    "kind": "home",
    "reviewed": null,
    "review_by": "2029-01-01",
    "cited": []
  }
]
"""
    )
