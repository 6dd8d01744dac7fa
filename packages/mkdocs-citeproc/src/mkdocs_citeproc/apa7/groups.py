"""Groups with an abbreviation: in full on first mention in a page, then abbreviated (8.21).

*(American Psychological Association [APA], 2020)*, then *(APA, 2020)*; in running text *American Psychological
Association (APA, 2020)*, then *APA (2020)*. Which form a page needs is known only when it is rendered, so both are
made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mkdocs_citeproc.apa7.citation_ast import GUARD, SPACE, get_opening_text, make_link, make_word
from mkdocs_citeproc.formatting.render import Node, get_children, get_text
from mkdocs_citeproc.formatting.request import CslItem

_LOOK_BACK = 160
_CLUSTER = re.compile(
    r'(?P<tags><span class="citation" data-cites="[^"]*"[^>]*>(?:<a [^>]*>)?)(?P<word>[^\W\d_A-Z]+)(?=[\s’\'])'
)
_INLINE = re.compile(r"<(?:em|strong|a|span|mark|q|abbr)\b[^>]*>$")
_BLOCK = re.compile(r"<(?:p|li|td|th|dd|dt|div|blockquote|figcaption|caption|summary|h[1-6]|br)\b[^>]*>$")
_SENTENCE_END = re.compile(r"(?P<word>[\w.]*)[.!?…][”’\"')\]]*(?:</[a-z]+>)*\s+$")
_ABBREVIATIONS = frozenset("e.g i.e cf al vs p pp fig no vol ed eds dr mr ms mrs st ca approx".split())  # noqa: SIM905


def _begins_a_sentence(before: str) -> bool:
    """Return whether the text after this HTML starts a sentence."""
    before = before.rstrip("“‘\"'")
    while inline := _INLINE.search(before):
        before = before[: inline.start()]
    if not before.strip() or _BLOCK.search(before.rstrip()):
        return True
    end = _SENTENCE_END.search(before)
    return end is not None and end["word"].casefold() not in _ABBREVIATIONS


def capitalize_sentence_starts(html: str) -> str:
    """Capitalise names that start a sentence in a page's HTML; a name in brackets never does."""

    def fixed(cluster: re.Match[str]) -> str:
        before = html[max(0, cluster.start() - _LOOK_BACK) : cluster.start()]
        word = cluster["word"]
        return cluster["tags"] + (
            word[:1].upper() + word[1:] if word.islower() and _begins_a_sentence(before) else word
        )

    return _CLUSTER.sub(fixed, html)


Names = Mapping[str, str]
"""Full names and their abbreviations."""


def find_abbreviations(items: Iterable[CslItem]) -> dict[str, str]:
    """Return the groups with a ``shortauthor`` that are the sole author of one of these entries."""
    names = {}
    for item in items:
        authors, short = item.get("author", []), item.get("custom", {}).get("shortauthor")
        if short and len(authors) == 1 and "literal" in authors[0] and short != authors[0]["literal"]:
            names[authors[0]["literal"].replace(GUARD, "")] = short
    return names


def _in_brackets(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    """Write the words of a link in brackets; ``met`` has the names already introduced, and is extended."""
    for name, short in names.items():
        end = 2 * len(name.split()) - 1  # words and the spaces between them
        author = inlines[:end]
        if get_text(author) == f"{name},":
            last = make_word(author[-1]["c"].removesuffix(","))
            shown = [make_word(f"{short},")] if name in met else [*author[:-1], last, SPACE, make_word(f"[{short}],")]
            met.add(name)
            return [*shown, *inlines[end:]]
    return inlines


def _in_running_text(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    """Write a narrative citation's words; after a full name, its abbreviation goes into the bracket."""
    end = get_opening_text(inlines)
    author = get_text(inlines[: max(end - 1, 0)])
    for name, short in names.items():
        if author in (name, f"{name}’s", f"{name}’"):
            if name in met:
                return [make_word(short + author.removeprefix(name)), *inlines[end - 1 :]]
            met.add(name)
            return [*inlines[: end + 1], make_word(f"{short},"), SPACE, *inlines[end + 1 :]]
    return inlines


def _form(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    inlines = _in_running_text(inlines, names, met)
    return [
        make_link(node, _in_brackets(get_children(node), names, met)) if node["t"] == "Link" else node
        for node in inlines
    ]


def split_first_and_later(inlines: list[Node], names: Names) -> tuple[list[Node], list[Node] | None, frozenset[str]]:
    """Return a citation's first form on a page, its later form if that differs, and the names it introduces."""
    met: set[str] = set()
    first = _form(inlines, names, met)
    return first, _form(inlines, names, set(met)) if met else None, frozenset(met)
