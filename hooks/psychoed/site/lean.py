"""Scripts as readers get them: without what is for those who read the source."""

from __future__ import annotations

import re

from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText

try:
    import minify
except ImportError:  # on machines that it has no wheel for (decision 23)
    minify = None

_WHERE = re.compile(r"(.*) on line (\d+) and column (\d+)")


def lean(script: SourceText) -> tuple[str, list[Problem]]:
    """The script without comments and blanks, with short names within, the same in all it does; or as it is, and what
    in it no browser would run.
    """
    if minify is None:
        return script.text, []
    try:
        return f"{minify.string('application/javascript', script.text)}\n", []
    except minify.MinifyError as error:
        first = str(error).splitlines()[0]
        found = _WHERE.match(first)
        what, line, column = found.groups() if found else (first, "1", "1")
        where = Location(script.path, int(line), int(column))
        return script.text, [Problem(Code.BAD_SCRIPT, where, f"no browser runs this script: {what}")]
