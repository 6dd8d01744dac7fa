"""Pandoc's response as HTML and text: the formatted clusters and the reference list.

The rules of apa7 are imported only where a response is read: a build from the cache needs none of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.render import Node, get_children, get_plain_text, render_html
from mkdocs_citeproc.formatting.styles import (
    FIRST,
    HERE,
    LISTED,
    NOTE_NUMBER,
    Place,
    find_variant,
    get_note_text,
)

if TYPE_CHECKING:
    from mkdocs_citeproc.apa7.terms import Terms
    from mkdocs_citeproc.formatting.request import CslItem, Request


@dataclass(frozen=True, slots=True)
class RenderedCitation:
    """A cluster or an entry as the style prints it, as HTML and as plain text.

    ``note`` is the HTML of a note, if the style cites in notes; ``html`` then has a placeholder for its number.

    ``repeated`` has the forms for later positions, in a style that prints a work differently once it has been cited.

    If a cluster names groups in full that have an abbreviation, ``introduces`` has their names, and ``later`` is the
    form for a page that has already introduced them all.
    """

    html: str
    text: str
    note: str = ""
    later: RenderedCitation | None = None
    introduces: frozenset[str] = frozenset()
    repeated: Mapping[str, RenderedCitation] = field(default_factory=dict)

    def get_form_at(self, places: Sequence[Place]) -> RenderedCitation:
        """Return the form for these places of its citations on a page."""
        if not self.repeated or not places:
            return self
        forms = [self._form(place.position) for place in places]
        if all(form is self for form in forms):
            return self
        notes = [place.note for place in places]
        return replace(
            forms[0],
            html=_combine([form.html for form in forms], notes),
            text=forms[0].text.replace(NOTE_NUMBER, str(notes[0])),
            note=_combine([form.note for form in forms], notes),
        )

    def _form(self, position: str) -> RenderedCitation:
        return self.repeated.get(find_variant(position, [FIRST, *self.repeated]), self)

    def list_forms(self) -> list[RenderedCitation]:
        """Return all forms in which a page may print it."""
        return [self, *([self.later] if self.later else []), *self.repeated.values()]

    def get_form_after(self, introduced: Collection[str]) -> RenderedCitation:
        """Return the form for a page that has already introduced these names."""
        return self.later if self.later and self.introduces <= set(introduced) else self


_CITE = re.compile(r'(<a href="#ref-[^"]*" role="doc-biblioref">.*?</a>)')


def _combine(forms: Sequence[str], notes: Sequence[int]) -> str:
    """Return the first form with each link taken from the form for its place; unchanged if their numbers differ."""
    parts = [_CITE.split(form) for form in forms]
    if any(len(part) != 2 * len(forms) + 1 for part in parts):
        return forms[0].replace(NOTE_NUMBER, str(notes[0]))
    links = [part[2 * at + 1].replace(NOTE_NUMBER, str(notes[at])) for at, part in enumerate(parts)]
    between = [part.replace(NOTE_NUMBER, str(notes[0])) for part in (*parts[0][:-1:2], parts[-1][-1])]
    return "".join(chain.from_iterable(zip_longest(between, links, fillvalue="")))


@dataclass(frozen=True, slots=True)
class FormattedSite:
    """Response of one run.

    ``clusters`` maps canonical texts to their rendered form; ``entries`` maps keys to references in the style's order.
    ``differing`` lists clusters that pandoc does not parse as one citation; they are not in ``clusters``.
    """

    clusters: Mapping[str, RenderedCitation]
    entries: Mapping[CiteKey, RenderedCitation]
    differing: tuple[str, ...] = ()


EMPTY = FormattedSite({}, {})


def merge_positions(sites: Mapping[str, FormattedSite]) -> FormattedSite:
    """Merge what was formatted for each position: the forms for ``first``, with the others in ``repeated``."""
    first = sites[FIRST]
    others = {position: site for position, site in sites.items() if position not in (FIRST, LISTED)}
    clusters = {
        text: replace(
            rendered,
            repeated={
                position: site.clusters[text]
                for position, site in others.items()
                if text in site.clusters and site.clusters[text] != rendered
            },
        )
        for text, rendered in first.clusters.items()
    }
    return FormattedSite(clusters, sites.get(LISTED, first).entries, first.differing)


def _one_link(inlines: list[Node]) -> list[Node]:
    """Make *Ashar et al. (2021)* one link; pandoc links only the year, a small target with a poor name."""
    links = [node for node in inlines if node["t"] == "Link"]
    if len(links) != 1:
        return inlines
    link = links[0]
    flat = [part for node in inlines for part in (get_children(node) if node is link else [node])]
    return [{"t": "Link", "c": [link["c"][0], flat, link["c"][2]]}]


def _without_unknown(inlines: Iterable[Node], known: Collection[str]) -> list[Node]:
    """Replace pandoc's bold *key?* for a key without an entry by a marked span without a link."""
    fixed: list[Node] = []
    for node in inlines:
        address = node["c"][2][0] if node["t"] == "Link" else ""
        if address.startswith("#ref-") and (key := address.removeprefix("#ref-")) not in known:
            node = {"t": "Span", "c": [["", ["citation-missing"], []], [{"t": "Str", "c": key}]]}  # noqa: PLW2901
        fixed.append(node)
    return fixed


