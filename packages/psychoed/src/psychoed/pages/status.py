"""Where a reader mends a page or says what is wrong with it: addresses at GitHub, whose forms take words in advance."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from psychoed.pages.metadata import ClinicalReview, PageMeta


@dataclass(frozen=True, slots=True)
class Status:
    """Who wrote and who checked a page, and the days that go with it; ``None`` means not yet."""

    authors: tuple[str, ...]
    clinical_review: ClinicalReview | None
    written: date | None
    reviewed: date | None
    review_by: date | None


def get_status(meta: PageMeta) -> Status:
    """What the reader is told; a page that no one has reviewed yet is due within a year of its writing."""
    since = meta.reviewed or meta.written
    months = meta.kind.review_months if meta.kind else 0
    review_by = add_months(since, months if meta.reviewed else min(months, 12)) if since and meta.kind else None
    return Status(meta.authors, meta.clinical_review, meta.written, meta.reviewed, review_by)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter; no later than a date can be."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class EditLinks:
    """The address at which a page's source is edited, and that of the issue form that already names the page."""

    edit: str
    report: str


def make_edit_links(repository: str, branch: str, path: str, title: str, address: str) -> EditLinks | None:
    """The two addresses for the page whose source stands at ``path`` from the repository's root; None without one.

    ``address`` is where the page is published, or below the site's root where that is not known. The form is
    .github/ISSUE_TEMPLATE/wrong.yml; its field ``page`` is filled in
    (docs.github.com, "Creating an issue from a URL query").
    """
    if not repository:
        return None
    home = repository.rstrip("/")
    query = urlencode({"template": "wrong.yml", "title": f"Mistake on: {title}", "page": f"{title} ({address})"})
    return EditLinks(f"{home}/edit/{quote(branch, safe='/')}/{quote(path)}", f"{home}/issues/new?{query}")
