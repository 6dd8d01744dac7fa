"""Parsing of pandoc's response: the formatted clusters and the reference list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from mkdocs_citeproc.apa7.fixes import finish_cluster, finish_reference
from mkdocs_citeproc.apa7.groups import find_abbreviations, split_first_and_later
from mkdocs_citeproc.apa7.terms import Terms
from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.notes import HERE, get_note_text
from mkdocs_citeproc.formatting.numeric import is_numeric_style, name_in_running_text
from mkdocs_citeproc.formatting.render import Node, get_children, get_text, render_html
from mkdocs_citeproc.formatting.request import CslItem, Request


@dataclass(frozen=True, slots=True)
class RenderedCitation:
    """A cluster or an entry as the style prints it, as HTML and as plain text.

    ``note`` is the HTML of a note, if the style cites in notes; ``html`` then has a placeholder for its number.

    If a cluster names groups in full that have an abbreviation, ``introduces`` has their names, and ``later`` is the
    form for a page that has already introduced them all.
    """

    html: str
    text: str
    note: str = ""
    later: RenderedCitation | None = None
    introduces: frozenset[str] = frozenset()

    def after(self, introduced: Collection[str]) -> RenderedCitation:
        """Return the form for a page that has already introduced these names."""
        return self.later if self.later and self.introduces <= set(introduced) else self


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
        return RenderedCitation(shown, f"{get_text(lead)} ({get_text(note)})".strip(), render_html(note))
    names = find_abbreviations(entries[key] for key in keys if key in entries)
    first, later, introduces = split_first_and_later(inlines, names)

    def printed(form: list[Node]) -> RenderedCitation:
        linked = _without_unknown(_one_link(form) if narrative and len(keys) == 1 else form, entries)
        return RenderedCitation(
            f'<span class="citation" data-cites="{escape(" ".join(keys))}">{render_html(linked)}</span>',
            get_text(linked),
        )

    return replace(printed(first), later=printed(later) if later else None, introduces=introduces)


def _entries(
    blocks: list[Node], style_id: str, items: Mapping[str, CslItem], terms: Terms
) -> dict[CiteKey, RenderedCitation]:
    entries = {}
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                inlines = [node for paragraph in entry["c"][1] for node in get_children(paragraph)]
                key = CiteKey(entry["c"][0][0].removeprefix("ref-"))
                inlines = finish_reference(inlines, items[key], style_id, terms)
                entries[key] = RenderedCitation(render_html(inlines), get_text(inlines).strip())
    return entries


def read_response(answer: str, asked: Request, style_id: str) -> FormattedSite:
    """Parse pandoc's JSON for a request: one paragraph for each cluster, in order, then the list."""
    blocks: list[Node] = json.loads(answer)["blocks"]
    entries = {entry["id"]: entry for entry in asked.entries}
    clusters, differing = {}, []
    numeric = is_numeric_style(asked.style)
    for cluster, block in zip(asked.clusters, blocks, strict=False):
        if printed := _cluster(block, cluster, style_id, entries, asked.terms, numeric=numeric):
            clusters[cluster] = printed
        else:
            differing.append(cluster)
    return FormattedSite(clusters, _entries(blocks, style_id, entries, asked.terms), tuple(differing))


def render_unresolved(cluster: str) -> RenderedCitation:
    """Return a cluster that cannot be formatted as its own text, marked, so that nothing is lost."""
    return RenderedCitation(f'<span class="citation citation-missing">{escape(cluster, quote=False)}</span>', cluster)
