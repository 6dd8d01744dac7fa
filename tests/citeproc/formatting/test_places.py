"""Places that cite are counted in the page's order."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.lists import add_place_ids, get_label, get_letter, make_label_cluster
from mkdocs_citeproc.formatting.response import FormattedSite, RenderedCitation


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
