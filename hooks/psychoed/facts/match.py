"""Whether facts hold a number as a page writes it: as exact, or rounded to the digits that the page gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from psychoed.facts.model import Fact, Group


class Kind(Enum):
    """In which form a page gives a number."""

    PERCENT = "percent"  # 66%
    SHARE = "share"  # 33 of 50
    RATE = "rate"  # 1 in 13, two in three
    COUNT = "count"  # 151 adults
    INTERVAL = "interval"  # 95% CI 8.3 to 13.5
    POINTS = "points"  # 19 percentage points
    OF_100 = "of 100"  # 66, in a sentence about 100 people
    MEASURE = "measure"  # 1.18, g = −1.14


_ABOUT = Decimal(3)  # percentage points: 66% is about two in three
_NO_MEASURE = ("count", "of", "number", "percent", "one_in", "points")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a page gives; its sign is left to the words around it (*lower by*)."""

    kind: Kind
    numbers: tuple[Decimal, ...]


def holds(facts: Iterable[Fact], claim: Claim) -> bool:
    """Whether one of the facts has the claimed number."""
    return any(_has(group, claim) for group in _groups(facts))


def known(facts: Iterable[Fact], claim: Claim) -> list[str]:
    """The numbers of the claim's kind that the facts hold, as a page may write them, each once, the nearest first."""
    there = [said for group in _groups(facts) for said in _said(group, claim.kind)]
    near = sorted(there, key=lambda said: abs(abs(said[0]) - claim.numbers[0]))
    return list(dict.fromkeys(words for _, words in near))


def _groups(facts: Iterable[Fact]) -> Iterator[Group]:
    return (group for fact in facts for group in fact.groups.values())


def _rounds(exact: Decimal | None, written: Decimal) -> bool:
    """Whether ``exact``, rounded to the digits of ``written``, is that; a half may go either way."""
    if exact is None:
        return False
    one = Decimal(1).scaleb(min(int(written.as_tuple().exponent), 0))
    return abs(abs(exact) - abs(written)) * 2 <= one


def _has(group: Group, claim: Claim) -> bool:
    number, *others = claim.numbers
    amounts = group.amounts
    match claim.kind:
        case Kind.PERCENT:
            span = group.spans.get("range", ())
            return _rounds(group.percent, number) or any(_rounds(end, number) for end in span)
        case Kind.SHARE:
            percents = [group.percent, *group.spans.get("range", ())] if others[0] in (10, 100, 1000) else []
            in_all = [percent * others[0] / 100 for percent in percents if percent is not None]
            return (amounts.get("count"), amounts.get("of")) == (number, others[0]) or any(
                _rounds(people, number) for people in in_all
            )
        case Kind.RATE:
            share = number * 100 / others[0] if others[0] else None
            near = share is not None and group.percent is not None and abs(group.percent - share) <= _ABOUT
            return near or (number == 1 and amounts.get("one_in") == others[0])
        case Kind.COUNT:
            return number in [amounts[name] for name in ("number", "count", "of") if name in amounts]
        case Kind.INTERVAL:
            ends = group.spans.get("ci", ())
            # 'lower by 0.5 to 1.6' is -1.6 to -0.5
            return any(ends and all(map(_rounds, ends, order)) for order in (claim.numbers, claim.numbers[::-1]))
        case Kind.POINTS:
            return _rounds(amounts.get("points"), number)
        case _:  # a measure, or of 100: '14 points of 100' is a measure, '66 of 100 people' a percentage
            inside = [*amounts.values(), *(end for span in group.spans.values() for end in span)]
            return any(_rounds(each, number) for each in (*inside, group.percent))


def _said(group: Group, kind: Kind) -> Iterator[tuple[Decimal, str]]:
    """Numbers of a group, each with the words for it."""
    amounts, percent = group.amounts, group.percent
    match kind:
        case Kind.PERCENT | Kind.RATE | Kind.OF_100 if percent is not None:
            yield percent, f"{percent if 'percent' in amounts else percent.quantize(Decimal(1))}%"
        case Kind.SHARE if {"count", "of"} <= amounts.keys():
            yield amounts["count"], f"{amounts['count']} of {amounts['of']}"
        case Kind.SHARE if percent is not None:
            yield percent, f"{percent.quantize(Decimal(1))} of 100"
        case Kind.COUNT:
            yield from ((amounts[name], f"{amounts[name]:,f}") for name in ("number", "of") if name in amounts)
        case Kind.INTERVAL if "ci" in group.spans:
            low, high = group.spans["ci"]
            yield low, f"{low} to {high}"
        case Kind.POINTS if "points" in amounts:
            yield amounts["points"], f"{amounts['points']} percentage points"
        case Kind.MEASURE:
            yield from ((amount, str(amount)) for name, amount in amounts.items() if name not in _NO_MEASURE)
