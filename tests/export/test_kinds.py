"""Kinds of sources in plain words."""

from __future__ import annotations

import json

import pytest

from psychoed.export.csl_json import csl_json
from psychoed.export.kinds import kind
from psychoed.export.record import Record

KINDS = [
    (Record("a", "article-journal"), "Article"),
    (Record("a", "webpage", url="https://x.org"), "Web page"),
    (Record("a", "webpage", url="https://www.Trials.example/1"), "Registered trial"),
    (Record("a", "hologram"), "Other"),
    (Record("a", "book", url="https://[x"), "Book"),
]


@pytest.mark.parametrize(("record", "words"), KINDS)
def test_kinds(record: Record, words: str) -> None:
    assert kind(record, {"trials.example": "Registered trial"}) == words


def test_csl_json_is_sorted_and_typed() -> None:
    text = csl_json([{"id": "b", "type": "book"}, {"id": "a", "title": "Ä"}])
    assert json.loads(text) == [{"id": "a", "title": "Ä", "type": "document"}, {"id": "b", "type": "book"}]
    assert "Ä" in text
