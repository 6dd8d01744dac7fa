"""Kinds of sources in plain words, from CSL's types."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_citeproc.bibliography.addresses import get_host
from mkdocs_citeproc.export.record import Record

_NAMES = {
    "article": "Preprint",
    "article-journal": "Article",
    "article-magazine": "Magazine article",
    "article-newspaper": "Newspaper article",
    "bill": "Law",
    "book": "Book",
    "broadcast": "Broadcast",
    "chapter": "Book chapter",
    "dataset": "Data",
    "document": "Document",
    "entry-dictionary": "Encyclopedia entry",
    "entry-encyclopedia": "Encyclopedia entry",
    "legal_case": "Law",
    "legislation": "Law",
    "manuscript": "Manuscript",
    "motion_picture": "Film or video",
    "paper-conference": "Conference paper",
    "patent": "Patent",
    "post": "Web page",
    "post-weblog": "Web page",
    "report": "Report",
    "software": "Software",
    "song": "Recording",
    "speech": "Talk",
    "standard": "Standard",
    "thesis": "Thesis",
    "webpage": "Web page",
}

KINDS = frozenset({*_NAMES.values(), "Other"})
"""All kinds that can follow from a type."""


def classify_source(record: Record, by_host: Mapping[str, str]) -> str:
    """Return the kind of a source; ``by_host`` has kinds for hosts that are more telling than the type."""
    return by_host.get(get_host(record.url)) or _NAMES.get(record.type, "Other")
