"""A name takes a capital where a sentence begins, and nowhere else."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.apa7 import APA
from mkdocs_citeproc.apa7.fixes import finish_page
from mkdocs_citeproc.apa7.in_text import capitalize_sentence_starts

TAG = '<span class="citation" data-cites="k" id="cite-1"><a href="#ref-k" role="doc-biblioref">'
NAME = f"{TAG}van der Zee (2014)</a></span>"
CAPITAL = f"{TAG}Van der Zee (2014)</a></span>"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<p>",
        "<li>\n",
        "<td>",
        "<p>It hurts. ",
        "<p>Does it hurt? ",
        "<p>“It hurts.” ",
        "<p>It <em>hurts.</em> ",
        "<p><em>",
        "<p>“",
        "<blockquote>\n<p>",
        "<h2>",
    ],
)
def test_a_sentence_begins(before: str) -> None:
    assert capitalize_sentence_starts(before + NAME) == before + CAPITAL


@pytest.mark.parametrize(
    "before",
    ["<p>as ", "<p>It hurts: ", "<p>It hurts, ", "<p>(e.g. ", "<p>See Lee et al. ", "<p>Cf. ", "<p>a (", "<p>as <em>"],
)
def test_no_sentence_begins(before: str) -> None:
    assert capitalize_sentence_starts(before + NAME) == before + NAME


@pytest.mark.parametrize(
    "cluster",
    [
        f"{TAG}(van der Zee, 2014)</a></span>",
        f"{TAG}Lee (2014)</a></span>",
        f"{TAG}iRobot (2014)</a></span>",
        f"{TAG}“pain” (2014)</a></span>",
    ],
)
def test_what_has_its_capital_or_a_bracket_stays(cluster: str) -> None:
    assert capitalize_sentence_starts(f"<p>{cluster}") == f"<p>{cluster}"


def test_a_possessive_and_several_clusters() -> None:
    html = f"<p>{NAME} and {NAME}. {TAG}de Ruyter’s (2011)</a></span> view"
    assert capitalize_sentence_starts(html) == f"<p>{CAPITAL} and {NAME}. {TAG}De Ruyter’s (2011)</a></span> view"


def test_other_styles_keep_the_small_letter() -> None:
    assert finish_page(f"<p>{NAME}", APA) == f"<p>{CAPITAL}"
    assert finish_page(f"<p>{NAME}", "http://www.zotero.org/styles/vancouver") == f"<p>{NAME}"
