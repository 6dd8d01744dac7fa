"""A facts file: what is read, and each thing that can be wrong with it at its own line and column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import Facts, SourceReading, read_facts

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
