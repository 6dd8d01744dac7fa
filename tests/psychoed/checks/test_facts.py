"""Facts are read with every fault at its place, and matched as a page writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import (
    Facts,
    NumberClaim,
    NumberKind,
    SourceReading,
    is_supported,
    list_known_values,
    read_facts,
)

WHOLE = """\
crumb2020:
  risen:
    counts: loaves that rose after a day
    read: abstract
    calc: true
    values:
      rye: {count: 33, of: 50, percent: 66}
      wheat: {percent: 20.5, ci: [1.5, 39]}
      all: 101
"""


def read(text: str) -> tuple[Facts, list[str]]:
    facts, problems = read_facts(SourceText("facts.yml", text))
    return facts, [str(problem) for problem in problems]


def test_everything_that_a_fact_can_say_is_read() -> None:
    facts, problems = read(WHOLE)
    assert problems == []
    fact = facts.by_address["crumb2020/risen"]
    assert (fact.counts, fact.read, fact.calc) == ("loaves that rose after a day", SourceReading.ABSTRACT, True)
    assert fact.groups["rye"].amounts == {"count": 33, "of": 50, "percent": 66}
    assert fact.groups["wheat"].spans == {"ci": (Decimal("1.5"), Decimal(39))}
    assert fact.groups["all"].amounts == {"number": 101}
    assert facts.find_by_keys(("crumb2020",)) == [fact]
    assert facts.find_by_keys(("other",)) == []


# Part of the whole replaced, and what is said of it.
WRONG = [
    ("read: abstract", "read: hearsay", "4:11: [bad-fact] 'read' cannot be 'hearsay'. Say where it was read: one of"),
    ("    read: abstract\n", "", "2:3: [bad-fact] 'crumb2020/risen' has no 'read'. Say where it was read"),
    ("counts:", "count:", "3:5: [bad-fact] this fact has no field 'count'. Did you mean 'counts'?"),
    ("counts: loaves that rose after a day", "counts: ''", "3:13: [bad-fact] 'counts' is empty. Say what the numbers"),
    ("calc: true", "calc: yes please", "5:11: [bad-fact] 'calc' must be true or false."),
    ("percent: 66", "percent: 67", "7:32: [bad-fact] 33 of 50 is 66%, not 67%."),
    ("of: 50, ", "", "7:13: [bad-fact] 'count' without 'of'. Add the total"),
    ("count: 33, of: 50", "count: 53, of: 50", "7:7: [bad-fact] 'rye' counts 53 of 50."),
    (
        "percent: 20.5",
        "percentage: 20.5",
        "8:15: [bad-fact] this fact has no field 'percentage'. Did you mean 'percent'?",
    ),
    ("percent: 20.5", "percent: a fifth", "8:24: [bad-fact] 'percent' is 'a fifth', which is not a number."),
    ("percent: 20.5", "percent: 1e999999", "8:24: [bad-fact] 'percent' is '1e999999', which is not a number."),
    ("percent: 20.5", "percent: .nan", "8:24: [bad-fact] 'percent' is '.nan', which is not a number."),
    ("[1.5, 39]", "1.5", "8:34: [bad-fact] 'ci' needs two ends. Write it as 'ci: [8.3, 13.5]'."),
    ("all: 101", "rye: 101", "9:7: [bad-fact] 'rye' is given twice."),
    ("crumb2020:\n", "crumb2020:\n - a\n", "[bad-fact] The file is not valid YAML"),
    (WHOLE, "crumb2020: {}\n", "1:12: [bad-fact] 'crumb2020' is empty."),
    (WHOLE, "- crumb2020\n", "1:1: [bad-fact] The file must be lines of 'key: value'"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_stands(right: str, wrong: str, said: str) -> None:
    assert right in WHOLE
    _, problems = read(WHOLE.replace(right, wrong, 1))
    assert any(said in problem for problem in problems), problems


def test_a_rounded_percentage_may_stand_beside_its_count() -> None:
    assert read(WHOLE.replace("count: 33, of: 50, percent: 66", "count: 10, of: 51, percent: 20"))[1] == []
    assert read(WHOLE.replace("count: 33, of: 50, percent: 66", "count: 7, of: 11, percent: 63.6"))[1] == []
    assert len(read(WHOLE.replace("count: 33, of: 50, percent: 66", "count: 7, of: 11, percent: 63.7"))[1]) == 1


@given(st.text(alphabet="abc:{}[],- \n0123456789.%'\"countsofreadvalues", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    read(text)
    read(f"key:\n  name:\n    counts: x\n    read: abstract\n    values: {{a: {text}}}\n")


FACTS, PROBLEMS = read_facts(
    SourceText(
        "facts.yml",
        "k:\n"
        "  risen: {counts: x, read: abstract, values: {rye: {count: 33, of: 50}, wheat: {percent: 88.3}}}\n"
        "  size: {counts: x, read: abstract, values: {rye: {mean: 1.18, sd: 1.25}, wheat: {difference: -1.0, ci: [-1.6, -0.5]}}}\n"  # noqa: E501
        "  many: {counts: x, read: abstract, values: {all: {number: 9401, one_in: 13}, few: {range: [1, 6]}, gap: {points: 19}}}\n",  # noqa: E501
    )
)
HELD = [
    (NumberKind.PERCENT, "66"),
    (NumberKind.PERCENT, "88"),
    (NumberKind.PERCENT, "88.3"),
    (NumberKind.PERCENT, "6"),  # an end of a range
    (NumberKind.SHARE, "33 50"),
    (NumberKind.SHARE, "66 100"),
    (NumberKind.SHARE, "88 100"),
    (NumberKind.SHARE, "883 1000"),
    (NumberKind.RATE, "1 13"),
    (NumberKind.RATE, "2 3"),  # about 66%
    (NumberKind.COUNT, "50"),
    (NumberKind.COUNT, "9401"),
    (NumberKind.MEASURE, "1.18"),
    (NumberKind.MEASURE, "1.2"),
    (NumberKind.MEASURE, "1.3"),  # a half goes either way
    (NumberKind.MEASURE, "1.180000000000000000000000000000000000"),
    (NumberKind.MEASURE, "1.0"),
    (NumberKind.INTERVAL, "1.6 0.5"),
    (NumberKind.INTERVAL, "0.5 1.6"),  # 'lower by 0.5 to 1.6'
    (NumberKind.POINTS, "19"),
    (NumberKind.OF_100, "66"),
    (NumberKind.OF_100, "19"),
]
NOT_HELD = [
    (NumberKind.PERCENT, "67"),
    (NumberKind.PERCENT, "88.4"),
    (NumberKind.PERCENT, "1.2"),
    (NumberKind.SHARE, "33 51"),
    (NumberKind.SHARE, "65 100"),
    (NumberKind.SHARE, "13 20"),
    (NumberKind.RATE, "1 12"),
    (NumberKind.RATE, "3 4"),
    (NumberKind.RATE, "1 0"),
    (NumberKind.MEASURE, "3.14159265358979323846264338327950288"),
    (NumberKind.MEASURE, "123456789012345678901234567890.5"),
    (NumberKind.COUNT, "9400"),
    (NumberKind.COUNT, "66"),
    (NumberKind.MEASURE, "1.19"),
    (NumberKind.INTERVAL, "1.6 0.6"),
    (NumberKind.POINTS, "66"),
    (NumberKind.OF_100, "67"),
]


def claim(kind: NumberKind, numbers: str) -> NumberClaim:
    return NumberClaim(kind, tuple(Decimal(number) for number in numbers.split()))


def test_the_facts_are_right() -> None:
    assert PROBLEMS == []


@pytest.mark.parametrize(("kind", "numbers"), HELD)
def test_what_the_facts_hold_may_be_rounded(kind: NumberKind, numbers: str) -> None:
    assert is_supported(FACTS.by_address.values(), claim(kind, numbers))


@pytest.mark.parametrize(("kind", "numbers"), NOT_HELD)
def test_what_they_do_not_hold_is_noticed(kind: NumberKind, numbers: str) -> None:
    assert not is_supported(FACTS.by_address.values(), claim(kind, numbers))


def test_the_nearest_of_the_same_kind_comes_first() -> None:
    assert list_known_values(FACTS.by_address.values(), claim(NumberKind.PERCENT, "80")) == ["88.3%", "66%"]
    assert list_known_values(FACTS.by_address.values(), claim(NumberKind.SHARE, "30 50")) == ["33 of 50", "88 of 100"]
    assert list_known_values(FACTS.by_address.values(), claim(NumberKind.MEASURE, "1.1"))[0] == "1.18"


@pytest.mark.parametrize(
    ("kind", "numbers", "said"),
    [
        (NumberKind.RATE, "1 2", ["66%", "88.3%"]),
        (NumberKind.COUNT, "40", ["50", "9,401"]),
        (NumberKind.INTERVAL, "8 13", ["-1.6 to -0.5"]),
        (NumberKind.POINTS, "20", ["19 percentage points"]),
        (NumberKind.OF_100, "60", ["66%", "88.3%"]),
    ],
)
def test_what_the_facts_hold_is_told_in_the_words_of_a_page(kind: NumberKind, numbers: str, said: list[str]) -> None:
    assert list_known_values(FACTS.by_address.values(), claim(kind, numbers)) == said
