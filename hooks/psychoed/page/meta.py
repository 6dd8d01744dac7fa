"""What a page's front matter says, once it is known to be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psychoed.page.dated import Dated
from psychoed.page.kinds import Kind


@dataclass(frozen=True, slots=True)
class ClinicalReview:
    """The clinician who read the page, as what, and on which day."""

    name: str
    role: str
    date: date


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's own account of itself; what it left out, or got wrong, is empty here and a problem elsewhere."""

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
    """Whether it is a sheet of wallet cards."""
    check_first: bool = True
    """False on a handout that needs no check-first line."""
