"""A number as a page writes it, against facts that hold it or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import NumberClaim, NumberKind, is_supported, list_known_values, read_facts

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
