"""What pandoc answers: the formatted clusters and the reference list, taken out of its document."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from psychoed.bibliography.entry import CiteKey
from psychoed.style.apa_groups import abbreviations, first_and_later
from psychoed.style.html import html
from psychoed.style.notes import HERE, note_text
from psychoed.style.numeric import named_in_running_text, numbers_works
from psychoed.style.pandoc_ast import Node, children, text
from psychoed.style.repairs import mend_cluster, mend_reference
from psychoed.style.request import EVERY, CslItem, Request


@dataclass(frozen=True, slots=True)
class Printed:
    """A cluster or an entry as the style prints it: as HTML and as plain text.

    ``note`` is the HTML of a note, in a style that cites in notes; ``html`` then has a
    mark for its number.

    Where a cluster names groups in full that have an abbreviation, ``introduces`` has their names, and ``later`` is
    what it prints on a page that has introduced them all.
    """

    html: str
    text: str
    note: str = ""
    later: Printed | None = None
    introduces: frozenset[str] = frozenset()

    def after(self, introduced: Collection[str]) -> Printed:
        """What is printed on a page that has introduced these names."""
        return self.later if self.later and self.introduces <= set(introduced) else self


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


def _one_link(inlines: list[Node]) -> list[Node]:
    """*Ashar et al. (2021)* as one link; pandoc links the year alone, a small target and a poor name for one."""
    links = [node for node in inlines if node["t"] == "Link"]
    if len(links) != 1:
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


def _cluster(
    paragraph: Node, cluster: str, style_id: str, entries: Mapping[str, CslItem], *, numeric: bool
) -> Printed | None:
    cites = children(paragraph)
    if len(cites) != 1 or cites[0]["t"] != "Cite":
        return None
    citations = cites[0]["c"][0]
    keys = [citation["citationId"] for citation in citations]
    narrative = citations[0]["citationMode"]["t"] == "AuthorInText"
    items = [entries[key] for key in keys if key in entries]
    inlines = mend_cluster(children(cites[0]), cluster, style_id, items, narrative=narrative)
    if numeric and narrative:
        inlines = named_in_running_text(inlines, items)
    if note := note_text(inlines):
        lead = [node for node in inlines if node["t"] != "Note"]
        shown = f'<span class="citation" data-cites="{escape(" ".join(keys))}">{html(lead)}{HERE}</span>'
        return Printed(shown, f"{text(lead)} ({text(note)})".strip(), html(note))
    names = abbreviations(entries[key] for key in keys if key in entries)
    first, later, introduces = first_and_later(inlines, names)

    def printed(form: list[Node]) -> Printed:
        linked = _without_unknown(_one_link(form) if narrative and len(keys) == 1 else form, entries)
        return Printed(
            f'<span class="citation" data-cites="{escape(" ".join(keys))}">{html(linked)}</span>', text(linked)
        )

    return replace(printed(first), later=printed(later) if later else None, introduces=introduces)


def _entries(blocks: list[Node], style_id: str, items: Mapping[str, CslItem]) -> dict[CiteKey, Printed]:
    entries = {}
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                inlines = [node for paragraph in entry["c"][1] for node in children(paragraph)]
                key = CiteKey(entry["c"][0][0].removeprefix("ref-"))
                inlines = mend_reference(inlines, items[key], style_id)
                entries[key] = Printed(html(inlines), text(inlines).strip())
    return entries


def read_answer(answer: str, asked: Request, style_id: str) -> Formatted:
    """Pandoc's JSON for ``asked``: one paragraph for each cluster, in order, and the list at the end."""
    blocks: list[Node] = json.loads(answer)["blocks"]
    entries = {entry["id"]: entry for entry in asked.entries}
    clusters, differing = {}, []
    numeric = numbers_works(asked.style)
    for cluster, block in zip(asked.clusters, blocks, strict=False):
        if printed := _cluster(block, cluster, style_id, entries, numeric=numeric):
            clusters[cluster] = printed
        else:
            differing.append(cluster)
    return Formatted(clusters, _entries(blocks, style_id, entries), tuple(differing))


def together(answers: Sequence[Formatted]) -> Formatted:
    """What the parts of one request answered, as one; each has all entries."""
    clusters = {text: printed for answer in answers for text, printed in answer.clusters.items() if text != EVERY}
    differing = tuple(text for answer in answers for text in answer.differing if text != EVERY)
    return Formatted(dict(sorted(clusters.items())), answers[0].entries, differing)


def as_typed(cluster: str) -> Printed:
    """A cluster that cannot be formatted: its own text, marked, so that nothing is lost."""
    return Printed(f'<span class="citation citation-missing">{escape(cluster, quote=False)}</span>', cluster)
