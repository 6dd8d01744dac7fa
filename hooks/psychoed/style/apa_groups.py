"""Groups with an abbreviation: in full with the abbreviation where a page first names them, then short (8.21).

*(American Psychological Association [APA], 2020)*, then *(APA, 2020)*; in running text *American Psychological
Association (APA, 2020)*, then *APA (2020)*. Which a page wants is known only when it is rendered, so both are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psychoed.style.apa_cite import GUARD, SPACE, link, opening, word
from psychoed.style.pandoc_ast import Node, children, text
from psychoed.style.request import CslItem

Names = Mapping[str, str]
"""Full names and their abbreviations."""


def abbreviations(items: Iterable[CslItem]) -> dict[str, str]:
    """The groups that are sole author of one of these entries and have an abbreviation there (``shortauthor``)."""
    names = {}
    for item in items:
        authors, short = item.get("author", []), item.get("custom", {}).get("shortauthor")
        if short and len(authors) == 1 and "literal" in authors[0] and short != authors[0]["literal"]:
            names[authors[0]["literal"].replace(GUARD, "")] = short
    return names


def _in_brackets(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    """The words of a link in brackets; ``met`` are the names that need no introduction, and grows."""
    for name, short in names.items():
        end = 2 * len(name.split()) - 1  # words and the spaces between them
        author = inlines[:end]
        if text(author) == f"{name},":
            last = word(author[-1]["c"].removesuffix(","))
            shown = [word(f"{short},")] if name in met else [*author[:-1], last, SPACE, word(f"[{short}],")]
            met.add(name)
            return [*shown, *inlines[end:]]
    return inlines


def _in_running_text(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    """A narrative citation's words; where the name is in full, its abbreviation goes into the bracket."""
    end = opening(inlines)
    author = text(inlines[: max(end - 1, 0)])
    for name, short in names.items():
        if author in (name, f"{name}’s", f"{name}’"):
            if name in met:
                return [word(short + author.removeprefix(name)), *inlines[end - 1 :]]
            met.add(name)
            return [*inlines[: end + 1], word(f"{short},"), SPACE, *inlines[end + 1 :]]
    return inlines


def _form(inlines: list[Node], names: Names, met: set[str]) -> list[Node]:
    inlines = _in_running_text(inlines, names, met)
    return [link(node, _in_brackets(children(node), names, met)) if node["t"] == "Link" else node for node in inlines]


def first_and_later(inlines: list[Node], names: Names) -> tuple[list[Node], list[Node] | None, frozenset[str]]:
    """A citation as it stands first on a page, as it stands later if that differs, and the names that it introduces."""
    met: set[str] = set()
    first = _form(inlines, names, met)
    return first, _form(inlines, names, set(met)) if met else None, frozenset(met)
