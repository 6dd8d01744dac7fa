"""Names and titles in the text as APA 7 has them, made of what pandoc prints for a cluster.

Like ``apa_cite.py``, but with the entries at hand. The numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mkdocs_citeproc.apa7.citation_ast import JUNIOR, SPACE, make_link, make_word
from mkdocs_citeproc.apa7.dates import get_issued_year
from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.people import ROLE
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.formatting.render import Node, get_children, get_text
from mkdocs_citeproc.formatting.request import CslItem

_SUFFIX = re.compile(rf"(?:{ROLE}[(\[][^)\]]*[)\]]|{JUNIOR}(?:[JS]r\.|\w*))(?P<ends>.*)")


def remove_suffixes(inlines: list[Node]) -> list[Node]:
    """*A. Kessler (2003)*: no *Jr.*, role or user name in the text (8.10); CSL has them where it adds initials."""
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


def _spelled_out(inlines: list[Node], authors: list[dict[str, Any]], et_al: str) -> list[Node]:
    """One list of inlines in which all authors but the last stand, and *et al.* for the last."""
    before = [part for name in authors[:-1] for part in [*_words(name)[:-1], f"{_words(name)[-1]},"]]
    *first, end_of = et_al.split(" ")
    wanted = [*before, *first]
    at = [index for index, node in enumerate(inlines) if node["t"] == "Str"]
    message = [inlines[index]["c"] for index in at]
    for start in range(len(message) - len(wanted)):
        end = start + len(wanted)
        if message[start:end] == wanted and message[end].startswith(end_of):
            rest = message[end].removeprefix(end_of)
            last = _words(authors[-1])
            last[-1] += rest
            names = [part for each in ("&", *last) for part in (SPACE, make_word(each))][1:]
            return [*inlines[: at[start + len(before)]], *names, *inlines[at[end] + 1 :]]
    return inlines


def fix_others(inlines: list[Node], items: Sequence[CslItem], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Hasan, Liang, Kahn, and Jones-Miller (2015)*: *et al.* is a plural and never one author (8.18)."""
    for item in items:
        authors = item.get("author", [])
        if len(authors) < 3 or any("family" not in name for name in authors):
            continue
        et_al = terms.translate("et al.")
        inlines = _spelled_out(inlines, authors, et_al)
        inlines = [
            make_link(node, _spelled_out(get_children(node), authors, et_al)) if node["t"] == "Link" else node
            for node in inlines
        ]
    return inlines


def separate_works(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*(Civil Act, 1964; Rest Act, 1990)*: pandoc takes two works without an author for two of one (8.12)."""
    fixed = list(inlines)
    undated = "|".join(re.escape(terms.translate(words)) for words in ("n.d.", "in press"))
    only_a_date = re.compile(rf"(?:\w+\. )?\d|{undated}")
    for index in range(1, len(fixed) - 2):
        named = fixed[index + 2]["t"] == "Link" and not only_a_date.match(get_text(get_children(fixed[index + 2])))
        if named and fixed[index - 1]["t"] == "Link" and fixed[index] == make_word(",") and fixed[index + 1] == SPACE:
            fixed[index] = make_word(";")
    return fixed


def remove_law_dates(inlines: list[Node], items: Sequence[CslItem], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*(U.S. Const. art. I, § 3)*: a constitution bears no date (11.9), for which CSL has *n.d.*"""
    undated = {f"#ref-{item['id']}" for item in items if item.get("custom", {}).get("undated")}
    return [
        make_link(node, _remove_date(get_children(node), terms.translate("n.d.")))
        if node["t"] == "Link" and node["c"][2][0] in undated
        else node
        for node in inlines
    ]


def _remove_date(inlines: list[Node], undated: str) -> list[Node]:
    dates = (make_word(undated), make_word(f"{undated},"))
    at = next((index for index, node in enumerate(inlines) if node in dates), -1)
    if at < 2:
        return inlines
    if at + 1 < len(inlines):  # a locator follows, behind a comma
        return [*inlines[:at], *inlines[at + 2 :]]
    return [*inlines[: at - 2], make_word(inlines[at - 2]["c"].removesuffix(","))]


def fix_law_in_running_text(inlines: list[Node], items: Sequence[CslItem], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Brown v. Board of Education (1954)* (11.4): pandoc has no author to set before the bracket."""
    item = items[0] if items else {}
    first = next((index for index, node in enumerate(inlines) if node["t"] == "Link"), -1)
    if item.get("type") not in LEGAL or first != 1 or inlines[0] != make_word("("):
        return inlines
    prose = item.get("custom", {}).get("in-text", "")
    inside = get_children(inlines[first])
    if item.get("custom", {}).get("undated"):
        return _name_undated(inlines[first], prose, str(item["title-short"]), inlines[first + 1 :])
    year = get_issued_year(item) or terms.translate("n.d.")
    at = max((index for index, node in enumerate(inside) if node["t"] == "Str" and year in node["c"]), default=0)
    if at < 2 or inside[at - 1] != SPACE or inside[at - 2]["t"] != "Str":
        return inlines
    comma = inside[at - 2]["c"].removesuffix(",")
    title = [*inside[: at - 2], *([make_word(comma)] if comma else [])]
    title = _to_words(prose) or title
    return [*title, SPACE, make_word("("), make_link(inlines[first], inside[at:]), *inlines[first + 1 :]]


def _to_words(text: str) -> list[Node]:
    return [part for word in text.split() for part in (SPACE, make_word(word))][1:]


def _name_undated(link: Node, prose: str, title: str, rest: list[Node]) -> list[Node]:
    """*Article I of the U.S. Constitution*, with what else stood in the bracket."""
    words = re.sub(r"<[^>]*>", "", title)
    shown = get_text([*get_children(link), *rest]).replace("\u00a0", " ")
    locator = shown.removeprefix(words).removeprefix(",").removesuffix(")").strip()
    if not locator:
        return [make_link(link, _to_words(prose))]
    return [*_to_words(prose), SPACE, make_word("("), make_link(link, _to_words(locator)), make_word(")")]
