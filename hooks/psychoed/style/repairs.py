"""Where CSL and pandoc stop short of APA 7: what is mended before and after the run, in order.

Each mend is one small function, named after what it restores, in one of the rooms ``apa_*.py``. They apply to APA only:
another style's output is its own business. decisions/0002-pandoc-citeproc.md says why these are ours to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from psychoed.style import apa_cite as cite
from psychoed.style import apa_dates as dates
from psychoed.style import apa_describe as describe
from psychoed.style import apa_intext as intext
from psychoed.style import apa_kinds as kinds
from psychoed.style import apa_legal as legal
from psychoed.style import apa_names as names
from psychoed.style import apa_numbers as numbers
from psychoed.style import apa_order as order
from psychoed.style import apa_people as people
from psychoed.style import apa_reference as reference
from psychoed.style import apa_short as short
from psychoed.style import apa_sources as sources
from psychoed.style import apa_text as text
from psychoed.style import apa_titles as titles
from psychoed.style.apa_opening import capital_at_sentence_start
from psychoed.style.apa_related import related
from psychoed.style.pandoc_ast import Node
from psychoed.style.request import CslItem, Request

APA = "http://www.zotero.org/styles/apa"
"""The id of the style (its `<id>`) for which these repairs are made."""

# A description is taken off a title before its words are counted. A publisher is one again before it can be the author.
_ON_ITEMS = (
    names.names,
    names.prefix_as_asked,
    names.abbreviation,
    names.one_institution,
    names.one_publisher,
    sources.eprint_as_journal,
    titles.description,
    titles.capitals_as_typed,
    titles.last_word,
    titles.journal_as_typed,
    titles.event_as_typed,
    sources.special_issue,
    sources.episode,
    sources.symposium,
    sources.proceedings,
    sources.volume_of_a_work,
    kinds.thesis,
    describe.manuscript,
    kinds.unpublished,
    kinds.preprint,
    dates.in_press,
    dates.event_date,
    dates.session,
    dates.of_the_press,
    dates.dated_entry,
    sources.site,
    sources.site_as_addition,
    sources.howpublished,
    sources.museum,
    kinds.web_page,
    describe.standard,
    describe.series_of_report,
    describe.number_of_a_report,
    describe.review_in_words,
    kinds.numbered_series,
    describe.project_number,
    describe.amended,
    describe.bracketed_note,
    describe.untitled,
    describe.subtype,
    describe.format_of_film,
    kinds.recording,
    kinds.software,
    sources.entry_of_an_app,
    numbers.number_of_a_record,
    sources.book_pages,
    sources.original_title,
    names.publisher_that_is_author,
    numbers.article_number,
    numbers.issue_of_proceedings,
    numbers.issue_range,
    numbers.edition,
    numbers.volumes,
    numbers.online_first,
    numbers.doi,
    people.narrator,
    people.translated_chapter,
    people.head_of_container,
    people.assisted,
    people.roles,
    people.user_names,
    dates.dated_work,
    dates.always_changing,
    legal.case,
    legal.statute,
    legal.treaty,
    short.title_in_text,
    order.keys_of_order,
)
_NO_FIELDS: Mapping[str, str] = {}


def mend_request(
    asked: Request,
    fields: Mapping[str, Mapping[str, str]],
    style_id: str,
    others: Mapping[str, CslItem] | None = None,
) -> Request:
    """What pandoc is to be asked.

    ``fields`` are the BibTeX fields of the entries, by key, each with the entry's type as ``entrytype``; ``others`` are
    the entries that they name as ``related``.
    """
    if style_id != APA:
        return asked
    entries = tuple(_item(entry, fields, others or {}) for entry in asked.entries)
    texts = tuple(_text(cluster) for cluster in asked.clusters)
    return replace(asked, texts=texts, entries=entries, style=order.in_order(asked.style))


def _item(item: CslItem, fields: Mapping[str, Mapping[str, str]], others: Mapping[str, CslItem]) -> CslItem:
    own = fields.get(item["id"], _NO_FIELDS)
    key = own.get("related", "").partition(",")[0].strip()
    if other := others.get(key):
        of_other = fields.get(key, _NO_FIELDS)
        item = related(item, own, titles.capitals_as_typed(names.names(other, of_other), of_other), of_other)
    for mend in _ON_ITEMS:
        item = mend(item, own)
    return item


def _text(cluster: str) -> str:
    cluster = text.with_year(text.without_possessive(cluster))
    return text.every_work_in_its_place(text.places_that_are_no_pages(cluster))


def mend_cluster(
    inlines: list[Node], cluster: str, style_id: str, items: Sequence[CslItem] = (), *, narrative: bool
) -> list[Node]:
    """What pandoc printed for ``cluster``, as the style has it; ``items`` are the entries of its keys.

    ``narrative`` is a cluster that begins in running text.
    """
    if style_id != APA:
        return inlines
    inlines = intext.works_apart(intext.without_suffixes(intext.no_one_is_others(inlines, items)))
    if narrative:
        inlines = intext.law_in_running_text(cite.and_in_running_text(inlines), items)
    inlines = cite.ties_in_order(cite.until_present(cite.without_pins(inlines)))
    if text.is_locator_alone(cluster):
        return cite.locator_alone(inlines)
    return cite.with_possessive(inlines, text.possessive_mark(cluster))


def mend_page(html: str, style_id: str) -> str:
    """A finished page's HTML as the style has it."""
    return capital_at_sentence_start(html) if style_id == APA else html


def mend_reference(inlines: list[Node], item: CslItem, style_id: str) -> list[Node]:
    """A reference as the style has it; ``item`` is its entry."""
    if style_id != APA:
        return inlines
    if item.get("issued", {}).get("date-parts", [])[1:] == [[0]]:
        inlines = cite.until_present(inlines)
    inlines = reference.two_groups_without_comma(inlines, item)
    inlines = reference.roles_without_comma(reference.user_name(reference.comma_before_et_al(inlines, item), item))
    inlines = reference.year_of_a_law(reference.on_an_album(inlines, item), item)
    inlines = reference.two_seasons(inlines)
    inlines = reference.retrieved(reference.status_of_a_law(inlines, item), item)
    return cite.without_pins(reference.upright_in_italics(inlines))
