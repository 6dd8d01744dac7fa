"""The front matter that only news has: what the blog plugin reads, and how exact a date is."""

from __future__ import annotations

import re
from collections.abc import Collection

from psychoed.page.dated import Dated, Precision
from psychoed.page.reading import Reading

FIELDS = ("date", "date_precision", "categories", "slug", "draft", "pin")

_PRECISIONS = {precision.value: precision for precision in Precision}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_news(reading: Reading, categories: Collection[str], post: bool) -> Dated | None:
    """When that happened of which a page of news tells; None on a page that lists news.

    ``post``: the blog plugin publishes it, which needs a date and, here, a category. ``categories`` are those allowed;
    any, where there are none.
    """
    if post:
        reading.require("date", "Give the day the study or report was published, such as 2026-11-23.")
        reading.require("categories", f"One of: {', '.join(categories)}." if categories else "Give a list of words.")
    _ = reading.choices("categories", categories) if categories else reading.texts("categories")
    for name in ("draft", "pin"):
        reading.flag(name)
    if (slug := reading.text("slug")) and not _SLUG.fullmatch(slug):
        reading.refuse("slug", "can't be used in an address", "Use lower-case letters, digits and hyphens.")
    day = reading.day("date", quoted=False)
    if day is None:
        return None
    dated = Dated(day, _PRECISIONS.get(reading.choice("date_precision", _PRECISIONS), Precision.DAY))
    if not dated.begins:
        first = f"Write the first day of the {dated.precision.value}."
        reading.refuse("date", f"is more exact than 'date_precision: {dated.precision.value}'", first)
    return dated
