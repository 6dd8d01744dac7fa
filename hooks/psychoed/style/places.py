"""Where a page cites: each formatted cluster gets an address of its own, counted in the page's order.

Counted on the finished page, for Markdown renders lists, tables and footnotes in an order of its own. The clusters are
known by the tag they open with, which is ours to the letter (``style/result.py``) and in code stands escaped.
"""

from __future__ import annotations

from collections import defaultdict
from html import unescape

from psychoed.bibliography.entry import CiteKey

_OPENING = '<span class="citation" data-cites="'


def place_id(place: int) -> str:
    """The id of the ``place``-th cluster of a page."""
    return f"cite-{place}"


def with_places(html: str) -> tuple[str, dict[CiteKey, list[int]]]:
    """A page's HTML with an id on each cluster, and for each key the clusters that cite it."""
    before, *clusters = html.split(_OPENING)
    places: dict[CiteKey, list[int]] = defaultdict(list)
    parts = [before]
    for place, cluster in enumerate(clusters, 1):
        keys, _, rest = cluster.partition('"')
        parts.append(f'{_OPENING}{keys}" id="{place_id(place)}"{rest}')
        for key in dict.fromkeys(unescape(keys).split(" ")):
            places[CiteKey(key)].append(place)
    return "".join(parts), dict(places)


def letters(number: int) -> str:
    """1 as *a*, 26 as *z*, 27 as *aa*."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name
