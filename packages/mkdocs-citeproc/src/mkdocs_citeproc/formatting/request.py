"""What pandoc is asked: one document in which each distinct cluster is a paragraph, formatted by one citeproc run.

Pandoc parses its own citation syntax there, so there is no second grammar to keep right; a cluster's text is one line,
and every other construct that could begin a block at its start is impossible ("[" or "@" comes first).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mkdocs_citeproc.apa7.terms import ENGLISH, Terms
from mkdocs_citeproc.bibliography.access import refused_scheme
from mkdocs_citeproc.citations.grammar import find_clusters as clusters_in
from mkdocs_citeproc.formatting.notes import cites_in_notes, get_full_note

# raw_html off: a tag inside a cluster is printed as text. shortcut_reference_links has to stay on, or pandoc does not
# see the locator in "@key [p. 3]".
MARKDOWN = "markdown_strict-raw_html+citations+smart"

EVERY = ""
"""Stands for the cluster that cites every work; no page can write it."""

_CLUSTERS_A_PART = 200

CslItem = dict[str, Any]
"""One entry as CSL JSON (citation-style-language/schema, csl-data.json)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One run of citeproc: ``clusters`` canonical and distinct, ``entries`` the cited ones, ``style`` a CSL file.

    ``texts`` is what pandoc reads for each cluster, ``terms`` the words of ours in the language of ``locale``.
    """

    clusters: tuple[str, ...]
    texts: tuple[str, ...]
    entries: tuple[CslItem, ...]
    style: str
    locale: str
    terms: Terms = ENGLISH


def build_request(
    clusters: Iterable[str], entries: Iterable[CslItem], style: str, locale: str, terms: Terms = ENGLISH
) -> Request:
    """A request in a fixed order, so that the same site asks the same thing.

    To a style by author and date the order of clusters means nothing, and they are sorted: moving a paragraph changes
    no request. A style that numbers works counts them as they are first cited, in the order in which clusters come.
    """
    by_id = {entry["id"]: entry for entry in entries}
    distinct, keys = tuple(dict.fromkeys(clusters)), sorted(by_id)
    if 'citation-format="author' in style:
        distinct = tuple(sorted(distinct))
    else:
        cited = (key for cluster in distinct for span in clusters_in(cluster) for key in span.keys)
        keys = [key for key in dict.fromkeys([*cited, *keys]) if key in by_id]
    return Request(distinct, distinct, tuple(by_id[key] for key in keys), get_full_note(style), locale, terms)


def split_request(asked: Request, most: int) -> list[Request]:
    """The request in at most ``most`` parts that can be formatted side by side and print what the whole prints.

    Each part also cites every work, in one cluster that no one reads: which works are cited decides the letters and
    initials of all, and citeproc numbers works by their first citation. The time of a run grows with clusters and with
    the square of the works, and only the first is shared out: few clusters are left whole. A style with notes is too,
    since what its notes say depends on those before.
    """
    count = min(most, len(asked.clusters) // _CLUSTERS_A_PART)
    if count < 2 or cites_in_notes(asked.style):
        return [asked]
    every = "; ".join(f"@{{{entry['id']}}}" for entry in asked.entries)
    return [
        replace(
            asked, clusters=(EVERY, *asked.clusters[index::count]), texts=(f"[{every}]", *asked.texts[index::count])
        )
        for index in range(count)
    ]


def write_document(asked: Request) -> str:
    """The Markdown to give to pandoc on standard input."""
    return "\n\n".join(asked.texts) + "\n"


def write_bibliography(asked: Request) -> str:
    """The entries as a CSL JSON file's text."""
    return json.dumps(list(asked.entries), ensure_ascii=False, sort_keys=True)


def build_arguments(style_path: str, bibliography_path: str, locale: str) -> Sequence[str]:
    """Pandoc's command line for ``document``; its answer is pandoc's JSON."""
    return (
        *("+RTS", "-A64m", "-RTS"),  # Haskell's collector run less often: a third less time from 300 works on
        f"--from={MARKDOWN}",
        "--to=json",
        "--sandbox",
        "--citeproc",
        f"--csl={style_path}",
        f"--bibliography={bibliography_path}",
        f"--metadata=lang:{locale}",
        "--metadata=link-citations:true",
    )


READ_BIBLATEX = ("--from=biblatex", "--to=csljson", "--sandbox")
"""Pandoc's command line for turning BibTeX into CSL JSON."""

# annotation is for the people who edit references.bib; title-short is pandoc's guess and no APA form prints it.
_NOT_PUBLISHED = ("annote", "note", "title-short", "keyword", "abstract")


def read_csljson(answer: str) -> list[CslItem]:
    """Pandoc's CSL JSON as items, without the fields that are never printed and addresses that are not on the web."""
    items: list[CslItem] = json.loads(answer)
    return [{name: value for name, value in item.items() if _is_published(name, value)} for item in items]


def _is_published(name: str, value: Any) -> bool:
    return name not in _NOT_PUBLISHED and not (name == "URL" and refused_scheme(str(value)))
