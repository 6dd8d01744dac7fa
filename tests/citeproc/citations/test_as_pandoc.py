"""What is a citation and what is none, in some thousand short texts, as pandoc itself reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import markdown

from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.formatting.pandoc import run_pandoc
from mkdocs_citeproc.source import SourceText
from support.cites import Echo

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
