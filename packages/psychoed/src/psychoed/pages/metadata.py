"""The validated metadata of a page, and what follows from it: review status, links, and a record in pages.json."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from urllib.parse import quote, urlencode

from psychoed.language import format_date, t
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


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page: ``url`` relative to the site's root, dates as 2026-11-23, and the citation keys of its sources."""

    url: str
    title: str
    kind: str | None
    reviewed: str | None
    review_by: str | None
    cited: tuple[str, ...]


def write_pages_json(records: Iterable[PageRecord]) -> str:
    """Return the records as a JSON array, sorted by address."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.url)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Status:
    """Who wrote and reviewed a page, and the dates; None means not yet."""

    authors: tuple[str, ...]
    clinical_review: ClinicalReview | None
    written: date | None
    reviewed: date | None
    review_by: date | None


def get_status(meta: PageMeta) -> Status:
    """Return the status to show; a page without a review is due within a year of writing."""
    since = meta.reviewed or meta.written
    months = meta.kind.review_months if meta.kind else 0
    review_by = add_months(since, months if meta.reviewed else min(months, 12)) if since and meta.kind else None
    return Status(meta.authors, meta.clinical_review, meta.written, meta.reviewed, review_by)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or the month's last day if it is shorter; at most ``date.max``."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def make_feedback_link(email: str, title: str, address: str) -> str:
    """Return the address that opens a message about a page, with its title and ``address``; empty without ``email``."""
    if not email:
        return ""
    fields = {"subject": t("Was this helpful? {title}", title=title), "body": f"{title} ({address})\r\n\r\n"}
    return f"mailto:{quote(email, safe='@')}?{urlencode(fields, quote_via=quote)}"


@dataclass(frozen=True, slots=True)
class EditLinks:
    """The address for editing a page's source, and that of the issue form with the page's name filled in."""

    edit: str
    report: str


def make_edit_links(repository: str, branch: str, path: str, title: str, address: str) -> EditLinks | None:
    """Return both links for the page with the source ``path`` from the repository's root; None without a repository.

    ``address`` is the page's URL, or its path if the site's address is unknown. The form is
    .github/ISSUE_TEMPLATE/wrong.yml; its field ``page`` is filled in (docs.github.com, "Creating an issue from a URL
    query").
    """
    if not repository:
        return None
    home = repository.rstrip("/")
    query = urlencode(
        {"template": "wrong.yml", "title": t("Mistake on: {title}", title=title), "page": f"{title} ({address})"}
    )
    return EditLinks(f"{home}/edit/{quote(branch, safe='/')}/{quote(path)}", f"{home}/issues/new?{query}")
