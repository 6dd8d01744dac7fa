"""When a page is due for review, and what is shown of its writing and checking at its foot."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from psychoed.page.meta import ClinicalReview, PageMeta


@dataclass(frozen=True, slots=True)
class Status:
    """Who wrote and who checked a page, and the days that go with it; ``None`` means not yet."""

    authors: tuple[str, ...]
    clinical_review: ClinicalReview | None
    written: date | None
    reviewed: date | None
    review_by: date | None


def status(meta: PageMeta) -> Status:
    """What the reader is told; a page that no one has reviewed yet is due within a year of its writing."""
    since = meta.reviewed or meta.written
    months = meta.kind.review_months if meta.kind else 0
    review_by = months_after(since, months if meta.reviewed else min(months, 12)) if since and meta.kind else None
    return Status(meta.authors, meta.clinical_review, meta.written, meta.reviewed, review_by)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter; no later than a date can be."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
