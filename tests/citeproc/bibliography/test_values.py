"""One value at a time: what stands in the file, and what the house makes of it."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.field_values import fix_value, get_raw_value


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
