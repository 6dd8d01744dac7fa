"""The front matter of a file as values that know their place, or the one problem that kept it from being read.

MkDocs swallows every YAML error and shows the front matter to the reader instead, so it is read here a second time.
"""

from __future__ import annotations

import re

from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText
from psychoed.values import Fields, read_mapping

_OPENING = re.compile(r"(?P<blank>\s*)-{3}[ \t]*\n")
_CLOSING = re.compile(r"(?:\.{3}|-{3})[ \t]*\n\Z")


def read_values(source: SourceText) -> tuple[Fields | None, list[Problem]]:
    """The fields of the file's front matter by name, and what is wrong with it as YAML.

    ``None`` where it cannot be read at all; empty where the file has none.
    """
    opening = _OPENING.match(source.text)
    if opening is None:
        return {}, []
    if opening["blank"]:
        said, hint = "Front matter must start on the first line", "Delete everything above it."
    elif not source.body_start:
        said, hint = "The front matter that starts here is not closed", "Close it with a line of three dashes."
    else:
        text = _CLOSING.sub("", source.text[opening.end() : source.body_start])
        codes = Code.BAD_FRONT_MATTER, Code.BAD_METADATA
        return read_mapping(text, source.path, *codes, what="Front matter", first_line=2)
    return None, [Problem(Code.BAD_FRONT_MATTER, Location(source.path), said, hint)]
