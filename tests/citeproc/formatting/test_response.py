"""Clusters and references from pandoc's response, and quiet citations."""

from __future__ import annotations

import json

import pytest

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.render import Node
from mkdocs_citeproc.formatting.request import CslItem, build_request
from mkdocs_citeproc.formatting.response import (
    FormattedSite,
    RenderedCitation,
    make_quiet,
    read_response,
    render_unresolved,
)

ITEMS: list[CslItem] = [{"id": "a", "author": [{"family": "Doe"}]}, {"id": "b", "author": [{"literal": "Bread Group"}]}]


def word(text: str) -> Node:
    return {"t": "Str", "c": text}


def cite(*keys: str, mode: str = "NormalCitation", shown: list[Node]) -> Node:
    citations = [{"citationId": key, "citationMode": {"t": mode}} for key in keys]
    return {"t": "Cite", "c": [citations, shown]}


def to(key: str, *inside: Node) -> Node:
    return {"t": "Link", "c": [["", [], []], list(inside), [f"#ref-{key}", ""]]}


def read(clusters: dict[str, list[Node]], style: str = "", items: list[CslItem] = ITEMS) -> FormattedSite:
    listed = {"t": "Div", "c": [["ref-a", [], []], [{"t": "Para", "c": [word("Doe <"), {"t": "Space"}]}]]}
    blocks = [{"t": "Para", "c": inlines} for inlines in clusters.values()]
    answer = json.dumps({"blocks": [*blocks, {"t": "Div", "c": [["refs", [], []], [listed]]}]})
    return read_response(
        answer, build_request(clusters, items, f'citation-format="{style or "author-date"}"', "en-US"), "x"
    )


def test_a_narrative_citation_is_one_link_and_an_unknown_key_none() -> None:
    found = read(
        {
            "@a": [cite("a", mode="AuthorInText", shown=[word("Doe"), to("a", word("2020"))])],
            "[@a; @typo]": [cite("a", "typo", shown=[to("a", word("Doe")), to("typo", word("typo?"))])],
        }
    )
    assert found.clusters["@a"].html.count("<a ") == 1
    assert "Doe2020</a>" in found.clusters["@a"].html
    assert found.clusters["[@a; @typo]"].html.endswith('<span class="citation-missing">typo</span></span>')
    assert found.entries == {CiteKey("a"): RenderedCitation("Doe &lt; ", "Doe <")}


def test_what_is_not_one_citation_is_told() -> None:
    found = read({"[@a, *]": [word("["), cite("a", shown=[]), word("]")], "[x]": [word("x")]})
    assert found.clusters == {}
    assert found.differing == ("[@a, *]", "[x]")


def test_in_notes_the_mark_stands_apart_from_what_it_leads_to() -> None:
    note = {"t": "Note", "c": [{"t": "Para", "c": [word("Doe, Rye")]}]}
    printed = read({"@a": [cite("a", mode="AuthorInText", shown=[word("Doe"), note])]}, "note").clusters["@a"]
    assert printed == RenderedCitation(
        '<span class="citation" data-cites="a">Doe<!--note--></span>', "Doe (Doe, Rye)", "Doe, Rye"
    )


def test_by_number_running_text_names_who_wrote() -> None:
    printed = read({"@a": [cite("a", mode="AuthorInText", shown=[word("[1]")])]}, "numeric").clusters["@a"]
    assert printed.text == "Doe [1]"


def test_a_group_is_short_where_the_page_has_named_it() -> None:
    shown = [word("("), to("b", word("Bread"), {"t": "Space"}, word("Group,"), {"t": "Space"}, word("2020")), word(")")]
    printed = read(
        {"[@b]": [cite("b", shown=shown)]}, items=[ITEMS[0], ITEMS[1] | {"custom": {"shortauthor": "BG"}}]
    ).clusters["[@b]"]
    assert printed.text == "(Bread Group [BG], 2020)"
    assert printed.get_form_after([]) is printed
    assert printed.get_form_after(["Bread Group", "Other"]).text == "(BG, 2020)"
    assert render_unresolved("[@x]").get_form_after(["Bread Group"]) == render_unresolved("[@x]")


def test_what_cannot_be_formatted_stands_as_typed() -> None:
    assert render_unresolved("[@a <b>]").html == '<span class="citation citation-missing">[@a &lt;b&gt;]</span>'


A = '<a href="#ref-a" role="doc-biblioref">Ahn, 2021</a>'
B = '<a href="#ref-b" role="doc-biblioref">Bo &amp; Co, 2022</a>'


def span(inside: str) -> str:
    return f'<span class="citation" data-cites="a b">{inside}</span>'


def test_a_citation_in_brackets_is_a_mark_named_by_its_text() -> None:
    printed = make_quiet(
        RenderedCitation(span(f'({A}, p. 3; {B}; see <span class="smallcaps">x</span>)'), "(Ahn, 2021, p. 3; …)")
    )
    assert printed.html == (
        '<span class="citation" data-cites="a b">'
        '<a class="citation-mark" href="#ref-a" role="doc-biblioref" aria-label="Ahn, 2021, p. 3; …"></a>'
        f'<span class="citation-text">({A}, p. 3; {B}; see <span class="smallcaps">x</span>)</span></span>'
    )
    assert printed.text == "(Ahn, 2021, p. 3; …)"
    quoted = make_quiet(RenderedCitation(span(f"[{A}]"), '["A" & b]'))
    assert 'aria-label="&quot;A&quot; &amp; b"' in quoted.html


@pytest.mark.parametrize(
    "printed",
    [
        RenderedCitation(span('<a href="#ref-a" role="doc-biblioref">Ahn (2021)</a>'), "Ahn (2021)"),
        RenderedCitation(span(f"Ahn ({A})"), "Ahn (2021)"),
        RenderedCitation(span('(<span class="citation-missing">a</span>)'), "(a)"),
        render_unresolved("[@a]"),
    ],
)
def test_what_is_part_of_a_sentence_or_leads_nowhere_stays(printed: RenderedCitation) -> None:
    assert make_quiet(printed) == printed
