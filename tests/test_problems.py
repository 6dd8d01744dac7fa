"""Problems as they are read, and in which order."""

from __future__ import annotations

from psychoed.problems import Code, Location, Problem, in_order


def test_a_problem_is_one_line_with_place_cause_and_remedy() -> None:
    where = Location("docs/a.md", 3, 7)
    assert str(Problem(Code.BAD_DATE, where, "no day.", "Write one.")) == "docs/a.md:3:7: [bad-date] no day. Write one."
    assert str(Problem(Code.BAD_DATE, where, "no day")) == "docs/a.md:3:7: [bad-date] no day."


def test_each_is_said_once_in_the_order_of_places() -> None:
    late, soon = (Problem(Code.BAD_DATE, Location("docs/a.md", line), "no day") for line in (10, 9))
    elsewhere = Problem(Code.BAD_DATE, Location("docs/B.md", 99), "no day")
    assert in_order([late, elsewhere, soon, late]) == [elsewhere, soon, late]
