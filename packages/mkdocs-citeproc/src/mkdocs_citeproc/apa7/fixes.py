"""Fixes that bring the output of CSL and pandoc to APA 7, in the order in which they run.

Each fix is one small function in another module of this package, named after what it corrects. They apply only to APA;
other styles are left alone. decisions/0002-pandoc-citeproc.md explains why the fixes belong here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mkdocs_citeproc.apa7 import APA, dates, legal, names, numbers, people, sources, titles
from mkdocs_citeproc.apa7 import citation_ast as cite
from mkdocs_citeproc.apa7 import citation_text as text
from mkdocs_citeproc.apa7 import descriptions as describe
from mkdocs_citeproc.apa7 import entry_types as kinds
from mkdocs_citeproc.apa7 import in_text as intext
from mkdocs_citeproc.apa7 import references as reference
from mkdocs_citeproc.apa7 import related as short
from mkdocs_citeproc.apa7 import sorting as order
from mkdocs_citeproc.apa7.groups import capitalize_sentence_starts
from mkdocs_citeproc.apa7.related import add_related_work
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, EntryFields, Terms, translate_descriptions
from mkdocs_citeproc.formatting.render import Node
from mkdocs_citeproc.formatting.request import CslItem, Request

# Order matters: descriptions leave the title before its words are counted; publishers are fixed before they can be the
# author.
_ON_ITEMS = (
    names.fix_names,
    names.fix_name_prefix,
    names.fix_abbreviation,
    names.join_institutions,
    names.join_publishers,
    sources.fix_eprint,
    titles.fix_title_description,
    titles.keep_title_capitals,
    titles.capitalize_subtitle,
    titles.keep_journal_capitals,
    titles.keep_event_capitals,
    sources.fix_special_issue,
    sources.fix_episode,
    sources.fix_symposium,
    sources.fix_proceedings,
    sources.fix_volume_of_work,
    kinds.fix_thesis,
    describe.fix_manuscript,
    kinds.fix_unpublished,
    kinds.fix_preprint,
    dates.fix_in_press,
    dates.fix_registered_date,
    dates.fix_event_date,
    dates.fix_session,
    dates.fix_newspaper_date,
    dates.fix_dated_entry,
    sources.fix_site,
    sources.fix_site_addition,
    sources.fix_howpublished,
    sources.fix_museum,
    kinds.fix_web_page,
    describe.fix_standard,
    describe.fix_report_series,
    describe.fix_report_number,
    describe.fix_review,
    kinds.fix_numbered_series,
    describe.fix_project_number,
    describe.fix_amendment,
    describe.fix_bracketed_note,
    describe.fix_untitled,
    describe.fix_subtype,
    describe.fix_film_format,
    kinds.fix_recording,
    kinds.fix_software,
    sources.fix_app_entry,
    numbers.fix_record_number,
    sources.fix_book_pages,
    sources.fix_original_title,
    names.fix_publisher_as_author,
    numbers.fix_article_number,
    numbers.fix_proceedings_issue,
    numbers.fix_issue_range,
    numbers.fix_edition,
    numbers.fix_volumes,
    numbers.fix_online_first,
    numbers.fix_doi,
    numbers.fix_retraction,
    people.fix_narrator,
    people.fix_translated_chapter,
    people.fix_container_people,
    people.fix_assisted_authors,
    people.fix_roles,
    people.fix_user_names,
    dates.fix_dated_work,
    dates.fix_changing_source,
    legal.fix_case,
    legal.fix_statute,
    legal.fix_treaty,
    legal.fix_constitution,
    short.fix_title_in_text,
    translate_descriptions,
    names.fix_given_names,
    order.fix_sort_keys,
)


def prepare_request(
    asked: Request,
    fields: Mapping[str, Mapping[str, str]],
    style_id: str,
    others: Mapping[str, CslItem] | None = None,
) -> Request:
    """Apply the fixes that come before pandoc to a request.

    Args:
        asked: The request to pandoc.
        fields: BibTeX fields of the entries by key, each with the entry's type as ``entrytype``.
        style_id: The style's id; a request for a style other than APA is returned unchanged.
        others: The entries that are named as ``related``.

    """
    if style_id != APA:
        nothing = EntryFields({}, asked.terms)
        return replace(asked, entries=tuple(translate_descriptions(entry, nothing) for entry in asked.entries))
    entry_fields = {key: EntryFields(own, asked.terms) for key, own in fields.items()}
    entries = tuple(_prepare_item(entry, entry_fields, others or {}, asked.terms) for entry in asked.entries)
    texts = tuple(_prepare_cluster(cluster, asked.terms) for cluster in asked.clusters)
    return replace(asked, texts=texts, entries=entries, style=order.sort_by_fixed_keys(asked.style))


def _prepare_item(
    item: CslItem, fields: Mapping[str, EntryFields], others: Mapping[str, CslItem], terms: Terms
) -> CslItem:
    nothing = EntryFields({}, terms)
    own = fields.get(item["id"], nothing)
    key = own.get("related", "").partition(",")[0].strip()
    if other := others.get(key):
        of_other = fields.get(key, nothing)
        item = add_related_work(
            item, own, titles.keep_title_capitals(names.fix_names(other, of_other), of_other), of_other
        )
    for fix in _ON_ITEMS:
        item = fix(item, own)
    return item


def _prepare_cluster(cluster: str, terms: Terms) -> str:
    cluster = text.add_year(text.remove_possessive(cluster))
    return text.fix_order_of_works(text.fix_locators(cluster, terms))


def finish_cluster(
    inlines: list[Node],
    cluster: str,
    style_id: str,
    items: Sequence[CslItem] = (),
    terms: Terms = ENGLISH_TERMS,
    *,
    narrative: bool,
) -> list[Node]:
    """Apply the fixes to what pandoc printed for ``cluster``; ``items`` are the entries of its keys.

    ``narrative``: whether the cluster is in running text rather than in brackets.
    """
    if style_id != APA:
        return inlines
    inlines = intext.remove_suffixes(intext.fix_others(inlines, items, terms))
    inlines = intext.remove_law_dates(intext.separate_works(inlines, terms), items, terms)
    if narrative:
        inlines = intext.fix_law_in_running_text(cite.spell_out_and(inlines, terms), items, terms)
    inlines = cite.sort_ties(cite.write_present(cite.remove_pins(inlines), terms), terms)
    if text.is_locator_alone(cluster):
        return cite.keep_locator_only(inlines)
    return cite.add_possessive(inlines, text.find_possessive(cluster))


def finish_page(html: str, style_id: str) -> str:
    """Apply the fixes to a finished page's HTML."""
    return capitalize_sentence_starts(html) if style_id == APA else html


def finish_reference(inlines: list[Node], item: CslItem, style_id: str, terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """A reference as the style has it; ``item`` is its entry."""
    if style_id != APA:
        return inlines
    if item.get("issued", {}).get("date-parts", [])[1:] == [[0]]:
        inlines = cite.write_present(inlines, terms)
    inlines = reference.fix_many_authors(reference.fix_two_groups(inlines, item), item)
    inlines = reference.fix_comma_before_role(
        reference.fix_user_name(reference.fix_comma_before_et_al(inlines, item, terms), item)
    )
    inlines = reference.fix_law_year(reference.fix_album(inlines, item, terms), item)
    inlines = reference.fix_two_seasons(reference.fix_day_order(inlines, terms), terms)
    inlines = reference.fix_retrieval_date(reference.fix_law_status(inlines, item), item, terms)
    return cite.remove_pins(reference.fix_nested_italics(inlines))
