"""Which years and dates of an entry are printed as they are meant: what both biblatex and pandoc read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime

# Year, season or month, day and time of ISO 8601; then a mark for doubt or a rough guess. Of the rest of EDTF, which
# biblatex reads too, pandoc drops "199X" and "2021/..", and the entry is printed as undated.
_POINT = re.compile(
    r"-?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d(?::\d\d)?)?)?)?)?[?~%]?", re.ASCII
)
_YEARS = re.compile(r"-?\d{3,4}[?~]?(?:/-?\d{3,4}[?~]?)?", re.ASCII)
_SEASONS = range(21, 25)
_IN_WORDS = (
    *("%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d. %B %Y"),
    *("%Y/%m/%d", "%Y-%m-%d", "%Y %b %d", "%Y %B %d", "%Y.%m.%d"),
)


def is_year(text: str) -> bool:
    """Whether ``text`` is a year, or two with a slash between."""
    return _YEARS.fullmatch(text.strip("{} ")) is not None


def is_date(text: str) -> bool:
    """Whether ``text`` is a date, or a span of two with a slash between, of which one may be left open."""
    ends = text.strip().split("/")
    return len(ends) <= 2 and any(ends) and all(not end or _is_point(end) for end in ends)


def to_iso(text: str) -> str:
    """The date ``text`` seems to mean, as ``2025-10-09``; '' for what is no date in any form known here."""
    for form in _IN_WORDS:
        try:
            return datetime.strptime(text.strip("{}. "), form).date().isoformat()
        except ValueError:
            continue
    for form in ("%B %Y", "%b %Y", "%Y %b", "%Y %B"):
        try:
            return datetime.strptime(text.strip("{}. "), form).strftime("%Y-%m")
        except ValueError:
            continue
    return ""


def _is_point(text: str) -> bool:
    match = _POINT.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if match[2] is None or (month in _SEASONS and match[3] is None):
        return True
    # The calendar module knows no year 0; any leap year will do for it.
    return 1 <= month <= 12 and (match[3] is None or 1 <= day <= monthrange(year or 4, month)[1])
