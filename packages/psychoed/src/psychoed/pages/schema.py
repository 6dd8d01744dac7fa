"""A page's front matter as a JSON Schema (draft 2020-12), for editors and other programs.

The build's own check is stricter: it also knows which pages exist, the order of dates, and how posts are dated.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psychoed.pages.front_matter import DESCRIPTION_LIMIT, REQUIRED, THEMES
from psychoed.pages.front_matter import FIELDS as NEWS
from psychoed.pages.kinds import Kind

_DAY = {"type": "string", "format": "date"}
_TEXTS = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}


def build_page_schema(audiences: Collection[str] = (), categories: Collection[str] = ()) -> dict[str, Any]:
    """Return the schema for the given ``audiences`` and news ``categories``; if empty, any text is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a page says about itself",
        "type": "object",
        "properties": {
            "description": {"description": REQUIRED["description"], "type": "string", "maxLength": DESCRIPTION_LIMIT},
            "kind": {"description": "What the page is for.", "enum": [kind.value for kind in Kind]},
            "audience": {"description": REQUIRED["audience"], **_listed(audiences)},
            "written": {"description": REQUIRED["written"], **_DAY},
            "reviewed": {"description": "The day a person checked the whole page against its sources.", **_DAY},
            "clinical_review": {
                "description": "The clinician who reviewed the page; never invented.",
                "type": "object",
                "properties": {"name": {"type": "string"}, "role": {"type": "string"}, "date": _DAY},
                "required": ["name", "role", "date"],
                "additionalProperties": False,
            },
            "authors": {"description": "Where it is not the site's authors.", **_TEXTS},
            "search_terms": {"description": "Words that readers type and the page does not say.", **_TEXTS},
            "next": {"description": "Pages below docs/ to read next.", **_TEXTS},
            "sides": {"description": "How many sides a handout may have at 12 pt.", "enum": [1, 2]},
            "card": {"description": "Whether a handout is a sheet of wallet cards.", "type": "boolean"},
            "check_first": {"description": "false on a handout that needs no check-first line.", "type": "boolean"},
            **{name: {"description": "Of news only."} for name in NEWS},
            "categories": {"description": "What a post is about.", **_listed(categories)},
            **{name: {"description": "For the theme."} for name in THEMES},
        },
        "required": list(REQUIRED),
        "additionalProperties": False,
        "allOf": [
            {"if": _kinds(kind for kind in Kind if kind.reads_on), "then": {"required": ["next"]}},
            {"if": {"not": _kinds([Kind.HANDOUT])}, "then": _without("sides", "card", "check_first")},
            {"if": {"not": _kinds([Kind.NEWS])}, "then": _without(*NEWS)},
        ],
    }


def _listed(words: Collection[str]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"enum": list(words)}} if words else _TEXTS


def _kinds(kinds: Any) -> dict[str, Any]:
    return {"properties": {"kind": {"enum": [kind.value for kind in kinds]}}}


def _without(*names: str) -> dict[str, Any]:
    return {"properties": dict.fromkeys(names, False)}
