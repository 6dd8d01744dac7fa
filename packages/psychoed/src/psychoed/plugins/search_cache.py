"""Sections for the search of Material, from the cache: dividing a page into them takes as long as its template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from psychoed.plugins.page_cache import PageCache


def cache_search_sections(config: MkDocsConfig, cache: PageCache) -> None:
    """Let the search plugin of Material take the sections of unchanged pages from the cache."""
    plugin: Any = config.plugins.get("material/search")
    index = getattr(plugin, "search_index", None)
    if not isinstance(index, SearchIndex):
        return
    read_page = index.add_entry_from_context
    settings = json.dumps(index.config, default=str, sort_keys=True)

    def add(page: Page) -> None:
        about = [page.url, page.title, [page.meta.get(name) for name in ("title", "tags", "search")]]
        headings = [*_list_headings(page.toc)]
        made_from = ("search sections", settings, json.dumps([about, headings], default=str), page.content or "")
        kept = cache.get(*made_from)
        if kept is not None:
            index.entries += kept
            return
        before = len(index.entries)
        read_page(page)
        cache.put(index.entries[before:], *made_from)

    index.add_entry_from_context = add


def _list_headings(toc: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for heading in toc:
        yield heading.id, heading.url
        yield from _list_headings(heading.children)
