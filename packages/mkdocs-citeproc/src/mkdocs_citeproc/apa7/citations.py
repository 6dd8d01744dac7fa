"""Citations in APA 7: what pandoc is asked for a cluster, and what is made of its answer.

Functions on texts rewrite citations for which pandoc's syntax has no form, in forms that pandoc reads: they take a
cluster's canonical text and return the text for pandoc. Functions on inlines complete the fix: they take the inlines of
one formatted cluster and return fixed ones. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.citations.grammar import KEY, Citation, Form, match_cluster
from mkdocs_citeproc.formatting.render import SPACE, Node, get_children, make_link, make_word, replace_children

PIN = "\u2060"
"""A word joiner as a citation's prefix: processors do not sort citations with a prefix. It is removed later."""

SECONDHAND = f"{PIN},"
"""Prefix of a citation that continues the one before it, with a comma instead of a semicolon."""

_POSSESSIVE = re.compile(rf"(?P<cite>{KEY.pattern}) ?\[(?P<mark>['’]s?)(?:, ?| ?(?=[;\]]))")
_ALONE = re.compile(r"^\[-(?=-@[^;]+\])")

_WORDS = {
    "fig.": "Figure", "figs.": "Figures", "sec.": "Section", "secs.": "Sections", "vol.": "Vol.", "vols.": "Vols.",
    "l.": "line", "ll.": "lines", "v.": "verse", "vv.": "verses",
}  # fmt: skip
_SHORT_WORD = re.compile(r"(?P<lead>[,\[] ?)(?P<word>figs?\.|secs?\.|vols?\.|ll?\.|vv?\.) (?=\d)", re.IGNORECASE)
# 10:15, 1.3.36; 1 Cor. 13:1; Figure 3, Vol. 2, John 3:16; lines 5-8, § 3
_NO_PAGE = r"(?:\d+[:.]\d|\d [A-Z]|[^\W\d_a-zà-ÿ][^\W\d_]+\.? |(?:{words}|§§?) ?(?=\d))[^;\]]*"
_UNCOUNTED = ("line", "lines", "verse", "verses")

_CITED_IN = re.compile(
    r"\b(?:(?:cited|quoted|described|discussed|reported|reprinted) in|zitiert (?:nach|in)|zit\. (?:nach|n\.)"
    r"|citad[oa]s? (?:en|por)|cités? (?:dans|par)|citées? (?:dans|par))(?!\w)"
)


def find_possessive(cluster: str) -> str:
    """Return ``’s`` if the cluster has the form ``@key ['s]``, else ''."""
    found = _POSSESSIVE.match(cluster)
    return found["mark"].replace("'", "’") if found else ""


def remove_possessive(cluster: str) -> str:
    """Rewrite ``@key ['s, p. 3]`` as ``@key [p. 3]``; pandoc would print the *’s* after the year."""
    if not (found := _POSSESSIVE.match(cluster)):
        return cluster
    rest = cluster[found.end() :].strip()
    return found["cite"] if rest == "]" else f"{found['cite']} [{rest}"


def is_locator_alone(cluster: str) -> bool:
    """Return whether the cluster is ``[--@key, p. 3]``: only the page, after a quotation with a named source (8.25)."""
    return bool(_ALONE.match(cluster))


def add_year(cluster: str) -> str:
    """Rewrite ``[--@key, p. 3]`` as ``[-@key, p. 3]``."""
    return _ALONE.sub("[", cluster, count=1)


def _as_written(place: str) -> str:
    return re.sub(r"(?<=\d)--?(?=\d)", "–", place)


