"""What is printed as a year or date: each line of these tables was tried with pandoc, which drops the rest silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.field_values import convert_to_iso, is_date, is_year

YEARS = ["2021", "{2021}", "0350", "-350", "2021/2022", "1920?"]
NOT_YEARS = ["", "n.d.", "in press", "21", "2021a", "c. 1920", "[1920]", "2019--2021", "20211009"]
DATES = ["2025", "2025-10", "2025-10-09", "2024-02-29", "2025-21", "-0350", "0000", "2025~", "2025-10-09?"]
TIMES = ["2025-10-09T10:00", "2025-10-09T10:00:00Z"]
SPANS = ["2019/2021", "2021-06-01/2021-08-31", "2025/", "/2025"]
NOT_DATES = ["", "n.d.", "21", "{2025}", "20251009", "2025-1-5", "2025/10/09", "October 2025", "199X"]
NOT_IN_THE_CALENDAR = ["2025-13", "2025-00", "2025-02-29", "0000-04-31", "2025-21-01", "2025-10-09T10"]
NOT_SPANS = ["/", "2019--2021", "2021/..", "2019/2020/2021"]


@pytest.mark.parametrize("year", YEARS)
def test_years(year: str) -> None:
    assert is_year(year)


@pytest.mark.parametrize("year", NOT_YEARS)
def test_not_years(year: str) -> None:
    assert not is_year(year)


@pytest.mark.parametrize("date", [*DATES, *TIMES, *SPANS])
def test_dates(date: str) -> None:
    assert is_date(date)


@pytest.mark.parametrize("date", [*NOT_DATES, *NOT_IN_THE_CALENDAR, *NOT_SPANS])
def test_not_dates(date: str) -> None:
    assert not is_date(date)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("October 9, 2025", "2025-10-09"),
        ("Oct 9, 2025", "2025-10-09"),
        ("9 October 2025", "2025-10-09"),
        ("2025/10/09", "2025-10-09"),
        ("2025-10-9", "2025-10-09"),
        ("February 30, 2025", ""),
        ("soon", ""),
    ],
)
def test_iso(text: str, date: str) -> None:
    assert convert_to_iso(text) == date


@given(st.dates().map(str))
def test_every_day_is_a_date(day: str) -> None:
    assert is_date(day)
    assert convert_to_iso(day) == day


@given(st.text())
def test_what_iso_suggests_is_a_date(text: str) -> None:
    assert convert_to_iso(text) == "" or is_date(convert_to_iso(text))
