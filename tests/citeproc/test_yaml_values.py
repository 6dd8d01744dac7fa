"""YAML is read with the location of each value; what would cost too much, and what is wrong, is one problem."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mkdocs_citeproc.problems import Code, Location
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import MappingReader, Value, list_choices, parse_day, read_items, read_mapping

BAD, TWICE = Code.BAD_FILE, Code.DUPLICATE_KEY


def test_values_have_their_type_their_text_and_their_place() -> None:
    fields, problems = read_mapping("n: 016\nwhen: 2026-11-24\nlist:\n  - yes\n  - {a: x}\n", "x.yml", BAD, TWICE)
    assert problems == []
    assert fields is not None
    assert (fields["n"].value.text, fields["n"].where) == ("016", Location("x.yml", 1, 1))
    assert parse_day(fields["when"].value) == date(2026, 11, 24)
    listed: Any = fields["list"].value.data
    flag, inner = listed
    assert (flag.data, flag.where) == (True, Location("x.yml", 4, 5))
    assert inner.data["a"].where == Location("x.yml", 5, 6)


def test_a_part_of_a_file_is_located_in_the_file() -> None:
    fields, _ = read_mapping("a: 1\n", "x.md", BAD, TWICE, first_line=7)
    assert fields is not None
    assert fields["a"].where == Location("x.md", 7, 1)


def test_the_last_of_two_values_counts() -> None:
    fields, [problem] = read_mapping("a: 1\na: 2\n", "x.yml", BAD, TWICE)
    assert fields is not None
    assert fields["a"].value.data == 2
    assert (problem.code, problem.where) == (TWICE, Location("x.yml", 2, 1))


def test_nothing_is_an_empty_mapping() -> None:
    assert read_mapping("# only a comment\n", "x.yml", BAD, TWICE) == ({}, [])
    assert read_mapping("~\n", "x.yml", BAD, TWICE) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("- a\n", 1, 1),
        ("a: 1\nb 2\nc: 3\n", 2, 1),  # a key without its colon
        ("a: b: c\n", 1, 5),
        ("a: [1, 2\n", 2, 1),
        ("a: 1\nb: \x07\n", 2, 4),
        ("a: &x 1\nb: *x\n", 1, 4),
        ("a: !!python/object:os.system 1\n", 1, 4),
        (f"a: {'[' * 21}\n", 1, 23),  # the mapping counts too
        (f"a: {'9' * 51}\n", 1, 4),
    ],
)
def test_what_cannot_be_read_is_one_problem_at_its_place(text: str, line: int, column: int) -> None:
    fields, [problem] = read_mapping(text, "x.yml", BAD, TWICE)
    assert fields is None
    assert (problem.code, problem.where) == (BAD, Location("x.yml", line, column))


def test_tags_that_a_caller_allows_are_read_as_text() -> None:
    fields, problems = read_mapping("a: !ENV NAME\n", "mkdocs.yml", BAD, TWICE, tags=("!ENV",))
    assert problems == []
    assert fields is not None
    assert fields["a"].value.data == "NAME"


@pytest.mark.parametrize("text", ["2026-13-40", "2026-11-24 10:00:00", "soon"])
def test_what_is_no_day(text: str) -> None:
    fields, _ = read_mapping(f"a: {text}\n", "x.yml", BAD, TWICE)
    assert fields is not None
    assert parse_day(fields["a"].value) is None


def test_lists() -> None:
    items, problems = read_items(SourceText("x.yml", "- a\n- b\n"), BAD)
    assert ([item.data for item in items], problems) == (["a", "b"], [])
    assert read_items(SourceText("x.yml", ""), BAD) == ([], [])
    assert [problem.where.line for problem in read_items(SourceText("x.yml", "\na: 1\n"), BAD)[1]] == [2]
    assert [problem.where.line for problem in read_items(SourceText("x.yml", "\n- [\n"), BAD)[1]] == [3]


def test_a_reader_reports_what_it_leaves_out() -> None:
    reader = MappingReader(
        SourceText("x.yml", "a: {}\nb: '  two\n  words '\nc: maybe\nd: true\ne: ''\nf: {g: 1}\n"), BAD
    )
    top = reader.top
    assert reader.get_mapping(top["a"], "names") == {}
    assert reader.get_mapping(top["f"], "names").keys() == {"g"}
    assert reader.get_text("b", top["b"].value) == "two words"
    assert reader.get_text("e", top["e"].value) == ""
    assert [reader.get_flag(top, name) for name in ("c", "d", "z")] == [False, True, False]
    reader.expect_only(top, ("a", "b", "c", "d", "e"), "file")
    assert [problem.where.line for problem in reader.problems] == [1, 6, 4, 7]
    assert {problem.code for problem in reader.problems} == {BAD}


def test_a_hint_has_the_closest_name_or_all() -> None:
    assert "'colour'" in list_choices("color", ("colour", "size"))
    assert list_choices("zzz", ("colour", "size")).endswith("colour, size.")
    assert list_choices("zzz", ()).endswith("none.")


def test_a_value_of_no_text_has_none() -> None:
    assert Value(None, Location("x.yml")).text == ""
