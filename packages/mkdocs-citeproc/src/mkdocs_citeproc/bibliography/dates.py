"""Years and dates that both biblatex and pandoc read as intended."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime

# Year, season or month, day and time of ISO 8601, then a mark for uncertain or approximate. biblatex also reads the
# rest of EDTF, but pandoc drops "199X" and "2021/.." and prints the entry as undated.
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
    """Return whether ``text`` is a year, or two years with a slash between them."""
    return _YEARS.fullmatch(text.strip("{} ")) is not None


def is_date(text: str) -> bool:
    """Return whether ``text`` is a date, or a range of two with a slash between them; one end may be open."""
    ends = text.strip().split("/")
    return len(ends) <= 2 and any(ends) and all(not end or _is_point(end) for end in ends)


def to_iso(text: str) -> str:
    """Convert a date in any known format to ISO, such as ``2025-10-09``; return '' if it is not a date."""
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
    # The calendar module does not support year 0; any leap year gives the same result.
    return 1 <= month <= 12 and (match[3] is None or 1 <= day <= monthrange(year or 4, month)[1])
