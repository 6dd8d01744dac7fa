"""What was cited before prints otherwise: as pandoc prints it in a document that is one page of the site."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting import request as ask
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.render import get_children, get_plain_text
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.formatting.styles import (
    FIRST,
    IBID,
    IBID_WITH_LOCATOR,
    LISTED,
    NEAR,
    SUBSEQUENT,
    PageHistory,
    find_variant,
    get_note_text,
    read_near_distance,
    write_variants,
)
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.site import ROOT

BIB = """
@book{a, author = {Ahn, Anna and Berg, Bo and Cole, Cy}, title = {The Long Way Home}, subtitle = {A Story},
  shorttitle = {Long Way}, publisher = {House}, address = {Town}, date = {2020}}
@article{b, author = {Dorn, D. and Eich, E.}, title = {Sleep and Rest}, journal = {Rest}, volume = {3},
  pages = {1--9}, date = {2021}}
@book{c, author = {Frey, F.}, title = {Rest: A Book}, publisher = {House}, address = {Town}, date = {2019}}
"""
PAGE = [
    *("[@a, p. 3]", "[@a, p. 3]", "[@a, p. 5]", "[@b]", "[@b]", "[@a, p. 7; @b, p. 2]", "[@b]", "[@c]", "[@c; @a]"),
    *("[@a]", "[@b, p. 9]", "[see @b, p. 9]", "[@c]", "[@a]", "[@a]", "[@a]", "[@a]", "[@a]", "[@a]", "[@c]"),
]
STYLES = [
    *("apa-6th-edition", "chicago-fullnote-bibliography", "chicago-fullnote-bibliography-with-ibid", "oscola", "ayer"),
    *("chicago-note-bibliography-16th-edition", "bluebook-law-review", "cultural-geographies", "comparativ"),
    "australian-guide-to-legal-citation",
]


def formatter(style: str, cache: Path) -> Formatter:
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    return Formatter(csl, get_style_id(csl, style), "en-US", cache, 60)


def printed(style: str, cache: Path, page: list[str]) -> list[str]:
    """What each cluster prints on one page, as text."""
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    made = formatter(style, cache)
    items, _ = made.read_items(bibliography, bibliography.entries.keys())
    clusters = made.format(page, items, bibliography).clusters
    history = PageHistory(read_near_distance(made.style))
    forms = [clusters[text].get_form_at(history.add_cluster(text)) for text in page]
    return [unescape(re.sub("<[^>]*>", "", form.note or form.html)) for form in forms]


@pytest.mark.parametrize("style", STYLES)
def test_as_pandoc_prints_one_page(style: str, tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    items, _ = formatter(style, tmp_path).read_items(bibliography, bibliography.entries.keys())
    (tmp_path / "items.json").write_text(json.dumps(items), encoding="utf-8")
    arguments = ask.build_arguments(str(find_style(ROOT, style)), str(tmp_path / "items.json"), "en-US")
    blocks = json.loads(pandoc.run_pandoc(arguments, "\n\n".join(PAGE), 60))["blocks"]
    cites = [get_children(block)[0] for block in blocks[: len(PAGE)]]
    theirs = [get_plain_text(get_note_text(get_children(cite)) or [cite]) for cite in cites]
    assert printed(style, tmp_path, PAGE) == theirs
    assert printed(style, tmp_path, PAGE) == theirs, "out of the cache"
    assert len(set(theirs)) > 5


def test_each_page_begins_in_full(tmp_path: Path) -> None:
    first, again = "(Ahn, Berg, & Cole, 2020)", "(Ahn et al., 2020)"
    assert printed("apa-6th-edition", tmp_path, ["[@a]", "[@a]"]) == [first, again]
    assert printed("apa-6th-edition", tmp_path, ["[@b]", "[@a]"])[1] == first


def test_a_short_title_is_the_entry_s_own(tmp_path: Path) -> None:
    notes = printed("chicago-fullnote-bibliography", tmp_path, ["[@a]", "[@c]", "[@a]", "[@c]"])
    assert notes[2:] == ["Ahn, Berg, and Cole, Long Way.", "Frey, Rest: A Book."]


STYLE = """<style near-note-distance="2"><macro name="m"><choose>
<if position="ibid ibid-with-locator" match="any">I</if>
<else-if type="book" variable="title" position="subsequent">S</else-if>
<else-if position="first">F</else-if></choose></macro>
<citation et-al-min="6" et-al-use-first="2" et-al-subsequent-min="3" et-al-subsequent-use-first="1"/></style>"""


def test_tests_for_a_position_are_decided_beforehand() -> None:
    variants = write_variants(STYLE)
    assert list(variants) == [FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR, LISTED]
    assert not any("position=" in style or "subsequent-min" in style for style in variants.values())
    assert '<if variable="never-set never-set" match="any">' in variants[FIRST]
    assert '<else-if variable="always-set">F' in variants[FIRST]
    assert '<else-if type="book" variable="title never-set">' in variants[FIRST]
    assert '<citation et-al-min="6" et-al-use-first="2"/>' in variants[FIRST]
    assert '<else-if type="book" variable="title always-set">' in variants[SUBSEQUENT]
    assert '<citation et-al-min="3" et-al-use-first="1"/>' in variants[SUBSEQUENT]
    assert '<if variable="always-set never-set" match="any">' in variants[IBID]
    assert "always-set" not in variants[LISTED]
    assert write_variants("<style/>") == {FIRST: "<style/>"}


def test_a_position_without_a_form_of_its_own_has_the_next() -> None:
    assert find_variant(IBID_WITH_LOCATOR, [FIRST, SUBSEQUENT]) == SUBSEQUENT
    assert find_variant(NEAR, [FIRST, IBID]) == FIRST


def test_where_a_citation_stands() -> None:
    history = PageHistory(read_near_distance(STYLE))
    page = ["@{a} [p. 3]", "[@a, p. 3]", "[@a, p. 4]", "[@a]", "[@b; @b, p. 2]", "[@a]", "[@c]", "[@d]", "[@b]"]
    places = [[place.position for place in history.add_cluster(text)] for text in page]
    assert places == [
        *([FIRST], [IBID], [IBID_WITH_LOCATOR], [NEAR]),
        *([FIRST, IBID_WITH_LOCATOR], [NEAR], [FIRST], [FIRST], [SUBSEQUENT]),
    ]
    assert history.add_cluster("[@d; @a]")[1].note == 1


def test_forms_that_do_not_match_are_left_whole() -> None:
    form = RenderedCitation("short", "short")
    whole = RenderedCitation("whole", "whole", repeated={SUBSEQUENT: form})
    history = PageHistory()
    assert whole.get_form_at(history.add_cluster("[@a; @b]")) is whole
    assert whole.get_form_at(history.add_cluster("[@c; @a]")).html == "whole"
    assert whole.get_form_at(history.add_cluster("[@a; @b]")).html == "short"
    assert whole.get_form_at(()) is whole
