"""Names and titles of in-text citations in APA 7, as fixes to pandoc's output.

Like ``citation_ast.py``, but with access to the entries. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mkdocs_citeproc.apa7.citation_ast import JUNIOR, SPACE, make_link, make_word
from mkdocs_citeproc.apa7.dates import get_year
from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.people import ROLE
from mkdocs_citeproc.formatting.render import Node, get_children, get_text
from mkdocs_citeproc.formatting.request import CslItem

_SUFFIX = re.compile(rf"(?:{ROLE}[(\[][^)\]]*[)\]]|{JUNIOR}(?:[JS]r\.|\w*))(?P<ends>.*)")


def remove_suffixes(inlines: list[Node]) -> list[Node]:
    """Remove *Jr.*, roles and user names, which CSL prints with initials: *A. Kessler (2003)* (8.10)."""
    fixed: list[Node] = []
    for node in inlines:
        if node["t"] == "Link":
            fixed.append(make_link(node, remove_suffixes(get_children(node))))
        elif node["t"] == "Str" and (suffix := _SUFFIX.fullmatch(node["c"])):
            while fixed and fixed[-1] == SPACE:
                fixed.pop()
            if fixed and fixed[-1]["t"] == "Str":
                fixed[-1] = make_word(fixed[-1]["c"].removesuffix(",") + suffix["ends"])
        else:
            fixed.append(node)
    return fixed


def _words(name: dict[str, Any]) -> list[str]:
    particle = name.get("non-dropping-particle", "")
    return f"{particle} {name.get('family', '')}".split()


def _spelled_out(inlines: list[Node], authors: list[dict[str, Any]], last_and: str) -> list[Node]:
    """Spell out all authors where a list of inlines has all but the last, and *et al.* for that one."""
    before = [part for name in authors[:-1] for part in [*_words(name)[:-1], f"{_words(name)[-1]},"]]
    wanted = [*before, "et"]
    at = [index for index, node in enumerate(inlines) if node["t"] == "Str"]
    texts = [inlines[index]["c"] for index in at]
    for start in range(len(texts) - len(wanted)):
        end = start + len(wanted)
        if texts[start:end] == wanted and texts[end].startswith("al."):
            rest = texts[end].removeprefix("al.")
            last = _words(authors[-1])
            last[-1] += rest
            names = [part for each in (last_and, *last) for part in (SPACE, make_word(each))][1:]
            return [*inlines[: at[end - 1]], *names, *inlines[at[end] + 1 :]]
    return inlines


def fix_others(inlines: list[Node], items: Sequence[CslItem]) -> list[Node]:
    """Name the last author if *et al.*, a plural, would replace only that one (8.18).

    Example: *Hasan, Liang, Kahn, and Jones-Miller (2015)*.
    """
    for item in items:
        authors = item.get("author", [])
        if len(authors) < 3 or any("family" not in name for name in authors):
            continue
        inlines = _spelled_out(inlines, authors, "&")
        inlines = [
            make_link(node, _spelled_out(get_children(node), authors, "&")) if node["t"] == "Link" else node
            for node in inlines
        ]
    return inlines


_ONLY_A_DATE = re.compile(r"(?:ca\. )?\d|n\.d\.|in press")


def separate_works(inlines: list[Node]) -> list[Node]:
    """Separate works without an author, which pandoc merges: *(Civil Act, 1964; Rest Act, 1990)* (8.12)."""
    fixed = list(inlines)
    for index in range(1, len(fixed) - 2):
        named = fixed[index + 2]["t"] == "Link" and not _ONLY_A_DATE.match(get_text(get_children(fixed[index + 2])))
        if named and fixed[index - 1]["t"] == "Link" and fixed[index] == make_word(",") and fixed[index + 1] == SPACE:
            fixed[index] = make_word(";")
    return fixed


def fix_law_in_running_text(inlines: list[Node], items: Sequence[CslItem]) -> list[Node]:
    """Print *Brown v. Board of Education (1954)* (11.4); pandoc has no author to put before the bracket."""
    item = items[0] if items else {}
    first = next((index for index, node in enumerate(inlines) if node["t"] == "Link"), -1)
    if item.get("type") not in LEGAL or first != 1 or inlines[0] != make_word("("):
        return inlines
    year = get_year(item) or "n.d."
    inside = get_children(inlines[first])
    at = max((index for index, node in enumerate(inside) if node["t"] == "Str" and year in node["c"]), default=0)
    if at < 2 or inside[at - 1] != SPACE or inside[at - 2]["t"] != "Str":
        return inlines
    comma = inside[at - 2]["c"].removesuffix(",")
    title = [*inside[: at - 2], *([make_word(comma)] if comma else [])]
    return [*title, SPACE, make_word("("), make_link(inlines[first], inside[at:]), *inlines[first + 1 :]]
