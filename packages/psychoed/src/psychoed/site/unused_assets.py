"""Finds files of a theme that readers never need."""

from __future__ import annotations

from collections.abc import Collection, Iterable

# Material's search loads stemmers only for languages other than English (its worker's setup).
_STEMS = "assets/javascripts/lunr/"
# Material's own search, where the site has the theme's.
_OTHER_SEARCH, _SEARCH = "assets/javascripts/workers/", "assets/search-worker.js"


def find_unused_assets(files: Iterable[str], languages: Collection[str]) -> list[str]:
    """Return the ``files``, paths below the site's root, that a site searched in ``languages`` does not need.

    Source maps, which only a debugger uses, are larger than everything else together.
    """
    files = list(files)
    folders: tuple[str, ...] = ()
    if _SEARCH in files:
        folders = (_OTHER_SEARCH, _STEMS)
    elif all(language == "en" for language in languages):
        folders = (_STEMS,)
    return [file for file in files if file.endswith(".map") or file.startswith(folders)]
