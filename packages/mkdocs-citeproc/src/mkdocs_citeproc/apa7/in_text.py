"""Names and titles in running text in APA 7, made of what pandoc prints for a cluster and of the entries it cites.

A group with an abbreviation is named in full on first mention in a page, then abbreviated (8.21): *(American
Psychological Association [APA], 2020)*, then *(APA, 2020)*; in running text *American Psychological Association (APA,
2020)*, then *APA (2020)*. Which form a page needs is known only when it is rendered, so both are made. Numbers are
sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, JUNIOR, get_opening_text
from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.names import ROLE
from mkdocs_citeproc.apa7.numbers import get_issued_year
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.formatting.render import SPACE, Node, get_children, get_plain_text, make_link, make_word
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
    """Return a list of inlines with all authors but the last, and *et al.* for the last."""
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
        named = fixed[index + 2]["t"] == "Link" and not only_a_date.match(
            get_plain_text(get_children(fixed[index + 2]))
        )
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
    shown = get_plain_text([*get_children(link), *rest]).replace("\u00a0", " ")
    locator = shown.removeprefix(words).removeprefix(",").removesuffix(")").strip()
    if not locator:
        return [make_link(link, _to_words(prose))]
    return [*_to_words(prose), SPACE, make_word("("), make_link(link, _to_words(locator)), make_word(")")]


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
            names[authors[0]["literal"].replace(AMPERSAND_GUARD, "")] = short
    return names


def _in_brackets(inlines: list[Node], names: Names, introduced: set[str]) -> list[Node]:
    """Write the words of a link in brackets; ``introduced`` has the names already introduced, and is extended."""
    for name, short in names.items():
        end = 2 * len(name.split()) - 1  # words and the spaces between them
        author = inlines[:end]
        if get_plain_text(author) == f"{name},":
            last = make_word(author[-1]["c"].removesuffix(","))
            shown = (
                [make_word(f"{short},")]
                if name in introduced
                else [*author[:-1], last, SPACE, make_word(f"[{short}],")]
            )
            introduced.add(name)
            return [*shown, *inlines[end:]]
    return inlines


def _in_running_text(inlines: list[Node], names: Names, introduced: set[str]) -> list[Node]:
    """Write a narrative citation's words; after a full name, its abbreviation goes into the bracket."""
    end = get_opening_text(inlines)
    author = get_plain_text(inlines[: max(end - 1, 0)])
    for name, short in names.items():
        if author in (name, f"{name}’s", f"{name}’"):
            if name in introduced:
                return [make_word(short + author.removeprefix(name)), *inlines[end - 1 :]]
            introduced.add(name)
            return [*inlines[: end + 1], make_word(f"{short},"), SPACE, *inlines[end + 1 :]]
    return inlines


def _form(inlines: list[Node], names: Names, introduced: set[str]) -> list[Node]:
    inlines = _in_running_text(inlines, names, introduced)
    return [
        make_link(node, _in_brackets(get_children(node), names, introduced)) if node["t"] == "Link" else node
        for node in inlines
    ]


def split_first_and_later(inlines: list[Node], names: Names) -> tuple[list[Node], list[Node] | None, frozenset[str]]:
    """Return a citation's first form on a page, its later form if that differs, and the names it introduces."""
    introduced: set[str] = set()
    first = _form(inlines, names, introduced)
    return first, _form(inlines, names, set(introduced)) if introduced else None, frozenset(introduced)
