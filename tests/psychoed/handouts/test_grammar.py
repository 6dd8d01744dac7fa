"""Fields as typed: what each becomes, and every mistake at its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.problems import Location
from psychoed.handouts.controls import replace_placeholders
from psychoed.handouts.fields import Found, dump_fields, load_fields, read_fields
from psychoed.handouts.model import Control


def read(text: str) -> Found:
    def at(offset: int) -> Location:
        return Location("docs/page.md", text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))

    return read_fields(text, at)


def fields(text: str) -> list[tuple[str, str]]:
    found = read(text)
    assert found.problems == []
    return [(field.control.value, field.label) for field in found.fields.values()]


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("My name: ____", [("line", "My name")]),
        ("**My name:** ______", [("line", "My name")]),
        ("Bake it. Ask a friend. Her name: ____", [("line", "Her name")]),
        ("What I saw when\nthe oven was hot: ____", [("line", "What I saw when the oven was hot")]),
        ("- Flour: ____\n- Water: ____", [("line", "Flour"), ("line", "Water")]),
        ("Date: ____ Time: ____", [("line", "Date"), ("line", "Time")]),
        ("- [ ] I [weighed](x.md) *it* [@loaf2020, p. 3]", [("check", "I weighed it")]),
        ("1. [ ] Weighed", [("check", "Weighed")]),
        ("- [ ] Something else: ____", [("line", "Something else (in words)"), ("check", "Something else")]),
        ("Was it good. How hot is it? [0-10: cold, as hot as can be]", [("scale", "How hot is it?")]),
        ("- How hot? [0–10: cold, hot]", [("scale", "How hot?")]),
        ("!!! note\n\n    My plan: ____", [("line", "My plan")]),
        ('<div class="card" markdown>\n\nCall: ____\n\n</div>', [("line", "Call")]),
        ("Days (see [1-5](x.md)) and [2019-2020]", []),
        ("`____` and [@loaf2020, 3-10]\n\n```\nname: ____\n```\n\n    code: ____", []),
        ("Text\n\n---\n\nText", []),
    ],
)
def test_fields_are_named_by_their_labels(typed: str, expected: list[tuple[str, str]]) -> None:
    assert fields(typed) == expected


def test_an_area_has_as_many_lines_as_are_typed() -> None:
    found = read("What helps me,\nand when:\n____\n______\n____\n\nMore text")
    (area,) = found.fields.values()
    assert (area.control, area.label, area.lines) == (Control.AREA, "What helps me, and when", 3)
    assert found.markdown.endswith("</span>\n\nMore text")


def test_a_scale_keeps_the_words_of_its_ends() -> None:
    (scale,) = read("How hot? [0-10: *not* at all, as hot as can be]").fields.values()
    assert scale.ends == ("not at all", "as hot as can be")


def test_a_log_gets_its_rows_each_named_by_row_and_column() -> None:
    found = read("| Day | Before **0–10** |\n|---|---|\n| 2 rows |\n\nText")
    assert [field.label for field in found.fields.values()] == [
        "Row 1, Day",
        "Row 1, Before 0–10",
        "Row 2, Day",
        "Row 2, Before 0–10",
    ]
    assert found.markdown.count("\n| <span data-field=") == 2


def test_a_given_first_cell_names_the_row() -> None:
    found = read("| Part | Mine |\n|:--|--|\n| **Crust** | ____ |\n| Crumb | done |\n| ____ | ____ |")
    assert [field.label for field in found.fields.values()] == ["Crust, Mine", "Row 3, Part", "Row 3, Mine"]
    assert "| Crumb | done |" in found.markdown


def test_a_column_that_is_only_a_number_is_named_by_the_first_one_too() -> None:
    found = read("| Batch | Start | 1 | 2 |\n|--|--|--|--|\n| Crust | ____ | ____ | |\n| ____ | | | ____ |")
    labels = [field.label for field in found.fields.values()]
    assert labels == ["Crust, Start", "Crust, Batch 1", "Row 2, Batch", "Row 2, Batch 2"]


def test_a_cell_may_be_a_check_box_named_like_a_field() -> None:
    found = read("| Part | Burnt | How |\n|--|--|--|\n| Crust | [ ] | ____ |\n| [Crumb](x.md) | [x] | [ ] soft |\n")
    assert [(each.control, each.label) for each in found.fields.values()] == [
        (Control.CHECK, "Crust, Burnt"),
        (Control.CELL, "Crust, How"),
        (Control.CHECK, "Crumb, Burnt"),
    ]
    assert "| [ ] soft |" in found.markdown
    html = replace_placeholders(found.markdown, found.fields)
    assert html.count('type="checkbox" aria-label="Crust, Burnt"') == 1


@pytest.mark.parametrize("rows", ["2 filas", "2 Zeilen", "2 lignes", "2 rows"])
def test_rows_may_be_asked_for_in_any_of_our_languages(rows: str) -> None:
    found = read(f"| Día |\n|---|\n| {rows} |\n")
    assert len(found.fields) == 2


def test_a_table_need_not_close_its_rows() -> None:
    found = read("| Part | Mine\n|--|--\n| Crust | ____\n| Crumb | a \\|")
    assert [field.label for field in found.fields.values()] == ["Crust, Mine"]


def test_a_second_log_says_that_it_is_the_second() -> None:
    table = "| Day |\n|---|\n| 1 row |\n\n"
    assert [label for _, label in fields(table * 2)] == ["Row 1, Day", "Row 1, Day, table 2"]


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ("Bake ____", "1:6", "this line has no label. Put a label and a colon before it"),
        ("A: ____ ____", "1:9", "this line has no label"),
        ("Name: ____ (in full)", "1:7", "there are words after the line to write on"),
        ("Text\n\n____", "3:1", "these writing lines have no label. End the paragraph above with a colon"),
        ("Text.\n____", "2:1", "these writing lines have no label"),
        ("Text:\n" + "____\n" * 41, "2:1", "41 writing lines are too many. At most 40"),
        ("## Name: ____", "1:10", "a field can't be in a heading, title or quotation"),
        ("How hot? [1-5: a, b]", "1:10", "a scale goes from 0 to 10, not from 1 to 5"),
        ("How hot? [0-10]", "1:10", "a scale needs words for both ends"),
        ("How hot? [0-10: cold]", "1:10", "a scale needs words for both ends"),
        ("How hot? [0-10: a, b] Say it.", "1:10", "there are words after the scale"),
        ("[0-10: a, b]", "1:1", "this scale has no question"),
        ("How? [0-10: a, b] Name: ____", "1:6", "a scale and a line are in the same paragraph"),
        ("- [ ] ", "1:7", "this check box has no text"),
        ("Name: ____\n\n- Name: ____", "3:3", "two fields are called 'Name'. The first is on line 1"),
        ("| Day |\n|---|\n| 41 rows |", "3:1", "a table has 1 to 40 rows to fill in, not 41"),
        ("| Day |\n|---|\n| x |\n| 4 rows |", "4:1", "this table has a number of rows as well as other rows"),
        ("| Day | |\n|---|---|\n| 4 rows |", "3:1", "column 2 has fields but no header"),
        ("| Day |\n|---|\n| x | ____ |", "3:1", "column 2 has fields but no header"),
    ],
)
def test_a_mistake_is_told_at_its_place(typed: str, where: str, said: str) -> None:
    assert len(problems(typed)) == 1
    assert problems(typed)[0].startswith(f"docs/page.md:{where}: [bad-field] {said}")


def test_what_is_wrong_stays_as_it_was_typed() -> None:
    text = "Bake ____\n\nHow hot? [1-5: a, b]\n\n____\n\n| a |\n|---|\n| 99 rows |"
    assert read(text).markdown == text


TYPED = st.text(alphabet="ab:_- []0123456789|,\n#`*<>@.?", max_size=80)


@given(TYPED)
def test_whatever_is_typed_is_read(text: str) -> None:
    found = read(text)
    assert len(found.fields) == found.markdown.count('<span data-field="')
    if not found.fields:
        assert found.markdown == text


@given(TYPED)
def test_fields_from_a_cache_are_those_that_were_read(text: str) -> None:
    found = read(text)
    found.problems = []
    assert load_fields(json.loads(json.dumps(dump_fields(found)))) == found
