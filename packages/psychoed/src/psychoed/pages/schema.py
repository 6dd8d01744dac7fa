"""The front matter of a page as a JSON Schema (draft 2020-12): the rules that the build checks, and editors know too.

The build also knows which pages exist and compares dates (``front_matter.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from psychoed.pages.kinds import Kind, PageRules

DESCRIPTION_LIMIT = 200
"""Search engines and lists of pages cut off longer descriptions."""

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "minItems": 1, "items": _TEXT}
_DAY = {"type": "string", "format": "date"}
_DIGEST = "Let `psychoed translation FILE` write it: the first 12 hex digits of the SHA-256 of the original's text."
_CHECK = "The clinician of this language who checked the translation; never invented."
_REVIEW = "A clinical review has a name, a role and a date."
_OF_HANDOUTS = ("sides", "card", "check_first")
_OF_NEWS = ("date", "date_precision", "categories", "slug", "draft", "pin")
_OF_THEME = ("title", "template", "hide", "tags", "status", "icon", "search", "subtitle", "social", "image")

_TRANSLATION = {
    "description": "The version of the page in the site's first language that this one was made from.",
    "type": "object",
    "properties": {
        "original": {"description": _DIGEST, "pattern": "^[0-9a-f]{12}$", **_TEXT},
        "checked": {
            "description": _CHECK,
            "type": "object",
            "properties": {"by": _TEXT | {"description": _CHECK}, "date": _DAY | {"description": _CHECK}},
            "required": ["by", "date"],
            "additionalProperties": False,
        },
    },
    "required": ["original"],
    "additionalProperties": False,
}


@cache
def build_page_schema(rules: PageRules, *, post: bool = False) -> dict[str, Any]:
    """Return the schema of pages on a site with these rules; ``description`` says what to write.

    Args:
        rules: The site's kinds of pages, audiences, and categories of news.
        post: Whether the blog plugin publishes the page: it is news, with a date and a category.

    """
    kinds = [kind.name for kind in rules.kinds]
    news = [kind.name for kind in rules.kinds if kind.role == "news"]
    others = _is_one_of(kind for kind in rules.kinds if kind.role != "news")
    categories = f"One of: {', '.join(rules.categories)}." if rules.categories else "Give a list of words."
    review = {"name": _TEXT | {"description": _REVIEW}, "role": _TEXT | {"description": _REVIEW}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a page says about itself",
        "type": "object",
        "properties": {
            "description": {
                "description": "Describe the page in one or two sentences for search results and lists.",
                "maxLength": DESCRIPTION_LIMIT,
                **_TEXT,
            },
            "kind": {"description": f"One of: {', '.join(kinds)}.", "enum": news if post else kinds},
            "audience": {"description": "Give a list of the readers it is for.", **_list_of(rules.audiences)},
            "written": {"description": "Give the day it was written, such as 2026-11-23.", **_DAY},
            "reviewed": {"description": "The day a person checked the whole page against its sources.", **_DAY},
            "clinical_review": {
                "description": "The clinician who reviewed the page; never invented.",
                "type": "object",
                "properties": {**review, "date": _DAY | {"description": _REVIEW}},
                "required": ["name", "role", "date"],
                "additionalProperties": False,
            },
            "translation": _TRANSLATION if rules.has_translations else False,
            "authors": {"description": "If they are not the site's authors.", **_TEXTS},
            "search_terms": {"description": "Words that readers type and that are not on the page.", **_TEXTS},
            "next": {"description": "Give a list of pages to read next, as paths below docs/.", **_TEXTS},
            "sides": {"description": "How many sides a handout may have at 12 pt.", "enum": [1, 2]},
            "card": {"description": "Whether a handout is a sheet of wallet cards.", "type": "boolean"},
            "check_first": {"description": "false on a handout that needs no check-first line.", "type": "boolean"},
            "date": {"description": "Give the day the study or report was published, such as 2026-11-23.", **_DAY},
            "date_precision": {"description": "How much of the date is known.", "enum": ["day", "month", "year"]},
            "categories": {"description": categories, **_list_of(rules.categories)},
            "slug": {
                "description": "Use lower-case letters, digits and hyphens.",
                "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
                **_TEXT,
            },
            "draft": {"description": "Whether only `mkdocs serve` shows the post.", "type": "boolean"},
            "pin": {"description": "Whether the post is at the top of the list.", "type": "boolean"},
            **{name: {"description": "For the theme."} for name in _OF_THEME},
        },
        "required": ["description", "kind", "audience", "written", *(("date", "categories") if post else ())],
        "additionalProperties": False,
        "allOf": [
            {"if": _is_one_of(kind for kind in rules.kinds if kind.needs_next), "then": {"required": ["next"]}},
            {"if": _is_one_of(kind for kind in rules.kinds if kind.role != "handout"), "then": _refuse(_OF_HANDOUTS)},
            *(() if post else [{"if": others, "then": _refuse(_OF_NEWS)}]),
        ],
    }


def _list_of(words: Collection[str]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"enum": list(words)}} if words else _TEXTS


def _is_one_of(kinds: Iterable[Kind]) -> dict[str, Any]:
    return {"properties": {"kind": {"enum": [kind.name for kind in kinds]}}, "required": ["kind"]}


def _refuse(names: Iterable[str]) -> dict[str, Any]:
    return {"properties": dict.fromkeys(names, False)}
