"""Which numbers can only come from a study, and which are harmless."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.checks.numbers import find_numbers

STUDY = {
    "It rose in 33 of 50 loaves": ["share 33 50"],
    "in **33** of the **50** loaves": ["share 33 50"],
    "two of 32 people": ["share 2 32"],
    "1,204 out of 9,401 bakers": ["share 1204 9401"],
    "33/50 (66%), 44/51": ["share 33 50", "percent 66", "share 44 51"],
    "7 of 10 people": ["share 7 10"],
    "It was 66%, and 22.5 per cent later": ["percent 66", "percent 22.5"],
    "30–84% or 30% to 84%": ["percent 30", "percent 84", "percent 30", "percent 84"],
    "**10%** of causes": ["percent 10"],
    "in 37% at age 20 and 96% at age 80": ["percent 37", "percent 96"],
    "one in 13 people, 1 in 5": ["rate 1 13", "rate 1 5"],
    "About two in three people given it": ["rate 2 3"],
    "151 adults with pain": ["count 151"],
    "53 older veterans; 20 Australian clinics": ["count 53", "count 20"],
    "150 racially and ethnically diverse adults": ["count 150"],
    "75 studies and 9,401 people": ["count 75", "count 9401"],
    "619 million people, 1.5 million adults": ["count 619000000", "count 1500000"],
    "of them, 81 were women": ["count 81"],
    "A report on three people": ["count 3"],
    "lower by 1.66 points": ["measure 1.66"],
    "lower by 1.66 in the first group": ["measure 1.66"],
    "Hedges’ g was −1.14, P < .001, n = 151": ["measure 1.14", "measure 0.001", "count 151"],
    "a link of −.34 among people": ["measure 0.34"],
    "by 1.5 points where sensors showed people": ["measure 1.5"],
    "fell by 10.9 (95% CI 8.3 to 13.5)": ["measure 10.9", "interval 8.3 13.5"],
    "(95% confidence interval 0.5–1.6)": ["interval 0.5 1.6"],
    "19 percentage points": ["points 19"],
    "Of 100 people: rye 66, wheat 10.": ["of 100 66", "of 100 10"],
    "How many\nof 100 people: rye\n66.": ["of 100 66"],
    "Rye 7. Of 100 people: rye 66 in 5 minutes, wheat 10.": ["of 100 66", "of 100 10"],
}
HARMLESS = [
    "on 29 September 2021, at 10.30 am, 24/7",
    "for 2–3 minutes, twice a week, eight sessions in four weeks, 1.5 hours",
    "a scale from 0 to 10, 0–10, 0 or 1 of 10, 4/10",
    "adults aged 21 to 70, over 50, under 45",
    "call 116 123, 13 11 14, 0477 13 11 14 or 112",
    "NCT03294148, NG193, ICD-11, MG30.01, PMC8482298",
    "85 × 54 mm, 8.5 x 11 in, 12.5 pt, £3.50, $99.95",
    "version 2.1, WCAG 2.2, (WCAG) 2.2, CC BY 4.0, Python 3.11",
    "page 2 of 14, step 3 of 12",
    "1. Sit. 2. Breathe.",
    "3 questions people ask; 5 things adults do",
    "Ask two people you trust. Two people can have the same scan.",
    "one trial, one person, the two trials, three steps, part one",
    "you can be 100% sure of nothing",
    "a room of 100 people",
    "8.5 in (or 8.5 in), 8.5 in x 11.5 in",
    "one in five years",
    "one in 2021 said so",
    "doi 10.1001/jama.2021.2669",
    "in 2021 people asked",
    "The 95% confidence interval is wide",
    "10,5 and 1.2.3",
]


def found(text: str) -> list[str]:
    return [
        " ".join([each.claim.kind.value, *(f"{number.normalize():f}" for number in each.claim.numbers)])
        for each in find_numbers(text)
    ]


@pytest.mark.parametrize("text", STUDY)
def test_what_comes_from_a_study_is_found(text: str) -> None:
    assert found(text) == STUDY[text]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_does_not_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_number_may_be_as_long_as_it_likes() -> None:
    assert [each.claim.kind.value for each in find_numbers(f"1/{'9' * 5000}")] == ["share"]


def test_the_place_is_that_of_the_number() -> None:
    text = "So it was **33 of 50** and 151 adults."
    assert [text[each.start : each.end] for each in find_numbers(text)] == ["33 of 50", "151 adults"]


@given(st.text(alphabet="0123456789 ofin%.,–−/onetwpeadults=<CIg\n|*", max_size=80))
def test_numbers_are_in_order_and_disjoint(text: str) -> None:
    spans = [(each.start, each.end) for each in find_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
