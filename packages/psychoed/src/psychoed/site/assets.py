"""Scripts, styles and other files of a theme: those that readers never need, and the others minified."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.problems import Code

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


_WHERE = re.compile(r"(.*) on line (\d+) and column (\d+)")


def _find_minifier() -> Any:
    """Return the minifier, imported late because most builds take their files from the cache; None if there is none."""
    try:
        import minify
    except ImportError:  # pragma: no cover - on machines that it has no wheel for (decision 23)
        return None
    return minify


def minify_text(source: SourceText) -> tuple[str, list[Problem]]:
    """Return a script or, by its path, a ``.css`` style sheet without comments and spaces and with short local names.

    If it has syntax errors, it is returned unchanged with its problems.
    """
    minify = _find_minifier()
    if minify is None:
        return source.text, []
    kind = "text/css" if source.path.endswith(".css") else "application/javascript"
    try:
        return f"{minify.string(kind, source.text)}\n", []
    except minify.MinifyError as error:
        first = str(error).splitlines()[0]
        found = _WHERE.match(first)
        what, line, column = found.groups() if found else (first, "1", "1")
        where = Location(source.path, int(line), int(column))
        return source.text, [Problem(Code.BAD_SCRIPT, where, f"this script has a syntax error: {what}")]
