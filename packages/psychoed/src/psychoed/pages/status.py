"""Review status of a page, and its GitHub links to edit it or report a mistake, with the issue form filled in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from psychoed.language import t
from psychoed.pages.metadata import ClinicalReview, PageMeta


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
