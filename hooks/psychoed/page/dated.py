"""The date of what a news page tells of, no more exact than it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


def spoken(day: date) -> str:
    """A day as people write it: ``3 November 2026``."""
    return f"{day.day} {day:%B} {day.year}"


class Precision(Enum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, or the first day of the month or year that is all that is known."""

    day: date
    precision: Precision = Precision.DAY

    @property
    def begins(self) -> bool:
        """Whether the day is the first of its period, so that it claims nothing that is not known."""
        first = {
            Precision.DAY: self.day,
            Precision.MONTH: self.day.replace(day=1),
            Precision.YEAR: self.day.replace(month=1, day=1),
        }
        return self.day == first[self.precision]

    @property
    def spoken(self) -> str:
        """As people write it: ``29 September 2021``, ``October 2025``, ``2023``."""
        known = {Precision.DAY: 0, Precision.MONTH: 1, Precision.YEAR: 2}
        return spoken(self.day).split(" ", known[self.precision])[-1]

    @property
    def iso(self) -> str:
        """As HTML's ``datetime`` has it: ``2021-09-29``, ``2025-10``, ``2023``."""
        return self.day.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]
