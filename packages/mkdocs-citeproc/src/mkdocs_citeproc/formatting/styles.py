"""What styles do that author-date styles don't: cite in notes, and shorten what was cited before.

Notes are numbered by page and listed at the page's end.

Some styles print a work in full, then short, then *ibid.* Each page of a site starts anew, but pandoc formats a cluster
once for the whole site. So each cluster is formatted once for every position that the style distinguishes, with all its
tests for a position decided in advance, and each page takes the form for its own position (CSL 1.0.2, "Choose" and
"et-al-subsequent-min").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.grammar import match_cluster
from mkdocs_citeproc.formatting.render import Node, get_children
from mkdocs_citeproc.formatting.translations import NO_TRANSLATIONS, Translations, translate

HERE = "<!--note-->"
"""Placeholder in a cluster's HTML for the number of its note."""


def cites_in_notes(style: str) -> bool:
    """Return whether a CSL style cites in notes."""
    return 'citation-format="note"' in style


def get_note_text(inlines: Sequence[Node]) -> list[Node]:
    """Return the content of the notes among some inlines, concatenated; empty if there are none."""
    blocks = [block for node in inlines if node["t"] == "Note" for block in node["c"]]
    return [inline for block in blocks for inline in get_children(block)]


def add_note_mark(html: str, number: int) -> str:
    """Add the number that links to the note to a cluster's HTML."""
    link = f'<a href="#note-{number}" id="note-ref-{number}" role="doc-noteref">{number}</a>'
    return html.replace(HERE, f"<sup>{link}</sup>")


def render_note_list(notes: Sequence[str], words: Translations = NO_TRANSLATIONS) -> str:
    """Render the notes of a page, given as HTML, as a list; empty if there are none."""
    names = [
        escape(translate(words, "Back to note {number} in the text", number=index + 1)) for index in range(len(notes))
    ]
    items = "".join(
        f'<li id="note-{index}">{note} <a href="#note-ref-{index}" role="doc-backlink" aria-label="{name}">↩</a></li>\n'
        for index, (note, name) in enumerate(zip(notes, names, strict=True), start=1)
    )
    return f'<ol class="notes" role="doc-endnotes" data-search-exclude>\n{items}</ol>\n' if items else ""


FIRST, SUBSEQUENT, NEAR = "first", "subsequent", "near-note"
IBID, IBID_WITH_LOCATOR = "ibid", "ibid-with-locator"

LISTED = "listed"
"""Position of a reference in the list, where every test for a position fails."""

NOTE_NUMBER = "\ue0e0"
"""Placeholder for the number of the note in which a page first cites a work."""

_ALWAYS, _NOTE = "always-set", "first-note"
POSITION_VARIABLES = {_ALWAYS: "1", _NOTE: NOTE_NUMBER}
"""Variables added to each entry: one for tests that are true (``never-set`` is for the others), one for that number."""

# The tests that are true at each position, the most specific first.
_TRUE = {
    LISTED: (),
    FIRST: (FIRST,),
    SUBSEQUENT: (SUBSEQUENT,),
    NEAR: (NEAR, SUBSEQUENT),
    IBID: (IBID, NEAR, SUBSEQUENT),
    IBID_WITH_LOCATOR: (IBID_WITH_LOCATOR, IBID, NEAR, SUBSEQUENT),
}
_TEST = re.compile(r"<(?:if|else-if)\b[^>]*\bposition=\"(?P<values>[^\"]*)\"[^>]*>")
_POSITION = re.compile(r"\s*\bposition=\"[^\"]*\"")
_VARIABLE = re.compile(r"\bvariable=\"(?P<names>[^\"]*)\"")
_SUBSEQUENT = re.compile(r"\bet-al-subsequent-(?P<which>min|use-first)=")
_FIRST_NOTE = re.compile(r'(?<=variable=")first-reference-note-number(?=")')
_NEAR_DISTANCE = re.compile(r'near-note-distance="(\d+)"')


def distinguishes_positions(style: str) -> bool:
    """Return whether a style may print a work differently once it has been cited."""
    return bool(_find_tests(style))


def _find_tests(style: str) -> frozenset[str]:
    tested = {value for test in _TEST.finditer(style) for value in test["values"].split()}
    subsequent = _SUBSEQUENT.search(style) or _FIRST_NOTE.search(style)
    return frozenset(tested | ({SUBSEQUENT} if subsequent else set()))


