"""Keys that a person can read, remember and guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import make_key


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"author": "Ashar, Yoni K. and Gordon, Alan", "year": "2021"}, "ashar2021"),
        ({"author": r"B{\"u}chel, C.", "date": "2021-05-01"}, "buchel2021"),
        ({"author": "Sørensen Łuß, Ægir", "year": "{2021}"}, "sorensenluss2021"),
        ({"author": "{van der Kolk}, Bessel", "year": "2014"}, "vanderkolk2014"),
        ({"author": "O'Sullivan, Peter", "year": "2014"}, "osullivan2014"),
        ({"author": "{World Health Organization}", "year": "2023"}, "who2023"),
        ({"author": "{Pain Reprocessing Therapy Center}"}, "prtcnd"),
        ({"author": "{Avery}", "year": "2023"}, "avery2023"),
        ({"editor": "Turk, Dennis C.", "year": "2018"}, "turk2018"),
        ({"title": "Is the {Pain} in my head?", "year": "2022"}, "pain2022"),
        ({"author": "山田, 太郎", "title": "Neural signs", "year": "2022"}, "neural2022"),
        ({"author": "山田, 太郎", "year": "2022"}, "source2022"),
        ({"year": "in press"}, "sourcend"),
    ],
)
def test_new_key(fields: dict[str, str], key: str) -> None:
    assert make_key(fields, []) == key


def test_the_next_letter() -> None:
    fields = {"author": "Ashar, Y.", "year": "2021"}
    assert make_key(fields, ["Ashar2021"]) == "ashar2021a"
    assert make_key(fields, ["ashar2021", "ashar2021a"]) == "ashar2021b"
    assert make_key(fields, ["ashar2021", *(f"ashar2021{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]) == (
        "ashar2021aa"
    )


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=6))
def test_never_raises(author: str, title: str, year: str) -> None:
    key = make_key({"author": author, "title": title, "year": year}, [])
    assert key.isascii()
    assert key.isalnum()
