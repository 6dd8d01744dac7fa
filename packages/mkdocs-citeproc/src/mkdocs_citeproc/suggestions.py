"""The known name that someone who typed an unknown one probably meant."""

from __future__ import annotations

import re
from collections.abc import Collection

_DIGITS = re.compile(r"\d+")
_LONGEST = 100  # measuring takes the product of two lengths


def find_closest(name: str, known: Collection[str]) -> str:
    """Return the known name closest to ``name``, ignoring case; '' if none is close.

    Letters weigh more than digits: for ``ashar2012`` that is ``ashar2021`` rather than ``ashar2025`` or ``asher2012``.
    """
    if len(name) > _LONGEST:
        return ""
    wanted = name.casefold()
    best: tuple[int, int, str] | None = None
    for candidate in sorted(each for each in known if len(each) <= _LONGEST):
        folded = candidate.casefold()
        letters = measure_distance(_DIGITS.sub("", wanted), _DIGITS.sub("", folded))
        if letters > _count_allowed(wanted, folded):
            continue
        digits = measure_distance("".join(_DIGITS.findall(wanted)), "".join(_DIGITS.findall(folded)))
        found = (2 * letters + digits, letters, candidate)
        best = min(best, found) if best else found
    return best[2] if best else ""


def _count_allowed(one: str, other: str) -> int:
    """Return how many letters may differ: a third of them, or as many as one name has more than its beginning."""
    if min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)):
        return abs(len(one) - len(other))
    return max(len(_DIGITS.sub("", one)), len(_DIGITS.sub("", other))) // 3


def measure_distance(one: str, other: str) -> int:
    """Return how many letters to insert, delete, replace or swap with their neighbour to turn one text into the other.

    This is the optimal string alignment distance.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, another in enumerate(other, 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
