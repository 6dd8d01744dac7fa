"""What pandoc answers: the formatted clusters and the reference list, taken out of its document."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from psychoed.bibliography.entry import CiteKey
from psychoed.style.html import html
from psychoed.style.pandoc_ast import Node, children, text
from psychoed.style.repairs import mend_cluster
from psychoed.style.request import Request


@dataclass(frozen=True, slots=True)
class Printed:
    """A cluster or an entry as the style prints it: as HTML and as plain text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Formatted:
    """One run's answer.

    ``clusters`` maps a cluster's canonical text to what it prints; ``entries`` maps keys to references and is in the
    style's order. ``differing`` names clusters that pandoc does not read as one citation; they are not in ``clusters``.
    """

    clusters: Mapping[str, Printed]
    entries: Mapping[CiteKey, Printed]
    differing: tuple[str, ...] = ()


NOTHING = Formatted({}, {})


def _one_link(cite: Node) -> list[Node]:
    """*Ashar et al. (2021)* as one link; pandoc links the year alone, a small target and a poor name for one."""
    inlines = children(cite)
    links = [node for node in inlines if node["t"] == "Link"]
    in_text = cite["c"][0][0]["citationMode"]["t"] == "AuthorInText"
    if not in_text or len(cite["c"][0]) != 1 or len(links) != 1:
        return inlines
    link = links[0]
    flat = [part for node in inlines for part in (children(node) if node is link else [node])]
    return [{"t": "Link", "c": [link["c"][0], flat, link["c"][2]]}]


def _without_unknown(inlines: Iterable[Node], known: Collection[str]) -> list[Node]:
    """Pandoc's bold *key?* for a key without an entry, as a marked span that leads nowhere."""
    mended: list[Node] = []
    for node in inlines:
        if node["t"] == "Link" and (key := node["c"][2][0].removeprefix("#ref-")) not in known:
            node = {"t": "Span", "c": [["", ["citation-missing"], []], [{"t": "Str", "c": key}]]}  # noqa: PLW2901
        mended.append(node)
    return mended


def _cluster(paragraph: Node, style_id: str, known: Collection[str]) -> Printed | None:
    inlines = children(paragraph)
    if len(inlines) != 1 or inlines[0]["t"] != "Cite":
        return None
    cite = mend_cluster(inlines[0], style_id)
    keys = [citation["citationId"] for citation in cite["c"][0]]
    linked = _without_unknown(_one_link(cite), known)
    shown = f'<span class="citation" data-cites="{escape(" ".join(keys))}">{html(linked)}</span>'
    return Printed(shown, text(linked))


def _entries(blocks: list[Node]) -> dict[CiteKey, Printed]:
    entries = {}
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                inlines = [node for paragraph in entry["c"][1] for node in children(paragraph)]
                key = CiteKey(entry["c"][0][0].removeprefix("ref-"))
                entries[key] = Printed(html(inlines), text(inlines).strip())
    return entries


def read_answer(answer: str, asked: Request, style_id: str) -> Formatted:
    """Pandoc's JSON for ``asked``: one paragraph for each cluster, in order, and the list at the end."""
    blocks: list[Node] = json.loads(answer)["blocks"]
    known = {entry["id"] for entry in asked.entries}
    clusters, differing = {}, []
    for cluster, block in zip(asked.clusters, blocks, strict=False):
        if printed := _cluster(block, style_id, known):
            clusters[cluster] = printed
        else:
            differing.append(cluster)
    return Formatted(clusters, _entries(blocks), tuple(differing))


def as_typed(cluster: str) -> Printed:
    """A cluster that cannot be formatted: its own text, marked, so that nothing is lost."""
    return Printed(f'<span class="citation citation-missing">{escape(cluster, quote=False)}</span>', cluster)
