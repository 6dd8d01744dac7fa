"""The status of a page, its links and its record in pages.json."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from psychoed.language import format_date
from psychoed.pages.kinds import DEFAULT_KINDS, Kind
from psychoed.pages.metadata import (
    PageMeta,
    PageRecord,
    Status,
    add_months,
    get_status,
    make_edit_links,
    make_feedback_link,
    write_pages_json,
)
from support.site import ROOT


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 23), 36, date(2029, 11, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(9999, 2, 3), 12, date(9999, 12, 31)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_review_starts_the_clock_again() -> None:
    meta = PageMeta(kind=Kind("safety", review_months=12), written=date(2025, 1, 2), reviewed=date(2026, 3, 4))
    assert get_status(meta).review_by == date(2027, 3, 4)


def test_a_page_never_reviewed_is_due_within_a_year_of_its_writing() -> None:
    assert get_status(PageMeta(kind=Kind("about"), written=date(2025, 1, 2))).review_by == date(2026, 1, 2)


def test_a_page_that_says_nothing_is_shown_as_such() -> None:
    assert get_status(PageMeta()) == Status((), None, None, None, None)


@pytest.mark.parametrize("kind", DEFAULT_KINDS, ids=lambda kind: kind.name)
def test_no_review_lasts_longer_than_three_years(kind: Kind) -> None:
    assert 0 < kind.review_months <= 36


def test_who_asks_its_readers_to_do_something_asks_them_to_check_first() -> None:
    assert {kind.name for kind in DEFAULT_KINDS if kind.check_first} == {"practice", "handout"}


def test_a_day_as_people_write_it() -> None:
    assert format_date(date(2026, 11, 3)) == "3 November 2026"


def test_the_source_is_edited_and_the_form_names_the_page() -> None:
    found = make_edit_links("https://github.com/a/b/", "main", "docs/é x.md", 'Pain & "fear"', "https://a.example/x/?y")
    assert found
    assert found.edit == "https://github.com/a/b/edit/main/docs/%C3%A9%20x.md"
    assert parse_qs(urlsplit(found.report).query) == {
        "template": ["wrong.yml"],
        "title": ['Mistake on: Pain & "fear"'],
        "page": ['Pain & "fear" (https://a.example/x/?y)'],
    }


def test_without_a_repository_there_is_none() -> None:
    assert make_edit_links("", "main", "docs/x.md", "X", "/x/") is None


def test_a_message_names_the_page_and_cannot_add_a_header() -> None:
    link = urlsplit(make_feedback_link("us@a.example", 'Pain & "fear"\r\nBcc: x', "/x/?y&z"))
    assert (link.scheme, link.path) == ("mailto", "us@a.example")
    assert parse_qs(link.query) == {
        "subject": ['Was this helpful? Pain & "fear"\r\nBcc: x'],
        "body": ['Pain & "fear"\r\nBcc: x (/x/?y&z)\r\n\r\n'],
    }
    assert "+" not in link.query, "programs for mail show it as it is"
    assert make_feedback_link("", "X", "/x/") == ""


def test_the_form_and_its_field_are_there() -> None:
    form = (ROOT / ".github" / "ISSUE_TEMPLATE" / "wrong.yml").read_text(encoding="utf-8")
    assert "id: page\n" in form


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
