"""The date of what a news page tells of, no more exact than it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


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
        return self.day == date(self.day.year, self.day.month if self.precision is not Precision.YEAR else 1,
                                self.day.day if self.precision is Precision.DAY else 1)  # fmt: skip

    @property
    def spoken(self) -> str:
        """As people write it: ``29 September 2021``, ``October 2025``, ``2023``."""
        day = f"{self.day.day} " if self.precision is Precision.DAY else ""
        month = f"{self.day:%B} " if self.precision is not Precision.YEAR else ""
        return f"{day}{month}{self.day.year}"

    @property
    def iso(self) -> str:
        """As HTML's ``datetime`` has it: ``2021-09-29``, ``2025-10``, ``2023``."""
        return self.day.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]