def write_variants(style: str) -> dict[str, str]:
    """Return the style for each position that it distinguishes, or for ``first`` alone if it distinguishes none."""
    tested = _find_tests(style)
    if not tested:
        return {FIRST: style}
    variants: dict[str, str] = {}
    known: dict[frozenset[str], str] = {}
    for position in (FIRST, SUBSEQUENT, NEAR, IBID, IBID_WITH_LOCATOR, LISTED):
        true = tested.intersection(_TRUE[position])
        if true not in known:
            known[true] = position
            variants[position] = _decide(style, true)
    return variants


def _decide(style: str, true: frozenset[str]) -> str:
    """Return the style with all its tests for a position decided."""

    def decide(test: re.Match[str]) -> str:
        names = " ".join(_ALWAYS if value in true else "never-set" for value in test["values"].split())
        tag = _POSITION.sub("", test[0])
        if _VARIABLE.search(tag):
            return _VARIABLE.sub(lambda variable: f'variable="{variable["names"]} {names}"', tag)
        return re.sub(r"^<(if|else-if)", rf'<\1 variable="{names}"', tag)

    style = _TEST.sub(decide, style)
    style = _FIRST_NOTE.sub(_NOTE if SUBSEQUENT in true else "never-set", style)
    return re.sub(r"<[^>]*et-al-subsequent-[^>]*>", lambda tag: _decide_et_al(tag[0], SUBSEQUENT in true), style)


def _decide_et_al(tag: str, subsequent: bool) -> str:
    for which in ("min", "use-first"):
        own = re.compile(rf'\s+et-al-subsequent-{which}="(\d+)"')
        if found := own.search(tag):
            tag = own.sub("", tag)
            if subsequent:
                tag = re.sub(rf'\s+et-al-{which}="\d+"', "", tag)
                tag = re.sub(r"\s*(/?>)$", rf' et-al-{which}="{found[1]}"\1', tag)
    return tag


def find_variant(position: str, variants: Sequence[str]) -> str:
    """Return which of the positions that a style distinguishes has the form to print at ``position``."""
    if position in variants:
        return position
    return next((each for each in _TRUE[position] if each in variants), FIRST)


class Place(NamedTuple):
    """Where a citation is on its page: its position, and the number of the note that first cites its work."""

    position: str
    note: int = 0


@dataclass(slots=True)
class PageHistory:
    """What a page has cited so far; ``near`` is how many notes back still counts as near."""

    near: int = 5
    _count: int = 0
    _first: dict[CiteKey, int] = field(default_factory=dict)
    _last: dict[CiteKey, int] = field(default_factory=dict)
    _before: tuple[tuple[CiteKey, str], ...] = ()

    def add_cluster(self, text: str) -> tuple[Place, ...]:
        """Add the next cluster, and return the places of its citations."""
        cited = _read_citations(text)
        self._count += 1
        previous = self._before if len(self._before) == 1 else ()
        places = []
        for key, locator in cited:
            first = self._first.setdefault(key, self._count)
            places.append(Place(self._find_position(key, locator, previous), first))
            self._last[key] = self._count
            previous = ((key, locator),)
        self._before = cited
        return tuple(places)

    def _find_position(self, key: CiteKey, locator: str, previous: tuple[tuple[CiteKey, str], ...]) -> str:
        if key not in self._last:
            return FIRST
        near = NEAR if self._count - self._last[key] <= self.near else SUBSEQUENT
        if not previous or previous[0][0] != key:
            return near
        if locator == previous[0][1]:
            return IBID
        return IBID_WITH_LOCATOR if locator else near


def read_near_distance(style: str) -> int:
    """Return how many notes back still count as near in this style."""
    found = _NEAR_DISTANCE.search(style)
    return int(found[1]) if found else 5


_PLACE = re.compile(r"\d+(?:\s*[-–,:.]+\s*\d+)*")


def _read_citations(text: str) -> tuple[tuple[CiteKey, str], ...]:
    """Return each key of a cluster with the numbers of its locator."""
    span = match_cluster(text, 0)
    if not span:
        return ()
    ends = [citation.at for citation in span.citations[1:]] + [len(text)]
    cited = []
    for citation, end in zip(span.citations, ends, strict=True):
        rest = text[citation.at + 1 : end].removeprefix("{").removeprefix(citation.key).partition(";")[0]
        cited.append((citation.key, " ".join(re.sub(r"\s", "", place) for place in _PLACE.findall(rest))))
    return tuple(cited)
