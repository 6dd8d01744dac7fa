"""Scripts as readers get them: without the lines that are for who reads the source."""

from __future__ import annotations

import re

_FOR_PEOPLE = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)


def without_comments(script: str) -> str:
    """The script without lines that are a comment and without indentation.

    No minifier: one that joins lines took the blanks out of our template strings. Within those, a line that begins with
    two slashes would be lost and indentation is; ours hold HTML, where it means nothing.
    """
    return _FOR_PEOPLE.sub("", script)
