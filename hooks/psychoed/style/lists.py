"""Reference lists as HTML, in pandoc's form, so that styles written for pandoc's output fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from psychoed.bibliography.entry import CiteKey
from psychoed.style.result import Printed


@dataclass(frozen=True, slots=True)
class Citing:
    """A page that cites an entry: its address relative to the list and its title."""

    address: str
    title: str


def _entry(key: CiteKey, printed: Printed, citing: str = "") -> str:
    return f'<div id="ref-{escape(key)}" class="csl-entry" role="listitem">{printed.html}{citing}</div>\n'


def _list(entries: Iterable[str], attributes: str) -> str:
    items = "".join(entries)
    opening = f'<div class="references csl-bib-body hanging-indent" role="list"{attributes}>'
    return f"{opening}\n{items}</div>" if items else ""


def reference_list(entries: Mapping[CiteKey, Printed], keys: Iterable[CiteKey]) -> str:
    """The references of one page, in the style's order.

    Kept out of the site's search: each author would else be found on each page, and the References page has them.
    """
    cited = set(keys)
    items = (_entry(key, printed) for key, printed in entries.items() if key in cited)
    return _list(items, " data-search-exclude")


def full_list(entries: Mapping[CiteKey, Printed], citing: Mapping[CiteKey, Sequence[Citing]], cited_on: str) -> str:
    """All references of the site, each with the pages that cite it after the words ``cited_on``."""
    items = []
    for key, printed in entries.items():
        if pages := citing.get(key):
            links = ", ".join(f'<a href="{escape(page.address)}">{escape(page.title)}</a>' for page in pages)
            items.append(_entry(key, printed, f'<span class="cited-on">{escape(cited_on)}: {links}</span>'))
    return _list(items, "")
