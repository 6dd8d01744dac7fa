"""Values of fields: as written, in house style, dates and special characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.field_values import (
    convert_to_iso,
    escape_latex,
    find_letter,
    find_odd_character,
    fix_value,
    get_raw_value,
    is_date,
    is_year,
)


@pytest.mark.parametrize(
    "value", ["{a {b} c}", '"a {"} b"', "2020", "jan", '"1~" # jan', "{a}  #\n b # {c}", "{}", r"{a \" b}"]
)
def test_raw_value(value: str) -> None:
    text = f"x, name =\n  {value}, other = {{z}}"
    assert get_raw_value(text, 3) == value


@pytest.mark.parametrize(
    ("name", "raw", "written"),
    [
        ("title", '"A {B}"', "{A {B}}"),
        ("title", r'"A \{ {B}"', r'"A \{ {B}"'),
        ("title", "{ A\n    b  c }", "{A b c}"),
        ("title", "{A\u00a0b}", "{A\u00a0b}"),
        ("title", r"{{\"U}ber Z{\"u}rich \& more}", r"{{Ü}ber Zürich \& more}"),
        ("author", r"{{\'E}mile, X}", "{Émile, X}"),
        ("year", "2020", "{2020}"),
        ("month", "jan", "jan"),
        ("month", '"1~"#jan', '"1~" # jan'),
        ("journal", '{a}  #\n b # {c  d }', "{a} # b # {c d }"),
        ("doi", "{https://doi.org/10.1000/1}", "{10.1000/1}"),
        ("doi", "{none}", "{none}"),
        ("url", r"{https://x.example/\~a}", r"{https://x.example/\~a}"),
        ("urldate", "{October 9, 2025}", "{2025-10-09}"),
        ("urldate", "{some day}", "{some day}"),
        ("date", "{2021-05/2021-06}", "{2021-05/2021-06}"),
        ("pages", "{13-23}", "{13--23}"),
        ("pages", "{13–23, e4 — e5}", "{13--23, e4--e5}"),
        ("pages", "{1140.e1--1140.e22}", "{1140.e1--1140.e22}"),
        ("pages", "{3-1--3-22}", "{3-1--3-22}"),
        ("pages", "{Article e0263333}", "{Article e0263333}"),
        ("pages", "{123-}", "{123-}"),
        ("title", "{1-2}", "{1-2}"),
    ],
)  # fmt: skip
def test_house_value(name: str, raw: str, written: str) -> None:
    assert fix_value(name, raw) == written
    assert fix_value(name, written) == written


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


@pytest.mark.parametrize(
    ("entity", "letter"),
    [("&amp;", "&"), ("&amp;amp;", "&"), ("&amp;lt;", "<"), ("&#246;", "ö"), ("&amp;#xf6;", "ö"), ("&ouml;", "ö")],
)
def test_letter_for(entity: str, letter: str) -> None:
    assert find_letter(entity) == letter


def test_escaped() -> None:
    assert escape_latex("R&D, 50% of $5 #1 a_b {x}") == r"R\&D, 50\% of \$5 \#1 a\_b [x]"
    assert escape_latex("~^\\") == r"\textasciitilde{}\textasciicircum{}\textbackslash{}"


@given(st.text(alphabet="&%$#_~^{}\\ab1 ", max_size=20))
def test_what_is_escaped_is_never_odd(text: str) -> None:
    assert find_odd_character(escape_latex(text)) is None
