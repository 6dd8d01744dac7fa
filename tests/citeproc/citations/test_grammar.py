"""Clusters in a text, in canonical form, as pandoc itself reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.citations.grammar import Form, find_clusters, match_cluster, normalize_cluster
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.formatting.pandoc import run_pandoc
from mkdocs_citeproc.source import SourceText
from support.cites import Echo

B, T, Y = Form.BRACKETED, Form.IN_TEXT, Form.YEAR_ONLY

FORMS = [
    ("[@a]", "[@a]", [("a", B)]),
    ("so [@a; @b] is", "[@a; @b]", [("a", B), ("b", B)]),
    ("[@a, p. 3; see @b, pp. 4--5]", "[@a, p. 3; see @b, pp. 4--5]", [("a", B), ("b", B)]),
    ("[see also @a]", "[see also @a]", [("a", B)]),
    ("[-@a]", "[-@a]", [("a", Y)]),
    ("@a says", "@a", [("a", T)]),
    ("@a's work", "@a", [("a", T)]),
    ("-@a says", "-@a", [("a", Y)]),
    ("@a [p. 3] says", "@a [p. 3]", [("a", T)]),
    ("@a\n[p. 3]", "@a\n[p. 3]", [("a", T)]),
    ("@a [p. 3; @b]", "@a [p. 3; @b]", [("a", T), ("b", B)]),
    ("@a [@b]", "@a [@b]", [("a", T), ("b", B)]),
    ("@a [-@b]", "@a [-@b]", [("a", T), ("b", Y)]),
    ("[@a [sic], p. 3]", "[@a [sic], p. 3]", [("a", B)]),
    ("[@{odd.key}]", "[@{odd.key}]", [("odd.key", B)]),
    ("@{https://x.org/1}, said", "@{https://x.org/1}", [("https://x.org/1", T)]),
    ("[@smith.2020; @a:b; @a/b-c+d]", "[@smith.2020; @a:b; @a/b-c+d]", [("smith.2020", B), ("a:b", B), ("a/b-c+d", B)]),
    ("@smith2020. Then", "@smith2020", [("smith2020", T)]),
    ("@a: said", "@a", [("a", T)]),
    ("[@a]: said", "[@a]", [("a", B)]),
    ("(see @a)", "@a", [("a", T)]),
    ("[[@a]]", "[@a]", [("a", B)]),
    ("[@a,\np. 3;\n@b]", "[@a,\np. 3;\n@b]", [("a", B), ("b", B)]),
    ("[@müller2020; @李2021]", "[@müller2020; @李2021]", [("müller2020", B), ("李2021", B)]),
    ("[@a, as cited in @b]", "[@a, as cited in @b]", [("a", B), ("b", T)]),
    ("@a [the book](https://x.org)", "@a", [("a", T)]),
    ("@a[^1]", "@a", [("a", T)]),
    ("@a [p. 3", "@a", [("a", T)]),
    ("[@a, p.&nbsp;3; @b, Q&amp;A]", "[@a, p.&nbsp;3; @b, Q&amp;A]", [("a", B), ("b", B)]),
    ("[@a, R&D; see @b]", "[@a, R&D; see @b]", [("a", B), ("b", B)]),
    ("[@a, &notthis; x]", "@a", [("a", T)]),
    ("[@a, &#8211; x]", "[@a, &#8211; x]", [("a", B)]),
    (r"[@a, p. \[3\]]", r"[@a, p. \[3\]]", [("a", B)]),
    ("[@a][@b]", "[@a]", [("a", B)]),
    ("_@a_ says", "@a", [("a", T)]),
    ("__@a_b__ says", "@a_b", [("a_b", T)]),
    ("_see @a_, not", "@a", [("a", T)]),
    ("_so_ @a_ says", "@a_", [("a_", T)]),
    ("pain--@a", "@a", [("a", T)]),
    ("[--@a, p. 3]", "[--@a, p. 3]", [("a", Y)]),
    ("[@a/@b]", "[@a/@b]", [("a", B), ("b", T)]),
    ("[@a]( x", "[@a]", [("a", B)]),
]


@pytest.mark.parametrize(("text", "cluster", "citations"), FORMS)
def test_a_form_is_found_whole(text: str, cluster: str, citations: list[tuple[str, Form]]) -> None:
    first = find_clusters(text)[0]
    assert text[first.start : first.end] == cluster
    assert [(citation.key, citation.form) for citation in first.citations] == citations
    for citation in first.citations:
        assert text[first.start + citation.at] == "@"


@pytest.mark.parametrize(
    ("text", "clusters"), [("@a/@b", ["@a", "@b"]), ("@a-@b", ["@a", "-@b"]), ("@a [3]/[@b]", ["@a [3]", "[@b]"])]
)
def test_clusters_may_touch(text: str, clusters: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_clusters(text)] == clusters


@pytest.mark.parametrize(
    "text",
    [
        "me@example.org",
        "write to [me](mailto:me@example.org)",
        r"\@a",
        "https://www.youtube.com/@a",
        "a/@b",
        "[text]",
        "[^1]",
        "[text @a](https://x.org)",
        "Smith.@a",
        "@@a",
        "@ a",
        "@",
        "@!",
        "[ ] task",
    ],
)
def test_what_is_no_citation_stays(text: str) -> None:
    assert [span for span in find_clusters(text) if text[span.start] == "["] == []
    if "[text @a]" not in text:
        assert find_clusters(text) == []


@pytest.mark.parametrize("text", ["[@a; see foo]", "[see foo; @a]", "[@a; ]", "[@a", "[@a\n\n@b]"])
def test_a_bracket_with_a_part_that_cites_nothing_is_no_cluster(text: str) -> None:
    assert match_cluster(text, 0) is None


@given(st.text(alphabet="@[]{};-_^\\()<>:/.,! \nab1é", max_size=40))
def test_clusters_never_raises_and_is_ordered_and_disjoint(text: str) -> None:
    end = 0
    for span in find_clusters(text):
        assert end <= span.start < span.end <= len(text)
        assert span.citations
        for citation in span.citations:
            assert text[span.start + citation.at] == "@"
            assert text.startswith((citation.key, f"{{{citation.key}}}"), span.start + citation.at + 1)
        end = span.end


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("[@a,\n  p. 3]", "[@a, p. 3]"),
        ("[@a,\n> > p. 3]", "[@a, p. 3]"),
        ("[@a, p.&nbsp;3]", "[@a, p. 3]"),
        ("[@a, caf&eacute; &#233; &#x2013;]", "[@a, café é –]"),
        ("[@a, R&amp;D &lt;b&gt; &#93; &#59;]", "[@a, R&amp;D &lt;b&gt; &#93; &#59;]"),
        ("[@a, R&D; @b]", "[@a, R&D; @b]"),
    ],
)
def test_canonical(typed: str, text: str) -> None:
    assert normalize_cluster(typed) == text
    assert normalize_cluster(text) == text


FIRST = [
    "@a", "-@a", "@a [p. 3]", "[@a]", "[see @a, p. 3; -@b]", "*see @a*", "**[@a]**", "@{a}", "[@a]{.x}",
    "[so @a is]{.x}",
    "[see [it](https://x.org) in @a]", "[it](https://x.org)", r"\[see @a\]", r"\@a", "word", "x.", "`code`",
    '![by @a](x.png)', '![by [@a]](x.png)',
]  # fmt: skip
BETWEEN = [
    "",
    " ",
    "/",
    "-",
    "--",
    "---",
    " -- ",
    ", ",
    ".",
    ". ",
    ": ",
    "'s ",
    "’s ",
    " (",
    "(",
    "*",
    "\n",
    "  \n",
    "{.x}",
]
LAST = ["@b", "-@b", "[@b]", "[p. 4]", "[-@b, p. 4; @c]", "@b's)", "*@b*", "[@b]{.x}", "", "@b."]

Clusters = list[list[tuple[str, str]]]


def is_ours(first: str, between: str, last: str) -> bool:
    """Whether a text is read otherwise here, on purpose."""
    if between == "" and first.endswith("]") and last.startswith("["):
        return True  # "[@a][@b]" is two clusters, where pandoc has a link without a target
    if first in (r"\[see @a\]", r"\@a") or (between == "/" and not first.endswith(("@a", "]", "@{a}"))):
        return True  # an address, "x.org/@b", cites nothing
    # Four hyphens; and what pandoc takes for one word with the emphasis before it.
    return (between == "---" and last.startswith("-")) or (first.endswith("*") and between in ("", "-"))


def found_by_pandoc(texts: list[str]) -> list[Clusters]:
    document = "\n\n".join(texts) + "\n"
    blocks = json.loads(run_pandoc(("--from=markdown", "--to=json"), document, 60))["blocks"]
    assert len(blocks) == len(texts)
    return [[list(citations(cite)) for cite in cites(block)] for block in blocks]


def cites(node: Any) -> Iterator[Any]:
    """The citations of a document that stand in no other."""
    if isinstance(node, dict) and node.get("t") == "Cite":
        yield node
    elif isinstance(node, (dict, list)):
        for part in node.values() if isinstance(node, dict) else node:
            yield from cites(part)


def citations(cite: Any) -> Iterator[tuple[str, str]]:
    for each in cite["c"][0]:
        yield each["citationId"], each["citationMode"]["t"]
        for inner in cites([each["citationPrefix"], each["citationSuffix"]]):
            yield from citations(inner)


def found_here(text: str) -> Clusters:
    spans = [found.span for found in scan_page(SourceText("x.md", text)).found]
    return [[(citation.key, citation.form.value) for citation in span.citations] for span in spans]


def test_as_pandoc() -> None:
    texts = [f"So {''.join(parts)} is." for parts in product(FIRST, BETWEEN, LAST) if not is_ours(*parts)]
    ours = {text: found_here(text) for text in texts}
    assert len(texts) > 3000
    assert ours == dict(zip(texts, found_by_pandoc(texts), strict=True))


def test_the_extension_meets_what_the_scan_finds() -> None:
    for parts in product([*FIRST, "_see @a_"], BETWEEN[:12], LAST):
        text = f"So {''.join(parts)} is."
        if is_ours(*parts) or "](@b" in text or "_@" in text or "_-@" in text:
            continue  # the last three: a link's text, and a word that goes on behind emphasis
        echo = Echo()
        markdown.markdown(text, extensions=["attr_list", CitationExtension(echo)])
        assert sorted(echo.met) == sorted(found.text for found in scan_page(SourceText("x.md", text)).found), text
