"""Entries, bibliographies and cite keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import (
    Bibliography,
    CiteKey,
    make_key,
    merge_bibliographies,
    strip_private_fields,
)
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText

FAMILY = """@string{j = {J}}
@incollection{chapter, title = {One}, crossref = {book}}
@xdata{publisher, publisher = {Avery}}
@collection{book, title = {Two}, xdata = {publisher, place}}
@xdata{place, address = {New York}}
@set{both, entryset = {chapter, other}}
@misc{other, title = {Three}, crossref = {nobody}}
@string{k = {K}}
"""


def parse(text: str, path: str = "references.bib") -> Bibliography:
    return parse_bibtex(SourceText(path, text))[0]


def keys(*names: str) -> list[CiteKey]:
    return [CiteKey(name) for name in names]


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        (["other"], ["other"]),
        (["chapter"], ["book", "chapter", "place", "publisher"]),
        (["both"], ["book", "both", "chapter", "other", "place", "publisher"]),
        (["nobody", "place"], ["place"]),
        ([], []),
    ],
)
def test_needed(asked: list[str], needed: list[str]) -> None:
    assert sorted(parse(FAMILY).find_closure(keys(*asked))) == needed


def test_biblatex_is_the_strings_and_the_entries_by_key() -> None:
    assert parse(FAMILY).write_biblatex(keys("other", "place")) == (
        "@string{j = {J}}\n"
        "@string{k = {K}}\n"
        "@misc{other, title = {Three}, crossref = {nobody}}\n"
        "@xdata{place, address = {New York}}\n"
    )
    assert Bibliography().write_biblatex(keys("other")) == ""


def test_what_is_needed_can_be_read_again() -> None:
    family = parse(FAMILY)
    again = parse(family.write_biblatex(family.entries))
    assert {key: entry.fields for key, entry in again.entries.items()} == {
        key: entry.fields for key, entry in family.entries.items()
    }


def test_entries_that_inherit_from_themselves_are_left_out() -> None:
    text = """@misc{a, crossref = {b}}
@misc{b, xdata = {x, c}}
@misc{c, crossref = {b}}
@misc{d, title = {D}, crossref = {e}}
@misc{e, entryset = {d}}
@misc{f,
  crossref = {f}}"""
    bibliography, problems = parse_bibtex(SourceText("references.bib", text))
    assert list(bibliography.entries) == ["d", "e"]
    assert list(bibliography.invalid_keys) == ["a", "b", "c", "f"]
    assert bibliography.find_closure(keys("d", "e")) == {"d", "e"}
    assert [(problem.code, problem.where.line) for problem in problems] == [
        (Code.BIB_SYNTAX, line) for line in (1, 2, 3, 7)
    ]
    assert problems[-1].message == "the entry 'f' inherits from itself, directly or through another entry"


def test_merge() -> None:
    one = parse(
        "@string{j = {J}}\n@misc{a, title = j}\n@misc{b, title = {B}}\n@misc{B, title = {C}}\n@misc{c d}", "1.bib"
    )
    two = parse(
        "@string{k = {K}}\n@misc{e, title = k}\n@misc{b, title = {X}}\n@misc{A, title = {Y}}\n@misc{c,}", "2.bib"
    )
    merged, problems = merge_bibliographies([one, two])
    assert {key: entry.fields.get("title") for key, entry in merged.entries.items()} == {
        "a": "J",
        "b": "B",
        "B": "C",
        "e": "K",
        "A": "Y",
        "c": None,
    }
    assert merged.strings == "@string{j = {J}}\n@string{k = {K}}"
    assert merged.invalid_keys == {}
    assert problems == [
        Problem(
            Code.DUPLICATE_KEY,
            Location("2.bib", 3, 7),
            "the key 'b' is already in use, in 1.bib, on line 3",
            "Give one of them another key, or delete one if they are the same source.",
        ),
        Problem(
            Code.DUPLICATE_KEY,
            Location("2.bib", 4, 7),
            "the key 'A' differs only in case from 'a', in 1.bib, on line 2",
            "Some programs treat these as one key. Change one of them.",
        ),
    ]


def test_merge_of_one_or_none() -> None:
    one = parse("@misc{a, title = {A}}\n@misc{A, title = {A}}\n@misc{b c}")
    assert merge_bibliographies([one]) == (one, [])
    assert merge_bibliographies([]) == (Bibliography(), [])


def test_merge_finds_circles_between_files() -> None:
    merged, problems = merge_bibliographies(
        [parse("@misc{a, crossref = {b}}", "1.bib"), parse("@misc{b, crossref = {a}}", "2.bib")]
    )
    assert merged.entries == {}
    assert list(merged.invalid_keys) == ["b", "a"]
    assert [str(problem.where) for problem in problems] == ["1.bib:1:10", "2.bib:1:10"]


def test_place_of_a_field_or_else_of_the_key() -> None:
    entry = parse("@misc{a,\n  year = 2020}").entries[CiteKey("a")]
    assert str(entry.locate("date", "year")) == "references.bib:2:3"
    assert str(entry.locate("doi")) == "references.bib:1:7"


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


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('@misc{a, File = "x {"} y", year = 2001}', "@misc{a, year = 2001}"),
        ("@misc{a, title = {A file}, annote = {b} # c}", "@misc{a, title = {A file},}"),
        ("@misc{a, annote = x , file = {y} ,\n}", "@misc{a,\n}"),
        ("@misc{a, title = {annotation}}", "@misc{a, title = {annotation}}"),
        ("@misc{a}", "@misc{a}"),
    ],
)
def test_what_is_left(source: str, shown: str) -> None:
    assert strip_private_fields(source) == shown


def test_a_remark_changes_nothing_that_pandoc_is_asked() -> None:
    asked = []
    for remark in ("", "  annotation = {One, {two}},\n"):
        source = f"@book{{a,\n  title = {{T}},\n{remark}  year = {{2001}},\n}}\n"
        asked.append(parse_bibtex(SourceText("x.bib", source))[0].write_biblatex([CiteKey("a")]))
    assert asked[0] == asked[1]
    assert "title = {T}" in asked[0]
