"""Styles other than APA print what pandoc makes of them; notes, numbers and positions."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.citations.grammar import KEY
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting import request as ask
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.numeric import get_authors, is_numeric_style
from mkdocs_citeproc.formatting.render import Node, get_children, get_plain_text
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.formatting.styles import (
    FIRST,
    HERE,
    IBID,
    IBID_WITH_LOCATOR,
    LISTED,
    NEAR,
    SUBSEQUENT,
    PageHistory,
    add_note_mark,
    cites_in_notes,
    find_variant,
    get_note_text,
    read_near_distance,
    render_note_list,
    write_variants,
)
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.apa_golden import read
from support.site import ROOT

FILES = ("groups", "order", "possessive-and-locator", "secondary-sources", "titles")


@pytest.mark.parametrize("style", ["vancouver", "chicago-author-date"])
@pytest.mark.parametrize("name", FILES)
def test_it_prints_what_pandoc_prints(style: str, name: str, tmp_path: Path) -> None:
    golden = read(ROOT / "tests" / "golden" / "apa" / f"{name}.txt")
    bibliography, _ = parse_bibtex(SourceText("golden.bib", golden.bibtex))
    csl_path = find_style(ROOT, style)
    csl = csl_path.read_text(encoding="utf-8")
    clusters = [*golden.clusters, *(f"[@{key}]" for key in bibliography.entries)]

    formatter = Formatter(csl, get_style_id(csl, style), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    ours = formatter.format(clusters, items, bibliography)

    asked = ask.build_request(clusters, items, csl, "en-US")
    (tmp_path / "items.json").write_text(ask.write_bibliography(asked), encoding="utf-8")
    arguments = ask.build_arguments(str(csl_path), str(tmp_path / "items.json"), "en-US")
    blocks: list[Node] = json.loads(pandoc.run_pandoc(arguments, ask.write_document(asked), 60))["blocks"]
    theirs = dict(zip(asked.clusters, (get_plain_text(get_children(block)) for block in blocks), strict=False))
    by_key = {item["id"]: item for item in items}
    if is_numeric_style(csl):
        for cluster in [cluster for cluster in theirs if cluster.startswith("@")]:
            first = KEY.match(cluster)
            assert first
            theirs[cluster] = f"{get_authors(by_key[first[0].strip('@{}')])} {theirs[cluster]}".strip()
    assert {cluster: each.text for cluster, each in ours.clusters.items()} == theirs
    listed = [
        get_plain_text(node for block in entry["c"][1] for node in get_children(block)) for entry in blocks[-1]["c"][1]
    ]
    assert [each.text for each in ours.entries.values()] == [each.strip() for each in listed]
    assert not any(each.later for each in ours.clusters.values())


NOTE: Node = {"t": "Note", "c": [{"t": "Para", "c": [{"t": "Str", "c": "One."}]}]}


def test_which_styles_cite_in_notes() -> None:
    assert cites_in_notes('<category citation-format="note"/>')
    assert not cites_in_notes('<category citation-format="author-date"/>')


def test_what_stands_in_notes() -> None:
    assert get_note_text([{"t": "Str", "c": "x"}, NOTE, NOTE]) == [*NOTE["c"][0]["c"], *NOTE["c"][0]["c"]]
    assert get_note_text([{"t": "Str", "c": "x"}]) == []


def test_a_number_leads_to_its_note_and_back() -> None:
    assert add_note_mark(f"So{HERE}.", 2) == 'So<sup><a href="#note-2" id="note-ref-2" role="doc-noteref">2</a></sup>.'
    assert '<li id="note-2">b <a href="#note-ref-2" role="doc-backlink"' in render_note_list(["a", "b"])
    assert render_note_list([]) == ""


BIB = """
@article{one, author = {van der Zee, Ann}, title = {One}, journal = {Pain}, year = {2020}}
@article{two, author = {Poe, B. and {Pain Group}}, title = {Two}, journal = {Pain}, year = {2021}}
@article{many, author = {Roe, C. and Poe, B. and Noe, D.}, title = {Three}, journal = {Pain}, year = {2021}}
@book{edited, editor = {Doe, E.}, title = {Four}, publisher = {House}, year = {2021}}
@book{nobody, title = {Five}, publisher = {House}, year = {2021}}
"""

CLUSTERS = {
    "@one": "van der Zee {1}",
    "[@one]": "{1}",
    "@two": "Poe and Pain Group {2}",
    "@many": "Roe et al. {3}",
    "@edited": "Doe {4}",
    "@nobody": "{5}",
    "-@one": "{1}",
    "@many [@one]": "Roe et al. {1,3}",
}
FORMS = {"vancouver": "({})", "ieee": "[{}]"}


@pytest.mark.parametrize("style", FORMS)
def test_authors_before_the_number(style: str, tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    assert is_numeric_style(csl)
    formatter = Formatter(csl, get_style_id(csl, style), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    printed = formatter.format(CLUSTERS, items, bibliography)
    for cluster, expected in CLUSTERS.items():
        form = FORMS[style]
        words, _, numbers = expected.partition("{")
        several = numbers.removesuffix("}").split(",")
        shown = form.format(",".join(several)) if style == "vancouver" else ", ".join(form.format(n) for n in several)
        assert printed.clusters[cluster].text == words + shown
    assert printed.clusters["@one"].html.count("<a ") == 1


def test_a_raised_number_follows_without_a_space(tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    csl = find_style(ROOT, "nature").read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, "nature"), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    assert "van der Zee<sup>" in formatter.format(["@one"], items, bibliography).clusters["@one"].html


def test_by_author_and_date_nothing_is_added() -> None:
    assert not is_numeric_style('<category citation-format="author-date"/>')
    assert not is_numeric_style('<category citation-format="note"/>')
    assert get_authors({"author": [{"family": "Poe"}, {"literal": "others"}]}) == "Poe et al."


BIBLIOGRAPHY = """
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
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIBLIOGRAPHY))
    made = formatter(style, cache)
    items, _ = made.read_items(bibliography, bibliography.entries.keys())
    clusters = made.format(page, items, bibliography).clusters
    history = PageHistory(read_near_distance(made.style))
    forms = [clusters[text].get_form_at(history.add_cluster(text)) for text in page]
    return [unescape(re.sub("<[^>]*>", "", form.note or form.html)) for form in forms]


@pytest.mark.parametrize("style", STYLES)
def test_as_pandoc_prints_one_page(style: str, tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIBLIOGRAPHY))
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
