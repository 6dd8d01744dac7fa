"""Scripts and style sheets as readers get them: without what is for those who read the source."""

from __future__ import annotations

import re

from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText

try:
    import minify
except ImportError:  # pragma: no cover - on machines that it has no wheel for (decision 23)
    minify = None

_WHERE = re.compile(r"(.*) on line (\d+) and column (\d+)")


def minify_text(source: SourceText) -> tuple[str, list[Problem]]:
    """A script or, by its path, a ``.css`` style sheet without comments and blanks, with short names within: the
    same in all it does. Or as it is, and what in it no browser would run.
    """
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
