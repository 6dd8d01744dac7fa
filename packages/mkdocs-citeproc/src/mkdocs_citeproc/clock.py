"""The current time for a build; falls back to the date of the last commit where the clock is behind it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from mkdocs_citeproc.problems import CitationError

_NAME = "SOURCE_DATE_EPOCH"


def get_last_change() -> datetime | None:
    """Return the time of the last change from the environment, if set; raise CitationError if it is not a time."""
    given = os.environ.get(_NAME)
    if given is None:
        return None
    try:
        if not (given.isascii() and given.isdecimal()):
            raise ValueError(given)
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{_NAME} is '{given}', which is not a number of seconds since 1970. Do: unset {_NAME}"
        raise CitationError(msg) from error


def get_this_year() -> int:
    """Return the year by the clock, or that of the last change where the clock is behind it."""
    change = get_last_change()
    return max(date.today().year, change.year if change else 0)
