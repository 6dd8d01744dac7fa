"""The reference as APA 7 prints it, made of what pandoc prints for it.

Each function takes the inlines of one reference and gives back mended ones; ``item`` is the mended entry. The numbers
are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re

from psychoed.style.apa_cite import SPACE, word
from psychoed.style.apa_dates import year_of
from psychoed.style.apa_legal import LEGAL
from psychoed.style.apa_people import ROLE
from psychoed.style.pandoc_ast import Node, children, with_children
from psychoed.style.request import CslItem

_OTHERS = {"literal": "others"}


def two_groups_without_comma(inlines: list[Node], item: CslItem) -> list[Node]:
    """*Commission A & Commission B*; CSL has *A, & B*, which is for persons (9.8)."""
    authors = item.get("author", [])
    if len(authors) != 2 or not all("literal" in name for name in authors) or _OTHERS in authors:
        return inlines
    at = inlines.index(word("&")) if word("&") in inlines else 0
    if at < 2 or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], word(inlines[at - 2]["c"].removesuffix(",")), *inlines[at - 1 :]]


def comma_before_et_al(inlines: list[Node], item: CslItem) -> list[Node]:
    """*Park, A., et al.*, where the entry itself ends with *and others*; pandoc puts such names in a span."""
    if item.get("author", [])[-1:] != [_OTHERS] or not inlines:
        return inlines
    if inlines[0]["t"] == "Span":
        names = {"t": "Span", "c": [inlines[0]["c"][0], comma_before_et_al(children(inlines[0]), item)]}
        return [names, *inlines[1:]]
    at = inlines.index(word("et")) if word("et") in inlines else 0
    if at < 2 or inlines[at - 1] != SPACE or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], word(inlines[at - 2]["c"].removesuffix(",") + ","), *inlines[at - 1 :]]


def roles_without_comma(inlines: list[Node]) -> list[Node]:
    """*Forman, M. (Director)*; CSL has a comma before what follows a name."""
    mended: list[Node] = []
    for node in inlines:
        if node["t"] == "Str" and node["c"].startswith(ROLE):
            if len(mended) > 1 and mended[-1] == SPACE and mended[-2]["t"] == "Str":
                mended[-2] = word(mended[-2]["c"].removesuffix(","))
            node = word(node["c"].removeprefix(ROLE).replace("\u00a0", " "))  # noqa: PLW2901
        elif kids := children(node):
            node = with_children(node, roles_without_comma(kids))  # noqa: PLW2901
        mended.append(node)
    return mended


def user_name(inlines: list[Node], item: CslItem) -> list[Node]:
    """*APA Education [@APAEducation]. (2018)*: a group's user name, before the date."""
    shown = item.get("custom", {}).get("username")
    date = next((nth for nth, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("(")), 0)
    if not shown or date < 2 or inlines[date - 2]["t"] != "Str":
        return inlines
    name = inlines[date - 2]["c"]
    ends = str(item["author"][0].get("literal", "")).endswith(".")
    return [
        *inlines[: date - 2],
        word(name if ends else name.removesuffix(".")),
        SPACE,
        word(f"{shown}."),
        *inlines[date - 1 :],
    ]


def upright_in_italics(inlines: list[Node]) -> list[Node]:
    """Italics within italics stand upright (6.22); pandoc sets both."""
    mended: list[Node] = []
    for node in inlines:
        if node["t"] != "Emph":
            kids = children(node)
            mended.append(with_children(node, upright_in_italics(kids)) if kids else node)
            continue
        run: list[Node] = []
        for part in children(node):
            if part["t"] == "Emph":
                mended += [{"t": "Emph", "c": run}] if run else []
                mended += children(part)
                run = []
            else:
                run.append(part)
        mended += [{"t": "Emph", "c": run}] if run else []
    return mended


def on_an_album(inlines: list[Node], item: CslItem) -> list[Node]:
    """*Formation [Song]. On Lemonade.* (10.13); CSL says *In*."""
    said = str(item.get("genre", item.get("medium", "")))
    if item.get("type") != "song" or not said.casefold().startswith(("song", "track")) or "container-title" not in item:
        return inlines
    at = max((nth for nth, node in enumerate(inlines) if node == word("In")), default=-1)
    return [*inlines[:at], word("On"), *inlines[at + 1 :]] if at > 0 else inlines


def status_of_a_law(inlines: list[Node], item: CslItem) -> list[Node]:
    """*(1971 & rev. 2009)* (11.5), *(proposed May 23, 2016)* (11.7)."""
    said = item.get("custom", {}).get("year")
    year = year_of(item)
    if not said or not year:
        return inlines
    forms = {f"({year})": f"({said})", f"{year})": f"{said})", f"({year}).": f"({said}).", f"{year}).": f"{said})."}
    return [word(forms[node["c"]]) if node["t"] == "Str" and node["c"] in forms else node for node in inlines]


def retrieved(inlines: list[Node], item: CslItem) -> list[Node]:
    """*Retrieved July 22, 2019, from https://…*, where ``apa_dates.py`` asks for it."""
    date = item.get("custom", {}).get("retrieved")
    at = next((nth for nth, node in enumerate(inlines) if node["t"] == "Link"), -1)
    if not date or at < 0:
        return inlines
    words = [part for each in f"Retrieved {date}, from".split() for part in (word(each), SPACE)]
    return [*inlines[:at], *words, *inlines[at:]]


_TWO_SEASONS = re.compile(r"(Spring|Summer|Autumn|Fall|Winter)–(?=Spring|Summer|Autumn|Fall|Winter)")


def two_seasons(inlines: list[Node]) -> list[Node]:
    """*(2020, Spring/Summer)*, an issue for both (9.14); months of one have a dash."""
    return [word(_TWO_SEASONS.sub(r"\1/", node["c"])) if node["t"] == "Str" else node for node in inlines]


def year_of_a_law(inlines: list[Node], item: CslItem) -> list[Node]:
    """*H.R. Rep. No. 114-358 (2015)*: no comma where a legal work has no source between title and year (11.6)."""
    if item.get("type") not in LEGAL:
        return inlines
    for nth, node in enumerate(inlines[2:], 2):
        before = inlines[nth - 2]
        if node["t"] == "Str" and node["c"].startswith("(") and before["t"] == "Str" and before["c"].endswith(","):
            return [*inlines[: nth - 2], *([word(before["c"][:-1])] if before["c"] != "," else []), *inlines[nth - 1 :]]
    return inlines
