"""Fixes that bring the output of CSL and pandoc to APA 7, in the order in which they run.

Each fix is one small function in another module of this package, named after what it corrects. They apply only to APA;
other styles are left alone. decisions/0002-pandoc-citeproc.md explains why the fixes belong here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mkdocs_citeproc.apa7 import (
    APA,
    citations,
    descriptions,
    in_text,
    legal,
    names,
    numbers,
    references,
    sources,
    titles,
)
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
    descriptions.fix_thesis,
    descriptions.fix_manuscript,
    descriptions.fix_unpublished,
    descriptions.fix_preprint,
    numbers.fix_in_press,
    numbers.fix_registered_date,
    numbers.fix_event_date,
    numbers.fix_session,
    numbers.fix_newspaper_date,
    numbers.fix_dated_entry,
    sources.fix_site,
    sources.fix_site_addition,
    sources.fix_howpublished,
    sources.fix_museum,
    descriptions.fix_web_page,
    descriptions.fix_standard,
    descriptions.fix_report_series,
    descriptions.fix_report_number,
    descriptions.fix_review,
    descriptions.fix_numbered_series,
    descriptions.fix_project_number,
    descriptions.fix_amendment,
    descriptions.fix_bracketed_note,
    descriptions.fix_untitled,
    descriptions.fix_subtype,
    descriptions.fix_film_format,
    descriptions.fix_recording,
    descriptions.fix_software,
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
    names.fix_narrator,
    names.fix_translated_chapter,
    names.fix_container_people,
    names.fix_assisted_authors,
    names.fix_roles,
    names.fix_user_names,
    numbers.fix_dated_work,
    numbers.fix_changing_source,
    legal.fix_case,
    legal.fix_statute,
    legal.fix_treaty,
    legal.fix_constitution,
    sources.fix_title_in_text,
    translate_descriptions,
    names.fix_given_names,
    references.fix_sort_keys,
)


def prepare_request(
    request: Request,
    fields: Mapping[str, Mapping[str, str]],
    style_id: str,
    others: Mapping[str, CslItem] | None = None,
) -> Request:
    """Apply the fixes that come before pandoc to a request.

    Args:
        request: The request to pandoc.
        fields: BibTeX fields of the entries by key, each with the entry's type as ``entrytype``.
        style_id: The style's id; a request for a style other than APA is returned unchanged.
        others: The entries that are named as ``related``.

    """
    if style_id != APA:
        nothing = EntryFields({}, request.terms)
        return replace(request, entries=tuple(translate_descriptions(entry, nothing) for entry in request.entries))
    entry_fields = {key: EntryFields(own, request.terms) for key, own in fields.items()}
    entries = tuple(_prepare_item(entry, entry_fields, others or {}, request.terms) for entry in request.entries)
    texts = tuple(_prepare_cluster(cluster, request.terms) for cluster in request.clusters)
    return replace(request, texts=texts, entries=entries, style=references.sort_by_fixed_keys(request.style))


def _prepare_item(
    item: CslItem, fields: Mapping[str, EntryFields], others: Mapping[str, CslItem], terms: Terms
) -> CslItem:
    nothing = EntryFields({}, terms)
    own = fields.get(item["id"], nothing)
    key = own.get("related", "").partition(",")[0].strip()
    if other := others.get(key):
        of_other = fields.get(key, nothing)
        item = sources.add_related_work(
            item, own, titles.keep_title_capitals(names.fix_names(other, of_other), of_other), of_other
        )
    for fix in _ON_ITEMS:
        item = fix(item, own)
    return item


def _prepare_cluster(cluster: str, terms: Terms) -> str:
    cluster = citations.add_year(citations.remove_possessive(cluster))
    return citations.fix_order_of_works(citations.fix_locators(cluster, terms))


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
    inlines = in_text.remove_suffixes(in_text.fix_others(inlines, items, terms))
    inlines = in_text.remove_law_dates(in_text.separate_works(inlines, terms), items, terms)
    if narrative:
        inlines = in_text.fix_law_in_running_text(citations.spell_out_and(inlines, terms), items, terms)
    inlines = citations.sort_ties(citations.write_present(citations.remove_pins(inlines), terms), terms)
    if citations.is_locator_alone(cluster):
        return citations.keep_locator_only(inlines)
    return citations.add_possessive(inlines, citations.find_possessive(cluster))


def finish_page(html: str, style_id: str) -> str:
    """Apply the fixes to a finished page's HTML."""
    return in_text.capitalize_sentence_starts(html) if style_id == APA else html


def finish_reference(inlines: list[Node], item: CslItem, style_id: str, terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """A reference as the style has it; ``item`` is its entry."""
    if style_id != APA:
        return inlines
    if item.get("issued", {}).get("date-parts", [])[1:] == [[0]]:
        inlines = citations.write_present(inlines, terms)
    inlines = references.fix_many_authors(references.fix_two_groups(inlines, item), item)
    inlines = references.fix_comma_before_role(
        references.fix_user_name(references.fix_comma_before_et_al(inlines, item, terms), item)
    )
    inlines = references.fix_law_year(references.fix_album(inlines, item, terms), item)
    inlines = references.fix_two_seasons(references.fix_day_order(inlines, terms), terms)
    inlines = references.fix_retrieval_date(references.fix_law_status(inlines, item), item, terms)
    return citations.remove_pins(references.fix_nested_italics(inlines))
