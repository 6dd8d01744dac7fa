"""Kinds of sources in plain words."""

from __future__ import annotations

import json

import pytest

from mkdocs_citeproc.export.formats import write_csl_json
from mkdocs_citeproc.export.record import Record, classify_source

KINDS = [
    (Record("a", "article-journal"), "Article"),
    (Record("a", "webpage", url="https://x.org"), "Web page"),
    (Record("a", "webpage", url="https://www.Trials.example/1"), "Registered trial"),
    (Record("a", "hologram"), "Other"),
    (Record("a", "book", url="https://[x"), "Book"),
]


@pytest.mark.parametrize(("record", "words"), KINDS)
def test_kinds(record: Record, words: str) -> None:
    assert classify_source(record, {"trials.example": "Registered trial"}) == words


def test_csl_json_is_sorted_and_typed() -> None:
    text = write_csl_json([{"id": "b", "type": "book"}, {"id": "a", "title": "Ä"}])
    assert json.loads(text) == [{"id": "a", "title": "Ä", "type": "document"}, {"id": "b", "type": "book"}]
    assert "Ä" in text
