"""The request to pandoc: one document with a paragraph for each distinct cluster, formatted by one citeproc run.

Pandoc parses its own citation syntax, so no second parser has to agree with it. A cluster is one line that starts with
"[" or "@", so it cannot start any other block.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.bibliography.addresses import find_refused_scheme, has_user
from mkdocs_citeproc.citations.grammar import find_clusters as clusters_in

# Without raw_html, tags inside a cluster print as text. shortcut_reference_links must stay on: without it pandoc does
# not see the locator in "@key [p. 3]".
MARKDOWN = "markdown_strict-raw_html+citations+smart"

CslItem = dict[str, Any]
"""One entry as CSL JSON (citation-style-language/schema, csl-data.json)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One citeproc run: ``clusters`` canonical and distinct, ``entries`` the cited ones, ``style`` the CSL text.

    ``texts`` is what pandoc reads for each cluster, ``terms`` the words of ours in the language of ``locale``.
    """

    clusters: tuple[str, ...]
    texts: tuple[str, ...]
    entries: tuple[CslItem, ...]
    style: str
    locale: str
    terms: Terms = ENGLISH_TERMS


def build_request(
    clusters: Iterable[str], entries: Iterable[CslItem], style: str, locale: str, terms: Terms = ENGLISH_TERMS
) -> Request:
    """A request in a fixed order, so that the same site asks the same thing.

    Author-date styles do not depend on the order of clusters, so they are sorted: moving a paragraph changes no
    request. A numeric style counts works by first citation, in the given order of clusters.
    """
    by_id = {entry["id"]: entry for entry in entries}
    distinct, keys = tuple(dict.fromkeys(clusters)), sorted(by_id)
    if 'citation-format="author' in style:
        distinct = tuple(sorted(distinct))
    else:
        cited = (key for cluster in distinct for span in clusters_in(cluster) for key in span.keys)
        keys = [key for key in dict.fromkeys([*cited, *keys]) if key in by_id]
    return Request(distinct, distinct, tuple(by_id[key] for key in keys), style, locale, terms)


def write_document(asked: Request) -> str:
    """Return the Markdown for pandoc's standard input."""
    return "\n\n".join(asked.texts) + "\n"


def write_bibliography(asked: Request) -> str:
    """Return the entries as the text of a CSL JSON file."""
    return json.dumps(list(asked.entries), ensure_ascii=False, sort_keys=True)


def build_arguments(style_path: str, bibliography_path: str, locale: str) -> Sequence[str]:
    """Return pandoc's arguments for ``write_document``; its response is pandoc's JSON."""
    return (
        *("+RTS", "-A64m", "-RTS"),  # runs Haskell's garbage collector less often: a third faster from 300 works on
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
"""Pandoc's arguments for converting BibTeX to CSL JSON."""

# annotation is for the editors of references.bib.
_NOT_PUBLISHED = ("annote", "note", "keyword", "abstract")


def read_csljson(answer: str) -> list[CslItem]:
    """Parse pandoc's CSL JSON, dropping fields that are never printed and addresses that are not on the web."""
    items: list[CslItem] = json.loads(answer)
    return [{name: value for name, value in item.items() if _is_published(name, value)} for item in items]


def _is_published(name: str, value: Any) -> bool:
    return name not in _NOT_PUBLISHED and not (
        name == "URL" and (find_refused_scheme(str(value)) or has_user(str(value)))
    )
