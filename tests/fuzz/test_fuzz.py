"""The same two hundred unsound sites each time; ``make fuzz`` tries others."""

from __future__ import annotations

import random

import pytest

from fuzz.__main__ import case, run, smallest
from fuzz.invariants import KINDS
from fuzz.mutate import mutated


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_cases(kind: str) -> None:
    assert run(1, 10 if kind == "site" else 100, [kind]) == []


def test_a_case_follows_from_its_seed() -> None:
    assert case(3, 5, ["page"]) == case(3, 5, ["page"])
    assert case(3, 5, ["page"]) != case(4, 5, ["page"])
    assert len(mutated(random.Random(1), ["x" * 9000], 100)) <= 100  # noqa: S311


def test_what_fails_is_made_small() -> None:
    assert smallest("a long text with a needle in it", lambda text: "needle" in text) == "needle"
