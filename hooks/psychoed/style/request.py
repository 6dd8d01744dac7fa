"""What pandoc is asked: one document in which each distinct cluster is a paragraph, formatted by one citeproc run.

Pandoc parses its own citation syntax there, so there is no second grammar to keep right; a cluster's text is one line,
and every other construct that could begin a block at its start is impossible ("[" or "@" comes first).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# raw_html off: a tag inside a cluster is printed as text. shortcut_reference_links has to stay on, or pandoc does not
# see the locator in "@key [p. 3]".
MARKDOWN = "markdown_strict-raw_html+citations+smart"

CslItem = dict[str, Any]
"""One entry as CSL JSON (citation-style-language/schema, csl-data.json)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One run of citeproc: ``clusters`` canonical and distinct, ``entries`` the cited ones, ``style`` a CSL file."""

    clusters: tuple[str, ...]
    entries: tuple[CslItem, ...]
    style: str
    locale: str


def request(clusters: Iterable[str], entries: Iterable[CslItem], style: str, locale: str) -> Request:
    """A request in a fixed order, so that the same site asks the same thing however its files were listed."""
    by_id = {entry["id"]: entry for entry in entries}
    return Request(tuple(sorted(set(clusters))), tuple(by_id[key] for key in sorted(by_id)), style, locale)


def document(asked: Request) -> str:
    """The Markdown to give to pandoc on standard input."""
    return "\n\n".join(asked.clusters) + "\n"


def bibliography(asked: Request) -> str:
    """The entries as a CSL JSON file's text."""
    return json.dumps(list(asked.entries), ensure_ascii=False, sort_keys=True)


def arguments(style_path: str, bibliography_path: str, locale: str) -> Sequence[str]:
    """Pandoc's command line for ``document``; its answer is pandoc's JSON."""
    return (
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
    """Pandoc's CSL JSON as items, without the fields that are never printed."""
    items: list[CslItem] = json.loads(answer)
    return [{name: value for name, value in item.items() if name not in _NOT_PUBLISHED} for item in items]
