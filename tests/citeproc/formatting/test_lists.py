"""Reference lists, and the places that cite."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.lists import (
    Citing,
    Download,
    Note,
    add_place_ids,
    get_label,
    get_letter,
    make_label_cluster,
    render_downloads,
    render_full_list,
    render_reference_list,
)
from mkdocs_citeproc.formatting.response import FormattedSite, RenderedCitation

A, B = CiteKey("a"), CiteKey("b")
ENTRIES = {A: RenderedCitation("A.", "A."), B: RenderedCitation('B. <a href="https://x.org">https://x.org</a>', "B.")}


def test_only_what_is_cited_in_the_style_s_order() -> None:
    html = render_reference_list(ENTRIES, [B, CiteKey("nobody")])
    assert html.startswith('<div class="references csl-bib-body hanging-indent" role="list" data-search-exclude>')
    assert 'id="ref-b"' in html
    assert 'id="ref-a"' not in html
    assert render_reference_list(ENTRIES, []) == ""


def test_the_way_back() -> None:
    notes = {A: Note("A, 2020"), B: Note("B, 2021")}
    html = render_reference_list(ENTRIES, [A, B], notes, {A: [3], B: [1, 2]})
    assert '<a href="#cite-3" role="doc-backlink" aria-label="Back to the citation of A, 2020">' in html
    assert '<a href="#cite-1" role="doc-backlink" aria-label="Back to citation 1 of B, 2021">a</a>' in html
    assert '<a href="#cite-2" role="doc-backlink" aria-label="Back to citation 2 of B, 2021">b</a>' in html


def test_open_access_is_a_link_unless_the_reference_has_it() -> None:
    notes = {A: Note("A", "https://x.org"), B: Note("B", "https://x.org")}
    html = render_reference_list(ENTRIES, [A, B], notes)
    assert html.count('<a class="free-text" data-search-exclude href="https://x.org">Open access: full text</a>') == 1
    assert html.count('<span class="free-text" data-search-exclude>Open access</span>') == 1


def test_the_full_list_has_permanent_addresses() -> None:
    notes = {A: Note("A, 2020", kind="Book", year="2020", hidden="<i></i>")}
    html = render_full_list(ENTRIES, {A: [Citing("../x/", "X & Y")]}, "Cited on", notes)
    assert (
        '<div id="ref-a" class="csl-entry" role="listitem" data-label="A, 2020" data-kind="Book" data-year="2020">'
        in html
    )
    assert 'href="#ref-a" aria-label="Link to A, 2020">#</a>' in html
    assert '<span class="cited-on">Cited on: <a href="../x/">X &amp; Y</a></span><i></i></div>' in html
    assert 'id="ref-b"' not in html


def test_downloads() -> None:
    assert render_downloads([Download("RIS", "a.ris")], "These") == (
        '<p class="reference-files" data-search-exclude>These: <a href="a.ris" download>RIS</a></p>'
    )
    assert render_downloads([Download("RIS", "a.ris")], "All", "These & no others") == (
        '<p class="reference-files" data-search-exclude data-these="These &amp; no others">'
        'All: <a href="a.ris" download>RIS</a></p>'
    )
    assert render_downloads([], "These") == ""


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs]


@given(st.text(alphabet="\">&<'/ab\u202eا;", min_size=1))
def test_nothing_in_a_key_or_a_note_is_markup(text: str) -> None:
    key = CiteKey(text)
    entries = {key: RenderedCitation(escape(text), text)}
    note = Note(text, f"https://x.org/{text}", text, text)
    html = render_reference_list(entries, [key], {key: note}, {key: [1, 2]})
    whole = render_full_list(entries, {key: [Citing(text, text)]}, text, {key: note})
    for shown, tags in ((html, "div div a span span a a"), (whole, "div div a a span a")):
        seen = _Attributes()
        seen.feed(shown)
        assert seen.tags == tags.split()
        assert f"ref-{text}" in seen.values
        assert f"https://x.org/{text}" in seen.values


def cluster(keys: str) -> str:
    return f'<span class="citation" data-cites="{keys}">x</span>'


def test_each_cluster_gets_an_id_and_each_key_its_places() -> None:
    html, places = add_place_ids(
        f"<p>{cluster('a b')} and {cluster('b b')} <code>&lt;span</code> {cluster('a&quot;c')}"
    )
    assert html.count(' id="cite-') == 3
    assert '<span class="citation" data-cites="b b" id="cite-2">x</span>' in html
    assert places == {"a": [1], "b": [1, 2], 'a"c': [3]}


def test_a_page_that_cites_nothing_is_left_alone() -> None:
    assert add_place_ids("<p>x</p>") == ("<p>x</p>", {})


@pytest.mark.parametrize(("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (703, "aaa")])
def test_letters(number: int, name: str) -> None:
    assert get_letter(number) == name


@pytest.mark.parametrize(
    ("key", "text"),
    [("a2020", "[@a2020]"), ("a:b.c", "[@a:b.c]"), ("a.", "[@{a.}]"), ("a--b", "[@{a--b}]"), ("ö", "[@{ö}]")],
)
def test_naming(key: str, text: str) -> None:
    assert make_label_cluster(CiteKey(key)) == text


@pytest.mark.parametrize(
    ("printed", "words"),
    [("(Mill, n.d.-b)", "Mill, n.d.-b"), ("[1]", "a"), ("1", "a"), ("(A [B], 2020)", "A [B], 2020")],
)
def test_labels(printed: str, words: str) -> None:
    assert get_label(FormattedSite({"[@a]": RenderedCitation("", printed)}, {}), CiteKey("a")) == words


def test_a_label_that_was_not_asked_for_is_the_key() -> None:
    assert get_label(FormattedSite({}, {}), CiteKey("a")) == "a"
