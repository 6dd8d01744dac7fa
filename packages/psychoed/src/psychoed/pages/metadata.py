"""The validated metadata of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from psychoed.language import format_date
from psychoed.pages.kinds import Kind


class Precision(Enum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, or the first day of a month or year if only that is known."""

    day: date
    precision: Precision = Precision.DAY

    @property
    def begins(self) -> bool:
        """Whether the day is the first of its period, so that it does not claim a precision that is not known."""
        first = {
            Precision.DAY: self.day,
            Precision.MONTH: self.day.replace(day=1),
            Precision.YEAR: self.day.replace(month=1, day=1),
        }
        return self.day == first[self.precision]

    @property
    def spoken(self) -> str:
        """The date as people write it: ``29 September 2021``, ``October 2025``, ``2023``."""
        return format_date(self.day, {"day": "d MMMM y", "month": "MMMM y", "year": "y"}[self.precision.value])

    @property
    def iso(self) -> str:
        """The date as in HTML's ``datetime``: ``2021-09-29``, ``2025-10``, ``2023``."""
        return self.day.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class ClinicalReview:
    """The clinician who reviewed the page, their role, and the date."""

    name: str
    role: str
    date: date


@dataclass(frozen=True, slots=True)
class Translation:
    """What a page was translated from, by the digest of that text, and the clinician who checked the translation."""

    original: str
    checked_by: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's metadata from its front matter; missing or invalid values are empty."""

    description: str = ""
    kind: Kind | None = None
    audience: tuple[str, ...] = ()
    written: date | None = None
    reviewed: date | None = None
    clinical_review: ClinicalReview | None = None
    authors: tuple[str, ...] = ()
    search_terms: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    dated: Dated | None = None
    card: bool = False
    """Whether the page is a handout of wallet cards."""
    check_first: bool = True
    """False on a handout without a check-first line."""
    translation: Translation | None = None
