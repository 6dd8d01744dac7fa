"""Review dates: counted from the last review or from the day of writing, by the kind of page."""

from __future__ import annotations

from datetime import date

import pytest

from psychoed.language import format_date
from psychoed.pages.kinds import DEFAULT_KINDS, Kind
from psychoed.pages.metadata import PageMeta, Status, add_months, get_status


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