def fix_locators(cluster: str, terms: Terms = ENGLISH_TERMS) -> str:
    """Leave a time stamp, verse or *Figure 3* as written (8.13, 8.28): pandoc takes numbers for pages ("p. 10:15").

    An empty locator, ``@key{}``, tells pandoc that there is none.
    """
    cluster = _SHORT_WORD.sub(
        lambda found: f"{found['lead']}{terms.translate(_WORDS[found['word'].lower()])} ", cluster
    )
    words = "|".join(re.escape(word) for each in _UNCOUNTED for word in dict.fromkeys((terms.translate(each), each)))
    place = rf"(?P<place>{_NO_PAGE.replace('{words}', words)})"
    after_key = re.compile(rf"(?P<cite>{KEY.pattern}), {place}")
    in_bracket = re.compile(rf"(?P<cite>{KEY.pattern}) ?\[{place}")
    cluster = after_key.sub(lambda found: f"{found['cite']}{{}}, {_as_written(found['place'])}", cluster)
    return in_bracket.sub(lambda found: f"{found['cite']} [{{}}, {_as_written(found['place'])}", cluster, count=1)


def _continued(before: str) -> str | None:
    """Rewrite the text between two keys of one part, ``, p. 3, as cited in ``, so that the second has its own part."""
    place, _, words = before.rpartition(",")
    return f"{place}; {SECONDHAND} {words.strip()} " if words.strip() else None


def _between(before: str, *, narrative: bool, pinned: bool) -> str:
    """Rewrite the text between two keys so that pandoc prints both and sorts neither."""
    head, semicolon, prefix = before.rpartition(";")
    if semicolon:
        return f"{head}; {PIN} {prefix.lstrip()}" if pinned else before
    if not narrative:
        return _continued(before) or before
    bracket, _, inside = before.partition("[")
    if _CITED_IN.search(inside) and (continued := _continued(inside)):
        return f"{bracket}[{continued}"
    return f"{bracket}[; {PIN} {inside}"


def _key(cluster: str, citation: Citation) -> tuple[int, int]:
    """Return the start of a citation's key, including a hyphen before it, and its end."""
    start = citation.at - (citation.form is Form.YEAR_ONLY)
    found = KEY.match(cluster, start)
    return start, found.end() if found else start


def fix_order_of_works(cluster: str) -> str:
    """Make ``[@a, as cited in @b]`` and ``@a [p. 3; @b]`` print both works, in the order written (8.6, 8.12).

    Pandoc drops *a* from the first and sorts the second. In brackets APA sorts works too, so only a cluster with a
    secondary source keeps its order there.
    """
    span = match_cluster(cluster, 0)
    if not span or len(span.citations) < 2:
        return cluster
    narrative = not cluster.startswith("[")
    keys = [_key(cluster, citation) for citation in span.citations]
    gaps = [cluster[end:start] for (_, end), (start, _) in pairwise(keys)]
    pinned = narrative or any(";" not in gap for gap in gaps)
    text = cluster[: keys[0][1]]
    if pinned and not narrative and ";" in cluster:
        text = f"[{PIN} {text.removeprefix('[')}"
    for index, (gap, (start, end)) in enumerate(zip(gaps, keys[1:], strict=True)):
        text += _between(gap, narrative=narrative and index == 0, pinned=pinned) + cluster[start:end]
    return text + cluster[keys[-1][1] :]


AMPERSAND_GUARD = "\u2063"
"""An invisible separator next to the "&" of a group's own name: that one is never *and*."""

JUNIOR = "\u2061"
"""An invisible sign before *Jr.*, for ``in_text.py``: in the text no suffix is printed (8.10)."""

_NO_END = re.compile(r"(?P<years>\(?\d{4}–)(?P<rest>[),.]*)")


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
        elif text := text.replace(PIN, "").replace(AMPERSAND_GUARD, "").replace(JUNIOR, ""):
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
    """Return where a link has a year with a letter, the year and the letter."""
    if node["t"] == "Link":
        lettered = re.compile(rf"(?P<year>{re.escape(terms.translate('n.d.'))}-|\d+)(?P<letter>[a-z]+),?")
        for index, part in enumerate(get_children(node)):
            if part["t"] == "Str" and (found := lettered.fullmatch(part["c"])):
                return index, found["year"], found["letter"]
    return None


def _out_of_order(first: Node, second: Node, terms: Terms) -> int | None:
    """Return where ``first`` has its year, if ``second`` has the same author and year and belongs before it."""
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
