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
        match self.precision:
            case Precision.DAY:
                return True
            case Precision.MONTH:
                return self.day.day == 1
            case Precision.YEAR:
                return (self.day.month, self.day.day) == (1, 1)

    @property
    def spoken(self) -> str:
        """As people write it: ``29 September 2021``, ``October 2025``, ``2023``."""
        match self.precision:
            case Precision.DAY:
                return spoken(self.day)
            case Precision.MONTH:
                return f"{self.day:%B} {self.day.year}"
            case Precision.YEAR:
                return str(self.day.year)

    @property
    def iso(self) -> str:
        """As HTML's ``datetime`` has it: ``2021-09-29``, ``2025-10``, ``2023``."""
        return self.day.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]
