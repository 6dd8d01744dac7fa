"""The kinds of page: what every page of a kind owes its readers hangs on the kind, so that no author can forget it."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What a page is for. ``check_first``: it asks readers to do something, so the check-first line is below its
    title. ``reads_on``: it must say what to read next. ``review_months``: how long a review of it lasts.
    """

    check_first: bool
    reads_on: bool
    review_months: int

    def __new__(
        cls,
        slug: str,
        review_months: int,
        check_first: bool = False,
        reads_on: bool = False,
    ) -> Kind:
        """Keep the slug as the kind's value, and beside it what the kind asks for."""
        kind = object.__new__(cls)
        kind._value_ = slug
        kind.check_first = check_first
        kind.reads_on = reads_on
        kind.review_months = review_months
        return kind

    HOME = ("home", 36)
    FLARE = ("flare", 12, True, True)  # emergency numbers change
    EXPLANATION = ("explanation", 36, False, True)
    PRACTICE = ("practice", 36, True, True)
    SAFETY = ("safety", 12)  # emergency numbers change
    EVIDENCE = ("evidence", 12, False, True)  # trials are running
    RESOURCE = ("resource", 12)  # prices, owners and addresses change
    REFERENCE = ("reference", 36)
    ABOUT = ("about", 36)
    HANDOUT = ("handout", 36, True)
    CLINICIAN = ("clinician", 36)
    NEWS = ("news", 36)
    CONTRIBUTE = ("contribute", 36)
