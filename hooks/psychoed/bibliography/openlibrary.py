"""A book as Open Library's Books API describes it (``/api/books``, ``jscmd=data``), as a CSL item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psychoed.bibliography.name_rules import ORGANISATIONS
from psychoed.bibliography.names import family_starts
from psychoed.bibliography.objects import objects


def from_openlibrary(record: Mapping[str, Any], isbn: str) -> dict[str, Any]:
    """The CSL item; names come as one string each, of which the last word is taken for the surname."""
    publishers = [publisher["name"] for publisher in objects(record.get("publishers")) if "name" in publisher]
    return {
        "type": "book",
        "title": record.get("title"),
        "subtitle": record.get("subtitle"),
        "author": [_name(str(author["name"])) for author in objects(record.get("authors")) if author.get("name")],
        "publisher": publishers[0] if publishers else "",
        "issued": {"raw": record.get("publish_date", "")},
        "ISBN": isbn,
    }


def _name(name: str) -> dict[str, str]:
    words = name.split()
    if name.count(",") == 1:
        family, given = name.split(",")
        return {"family": family, "given": given}
    if len(words) < 2 or ORGANISATIONS & set(words):
        return {"literal": name}
    first = family_starts(words)
    return {"family": " ".join(words[first:]), "given": " ".join(words[:first])}
