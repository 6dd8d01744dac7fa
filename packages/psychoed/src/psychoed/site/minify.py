"""Minifies scripts and style sheets."""

from __future__ import annotations

import re
from typing import Any

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.problems import Code

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