def _cluster(
    paragraph: Node, cluster: str, style_id: str, entries: Mapping[str, CslItem], terms: Terms, *, numeric: bool
) -> RenderedCitation | None:
    from mkdocs_citeproc.apa7.fixes import finish_cluster
    from mkdocs_citeproc.apa7.in_text import find_abbreviations, split_first_and_later
    from mkdocs_citeproc.formatting.numeric import name_in_running_text

    cites = get_children(paragraph)
    if len(cites) != 1 or cites[0]["t"] != "Cite":
        return None
    citations = cites[0]["c"][0]
    keys = [citation["citationId"] for citation in citations]
    narrative = citations[0]["citationMode"]["t"] == "AuthorInText"
    items = [entries[key] for key in keys if key in entries]
    inlines = finish_cluster(get_children(cites[0]), cluster, style_id, items, terms, narrative=narrative)
    if numeric and narrative:
        inlines = name_in_running_text(inlines, items, terms)
    if note := get_note_text(inlines):
        lead = [node for node in inlines if node["t"] != "Note"]
        shown = f'<span class="citation" data-cites="{escape(" ".join(keys))}">{render_html(lead)}{HERE}</span>'
        return RenderedCitation(shown, f"{get_plain_text(lead)} ({get_plain_text(note)})".strip(), render_html(note))
    names = find_abbreviations(entries[key] for key in keys if key in entries)
    first, later, introduces = split_first_and_later(inlines, names)

    def rendered(form: list[Node]) -> RenderedCitation:
        linked = _without_unknown(_one_link(form) if narrative and len(keys) == 1 else form, entries)
        return RenderedCitation(
            f'<span class="citation" data-cites="{escape(" ".join(keys))}">{render_html(linked)}</span>',
            get_plain_text(linked),
        )

    return replace(rendered(first), later=rendered(later) if later else None, introduces=introduces)


def _entries(
    blocks: list[Node], style_id: str, items: Mapping[str, CslItem], terms: Terms
) -> dict[CiteKey, RenderedCitation]:
    from mkdocs_citeproc.apa7.fixes import finish_reference

    entries = {}
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                inlines = [node for paragraph in entry["c"][1] for node in get_children(paragraph)]
                key = CiteKey(entry["c"][0][0].removeprefix("ref-"))
                inlines = finish_reference(inlines, items[key], style_id, terms)
                entries[key] = RenderedCitation(render_html(inlines), get_plain_text(inlines).strip())
    return entries


def read_response(response: str, request: Request, style_id: str) -> FormattedSite:
    """Parse pandoc's JSON for a request: one paragraph for each cluster, in order, then the list."""
    from mkdocs_citeproc.formatting.numeric import is_numeric_style

    blocks: list[Node] = json.loads(response)["blocks"]
    entries = {entry["id"]: entry for entry in request.entries}
    clusters, differing = {}, []
    numeric = is_numeric_style(request.style)
    for cluster, block in zip(request.clusters, blocks, strict=False):
        if rendered := _cluster(block, cluster, style_id, entries, request.terms, numeric=numeric):
            clusters[cluster] = rendered
        else:
            differing.append(cluster)
    return FormattedSite(clusters, _entries(blocks, style_id, entries, request.terms), tuple(differing))


def render_unresolved(cluster: str) -> RenderedCitation:
    """Return a cluster that cannot be formatted as its own text, marked, so that nothing is lost."""
    return RenderedCitation(f'<span class="citation citation-missing">{escape(cluster, quote=False)}</span>', cluster)


_IN_BRACKETS = re.compile(r'(?P<opening><span class="citation"[^>]*>)(?P<text>[(\[].*[)\]])</span>', re.DOTALL)
_ADDRESS = re.compile(r'<a (?P<href>href="[^"]+")')


def make_quiet(rendered: RenderedCitation) -> RenderedCitation:
    """Return a citation in brackets as a small mark that opens the reference; return any other unchanged.

    For pages meant for reading. The text stays in the page, for print and for browsers without the style sheet; it is
    also the mark's accessible name. A citation that is part of its sentence is unchanged.
    """
    found = _IN_BRACKETS.fullmatch(rendered.html)
    address = found and _ADDRESS.search(found["text"])
    if not found or not address:
        return rendered
    name = escape(rendered.text.strip("()[] "))
    mark = f'<a class="citation-mark" {address["href"]} role="doc-biblioref" aria-label="{name}"></a>'
    html = f'{found["opening"]}{mark}<span class="citation-text">{found["text"]}</span></span>'
    return replace(rendered, html=html)
