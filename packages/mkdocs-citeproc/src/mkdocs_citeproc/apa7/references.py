"""References in APA 7, as fixes to pandoc's output.

Each function takes the inlines of one reference and returns fixed ones; ``item`` is the entry after
``prepare_request``. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.citation_ast import SPACE, make_word
from mkdocs_citeproc.apa7.dates import get_year
from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.people import ROLE
from mkdocs_citeproc.formatting.render import Node, get_children, replace_children
from mkdocs_citeproc.formatting.request import CslItem

_OTHERS = {"literal": "others"}


def fix_two_groups(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *Commission A & Commission B*; CSL prints *A, & B*, which is for persons (9.8)."""
    authors = item.get("author", [])
    if len(authors) != 2 or not all("literal" in name for name in authors) or _OTHERS in authors:
        return inlines
    at = inlines.index(make_word("&")) if make_word("&") in inlines else 0
    if at < 2 or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], make_word(inlines[at - 2]["c"].removesuffix(",")), *inlines[at - 1 :]]


def fix_comma_before_et_al(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *Park, A., et al.* if the entry itself ends with *and others*; pandoc puts such names in a span."""
    if item.get("author", [])[-1:] != [_OTHERS] or not inlines:
        return inlines
    if inlines[0]["t"] == "Span":
        names = {"t": "Span", "c": [inlines[0]["c"][0], fix_comma_before_et_al(get_children(inlines[0]), item)]}
        return [names, *inlines[1:]]
    at = inlines.index(make_word("et")) if make_word("et") in inlines else 0
    if at < 2 or inlines[at - 1] != SPACE or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], make_word(inlines[at - 2]["c"].removesuffix(",") + ","), *inlines[at - 1 :]]


def fix_comma_before_role(inlines: list[Node]) -> list[Node]:
    """Print *Forman, M. (Director)*; CSL has a comma before anything that follows a name."""
    fixed: list[Node] = []
    for node in inlines:
        if node["t"] == "Str" and node["c"].startswith(ROLE):
            if len(fixed) > 1 and fixed[-1] == SPACE and fixed[-2]["t"] == "Str":
                fixed[-2] = make_word(fixed[-2]["c"].removesuffix(","))
            node = make_word(node["c"].removeprefix(ROLE).replace("\u00a0", " "))  # noqa: PLW2901
        elif kids := get_children(node):
            node = replace_children(node, fix_comma_before_role(kids))  # noqa: PLW2901
        fixed.append(node)
    return fixed


def fix_user_name(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print a group's user name before the date: *APA Education [@APAEducation]. (2018)*."""
    shown = item.get("custom", {}).get("username")
    date = next((index for index, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("(")), 0)
    if not shown or date < 2 or inlines[date - 2]["t"] != "Str":
        return inlines
    name = inlines[date - 2]["c"]
    ends = str(item["author"][0].get("literal", "")).endswith(".")
    return [
        *inlines[: date - 2],
        make_word(name if ends else name.removesuffix(".")),
        SPACE,
        make_word(f"{shown}."),
        *inlines[date - 1 :],
    ]


def fix_nested_italics(inlines: list[Node]) -> list[Node]:
    """Set italics within italics upright (6.22); pandoc sets both in italics."""
    fixed: list[Node] = []
    for node in inlines:
        if node["t"] != "Emph":
            kids = get_children(node)
            fixed.append(replace_children(node, fix_nested_italics(kids)) if kids else node)
            continue
        run: list[Node] = []
        for part in get_children(node):
            if part["t"] == "Emph":
                fixed += [{"t": "Emph", "c": run}] if run else []
                fixed += get_children(part)
                run = []
            else:
                run.append(part)
        fixed += [{"t": "Emph", "c": run}] if run else []
    return fixed


def fix_album(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *Formation [Song]. On Lemonade.* (10.13); CSL prints *In*."""
    genre = str(item.get("genre", item.get("medium", "")))
    if (
        item.get("type") != "song"
        or not genre.casefold().startswith(("song", "track"))
        or "container-title" not in item
    ):
        return inlines
    at = max((index for index, node in enumerate(inlines) if node == make_word("In")), default=-1)
    return [*inlines[:at], make_word("On"), *inlines[at + 1 :]] if at > 0 else inlines


def fix_law_status(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *(1971 & rev. 2009)* (11.5), *(proposed May 23, 2016)* (11.7)."""
    status = item.get("custom", {}).get("year")
    year = get_year(item)
    if not status or not year:
        return inlines
    forms = {
        f"({year})": f"({status})",
        f"{year})": f"{status})",
        f"({year}).": f"({status}).",
        f"{year}).": f"{status}).",
    }
    return [make_word(forms[node["c"]]) if node["t"] == "Str" and node["c"] in forms else node for node in inlines]


def fix_retrieval_date(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *Retrieved July 22, 2019, from https://…*, if ``dates.py`` requests it."""
    date = item.get("custom", {}).get("retrieved")
    at = next((index for index, node in enumerate(inlines) if node["t"] == "Link"), -1)
    if not date or at < 0:
        return inlines
    words = [part for each in f"Retrieved {date}, from".split() for part in (make_word(each), SPACE)]
    return [*inlines[:at], *words, *inlines[at:]]


_TWO_SEASONS = re.compile(r"(Spring|Summer|Autumn|Fall|Winter)–(?=Spring|Summer|Autumn|Fall|Winter)")


def fix_two_seasons(inlines: list[Node]) -> list[Node]:
    """Print *(2020, Spring/Summer)* for an issue of both seasons (9.14); a range of months has a dash."""
    return [make_word(_TWO_SEASONS.sub(r"\1/", node["c"])) if node["t"] == "Str" else node for node in inlines]


def fix_law_year(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *H.R. Rep. No. 114-358 (2015)*: no comma if nothing separates a legal work's title and year (11.6)."""
    if item.get("type") not in LEGAL:
        return inlines
    for index, node in enumerate(inlines[2:], 2):
        before = inlines[index - 2]
        if node["t"] == "Str" and node["c"].startswith("(") and before["t"] == "Str" and before["c"].endswith(","):
            return [
                *inlines[: index - 2],
                *([make_word(before["c"][:-1])] if before["c"] != "," else []),
                *inlines[index - 1 :],
            ]
    return inlines
