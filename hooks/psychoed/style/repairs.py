"""Where CSL and pandoc stop short of APA 7: what is mended before and after the run, in order.

Each mend is one small function, named after what it restores, in one of the rooms ``apa_*.py``. They apply to APA only:
another style's output is its own business. decisions/0002-pandoc-citeproc.md says why these are ours to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from psychoed.style import apa_cite as cite
from psychoed.style import apa_kinds as kinds
from psychoed.style import apa_names as names
from psychoed.style import apa_numbers as numbers
from psychoed.style import apa_text as text
from psychoed.style import apa_titles as titles
from psychoed.style.pandoc_ast import Node
from psychoed.style.request import CslItem, Request

APA = "http://www.zotero.org/styles/apa"
"""The id of the style (its `<id>`) for which these repairs are made."""

# A description is taken off a title before its words are counted. A publisher is one again before it can be the author.
_ON_ITEMS = (
    names.names,
    names.abbreviation,
    names.one_institution,
    titles.description,
    titles.capitals_as_typed,
    titles.journal_as_typed,
    titles.event_as_typed,
    kinds.thesis,
    kinds.unpublished,
    kinds.preprint,
    kinds.web_page,
    kinds.recording,
    kinds.numbered_series,
    kinds.software,
    names.publisher_that_is_author,
    numbers.article_number,
    numbers.issue_of_proceedings,
    numbers.issue_range,
    numbers.edition,
    numbers.online_first,
    numbers.doi,
)


def mend_request(asked: Request, fields: Mapping[str, Mapping[str, str]], style_id: str) -> Request:
    """What pandoc is to be asked; ``fields`` are the BibTeX fields of the entries, by key."""
    if style_id != APA:
        return asked
    entries = tuple(_item(entry, fields.get(entry["id"], {})) for entry in asked.entries)
    return replace(asked, texts=tuple(_text(cluster) for cluster in asked.clusters), entries=entries)


def _item(item: CslItem, fields: Mapping[str, str]) -> CslItem:
    for mend in _ON_ITEMS:
        item = mend(item, fields)
    return item


def _text(cluster: str) -> str:
    cluster = text.with_year(text.without_possessive(cluster))
    return text.every_work_in_its_place(text.places_that_are_no_pages(cluster))


def mend_cluster(inlines: list[Node], cluster: str, style_id: str, *, narrative: bool) -> list[Node]:
    """What pandoc printed for ``cluster``, as the style has it; ``narrative`` is one that begins in running text."""
    if style_id != APA:
        return inlines
    if narrative:
        inlines = cite.and_in_running_text(inlines)
    inlines = cite.ties_in_order(cite.until_present(cite.without_pins(inlines)))
    if text.is_locator_alone(cluster):
        return cite.locator_alone(inlines)
    return cite.with_possessive(inlines, text.possessive_mark(cluster))


def mend_reference(inlines: list[Node], item: CslItem, style_id: str) -> list[Node]:
    """A reference as the style has it; ``item`` is its entry."""
    if style_id != APA:
        return inlines
    if item.get("issued", {}).get("date-parts", [])[1:] == [[0]]:
        inlines = cite.until_present(inlines)
    inlines = names.two_groups_without_comma(inlines, item)
    return cite.without_pins(names.comma_before_et_al(inlines, item))
