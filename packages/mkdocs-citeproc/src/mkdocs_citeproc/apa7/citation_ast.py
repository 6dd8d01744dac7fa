"""What APA 7 prints in the text, made of what pandoc prints for it.

Each function takes the inlines of one formatted cluster and returns fixed ones. The numbers are sections of the
Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_citeproc.apa7.citation_text import PIN
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.formatting.render import Node, get_children, replace_children

GUARD = "\u2063"
"""An invisible separator, beside the "&" of a group's own name: that one is never *and*."""

JUNIOR = "\u2061"
"""An invisible sign before *Jr.*, for ``apa_intext.py``: in the text no suffix is printed (8.10)."""

SPACE: Node = {"t": "Space"}
_NO_END = re.compile(r"(?P<years>\(?\d{4}–)(?P<rest>[),.]*)")


def make_word(text: str) -> Node:
    """A word of running text."""
    return {"t": "Str", "c": text}


def make_link(like: Node, inside: list[Node]) -> Node:
    """A link that leads where ``like`` leads."""
    return {"t": "Link", "c": [like["c"][0], inside, like["c"][2]]}


def get_opening_text(inlines: Sequence[Node]) -> int:
    """The index of the bracket that ends a narrative citation's running text; the whole length where there is none."""
    for index, node in enumerate(inlines):
        if node["t"] == "Link":
            return index - 1 if index and inlines[index - 1] == make_word("(") else index
    return len(inlines)


def spell_out_and(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Gordon and Ziv (2021)*; CSL has one form for a name list and prints "&" (8.17).

    A comma before *and* is English: *Xenos, Yves und Zorn (1998)*.
    """
    spelled = list(inlines)
    for index in range(get_opening_text(inlines)):
        if inlines[index] == make_word("&"):
            spelled[index] = make_word(terms.translate("and"))
            if terms.language != "en" and index > 1 and inlines[index - 2]["t"] == "Str":
                spelled[index - 2] = make_word(inlines[index - 2]["c"].removesuffix(","))
    return spelled


def remove_pins(inlines: list[Node]) -> list[Node]:
    """The text without what kept works in their order; a work cited in another follows it after a comma (8.6)."""
    fixed: list[Node] = []
    skip_space = False
    for node in inlines:
        if kids := get_children(node):
            fixed.append(replace_children(node, remove_pins(kids)))
        elif node["t"] != "Str":
            fixed += [] if skip_space and node == SPACE else [node]
        elif (text := node["c"]) == f"{PIN},":
            _follow_with_comma(fixed)
        elif text := text.replace(PIN, "").replace(GUARD, "").replace(JUNIOR, ""):
            fixed.append(make_word(text))
        skip_space = node["t"] == "Str" and node["c"].endswith(PIN)
    return fixed


def _follow_with_comma(inlines: list[Node]) -> None:
    """Turn ``; `` at the end into a comma."""
    while inlines and inlines[-1] == SPACE:
        inlines.pop()
    before = inlines.pop()["c"].removesuffix(";") if inlines and inlines[-1]["t"] == "Str" else ""
    inlines.append(make_word(f"{before},"))


def add_possessive(inlines: list[Node], mark: str) -> list[Node]:
    """*Gordon and Ziv’s (2021)*."""
    end = get_opening_text(inlines)
    while end and inlines[end - 1] == SPACE:
        end -= 1
    return [*inlines[:end], make_word(mark), *inlines[end:]] if mark and end else inlines


def keep_locator_only(inlines: list[Node]) -> list[Node]:
    """*(p. 3)* out of *(2021, p. 3)*; the link stays."""
    links = [index for index, node in enumerate(inlines) if node["t"] == "Link"]
    if len(links) != 1:
        return inlines
    at = links[0]
    flat = [*get_children(inlines[at]), *inlines[at + 1 :]]
    comma = next((index for index, node in enumerate(flat) if node["t"] == "Str" and node["c"].endswith(",")), None)
    if comma is None or not flat[-1].get("c", "").endswith(")"):
        return inlines
    last = flat[-1]["c"].removesuffix(")")
    inside = flat[comma + 2 : -1] + ([make_word(last)] if last else [])
    return [*inlines[:at], make_link(inlines[at], inside), make_word(")")]


def write_present(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*2015–present* for a series with no end (10.13); pandoc stops at the dash."""
    fixed = []
    for node in inlines:
        if node["t"] == "Link":
            fixed.append(make_link(node, write_present(get_children(node), terms)))
        elif node["t"] == "Str" and (open_date := _NO_END.fullmatch(node["c"])):
            fixed.append(make_word(f"{open_date['years']}{terms.translate('present')}{open_date['rest']}"))
        else:
            fixed.append(node)
    return fixed


def _lettered(node: Node, terms: Terms) -> tuple[int, str, str] | None:
    """In a link, where a year with a letter stands, the year and the letter."""
    if node["t"] == "Link":
        lettered = re.compile(rf"(?P<year>{re.escape(terms.translate('n.d.'))}-|\d+)(?P<letter>[a-z]+),?")
        for index, part in enumerate(get_children(node)):
            if part["t"] == "Str" and (found := lettered.fullmatch(part["c"])):
                return index, found["year"], found["letter"]
    return None


def _out_of_order(first: Node, second: Node, terms: Terms) -> int | None:
    """Where the year of ``first`` stands, if ``second`` is a work of the same author and year and belongs before it."""
    one, other = _lettered(first, terms), _lettered(second, terms)
    if not one or not other or other[0] != 0 or one[1] != other[1]:
        return None  # a name before its year begins another author's works
    return one[0] if (len(other[2]), other[2]) < (len(one[2]), one[2]) else None


def sort_ties(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*(Sleep Center, n.d.-a, n.d.-b, n.d.-c)* however they were written; CSL leaves works of one year unsorted (8.12).

    The first of such works has the author's name; the name stays and the years, each in its own link, change places.
    """
    fixed, at = list(inlines), 0
    while at + 3 < len(fixed):
        first, second = fixed[at], fixed[at + 3]
        separated = fixed[at + 1] in (make_word(","), make_word(";")) and fixed[at + 2] == SPACE
        if separated and (year := _out_of_order(first, second, terms)) is not None:
            name, rest = get_children(first)[:year], get_children(first)[year:]
            fixed[at], fixed[at + 3] = make_link(second, name + get_children(second)), make_link(first, rest)
            at = max(at - 3, 0)  # it may belong further to the front
        else:
            at += 1
    return fixed
