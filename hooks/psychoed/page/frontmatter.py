"""The front matter of one page in, what it says and everything wrong with it out, each at its own line and column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from psychoed.page.kinds import Kind
from psychoed.page.meta import PageMeta
from psychoed.page.news import FIELDS as _NEWS
from psychoed.page.news import read_news
from psychoed.page.reading import Reading
from psychoed.page.values import read_values
from psychoed.problems import Location, Problem
from psychoed.source import SourceText

DESCRIPTION_LIMIT = 200  # what a search engine or a list of pages shows before it cuts

_KINDS = {str(kind.value): kind for kind in Kind}
REQUIRED = {
    "description": "Describe the page in one or two sentences for search results and lists.",
    "kind": f"One of: {', '.join(_KINDS)}.",
    "audience": "Give a list of the readers it is for.",
    "written": "Give the day it was written, such as 2026-11-23.",
}
_OURS = (*REQUIRED, "reviewed", "clinical_review", "authors", "search_terms", "next", "sides", "card", "check_first")
THEMES = ("title", "template", "hide", "tags", "status", "icon", "search", "subtitle", "social", "image")


def read_front_matter(
    source: SourceText,
    pages: Collection[str],
    audiences: Collection[str] = (),
    categories: Collection[str] = (),
    post: bool = False,
) -> tuple[PageMeta, list[Problem]]:
    """What the page says of itself.

    ``pages`` are the paths below docs/ that its ``next`` may name, ``audiences`` the readers it may be written for,
    ``categories`` those that news may be in; any, where there are none. ``post``: it is one of a blog's.
    """
    fields, problems = read_values(source)
    if fields is None:
        return PageMeta(), problems
    reading = Reading(fields, Location(source.path), problems)
    kind = _KINDS.get(reading.choice("kind", _KINDS))
    news = kind is Kind.NEWS
    reading.expect_only((*_OURS, *THEMES, *(_NEWS if news else ())), dict.fromkeys(_NEWS, "news"))
    for name, hint in REQUIRED.items():
        reading.require(name, hint)
    meta = PageMeta(
        description=reading.text("description", limit=DESCRIPTION_LIMIT),
        kind=kind,
        audience=reading.choices("audience", audiences) if audiences else reading.texts("audience"),
        written=reading.day("written"),
        reviewed=reading.day("reviewed"),
        clinical_review=reading.clinical_review(),
        authors=reading.texts("authors"),
        search_terms=reading.texts("search_terms"),
        next=reading.pages("next", pages),
        dated=read_news(reading, categories, post) if news else None,
    )
    if post and kind and not news:
        reading.refuse("kind", f"is '{kind.value}' on a post", "Posts must have kind 'news'.")
    if meta.kind and meta.kind.reads_on:
        reading.require(
            "next", f"A page of kind '{meta.kind.value}' needs a list of pages to read next, as paths below docs/."
        )
    reading.not_before("reviewed", meta.reviewed, meta.written)
    reading.not_before("clinical_review", meta.clinical_review.date if meta.clinical_review else None, meta.written)
    card, check_first = reading.handout(meta.kind)
    return replace(meta, card=card, check_first=check_first), reading.problems
