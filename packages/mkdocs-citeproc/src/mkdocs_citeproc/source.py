"""Text of a source file, with a mapping from offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from mkdocs_citeproc.problems import Location

# How MkDocs recognises YAML front matter (mkdocs/utils/meta.py, YAML_RE): at the very start of the file, from three
# dashes to three dashes or dots.
_FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(?:.*\n)*?(?:\.{3}|-{3})[ \t]*\n")


@dataclass(frozen=True)
class SourceText:
    """A file as read: ``path`` from the repository root, and the whole ``text`` with normalized line ends."""

    path: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def body_start(self) -> int:
        """Offset at which the body starts, after any front matter; 0 if there is none."""
        match = _FRONT_MATTER.match(self.text)
        return match.end() if match else 0

    def at(self, offset: int) -> Location:
        """Return the location of the character at ``offset``; offsets past the end give the location of the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._line_starts, offset)
        return Location(self.path, line, offset - self._line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text that replaces ``start`` to ``end`` of a source, in parts with the location where each was written."""

    start: int
    end: int
    parts: tuple[tuple[str, Location], ...]


@dataclass(frozen=True)
class ExpandedText(SourceText):
    """A source with insertions applied; inserted text is located where it was written, the rest where it was."""

    pieces: tuple[tuple[int, Location | int], ...] = ()
    """Start of each piece in ``text``, with its location or its offset in ``original``."""
    original: SourceText = SourceText("", "")

    def at(self, offset: int) -> Location:
        """Return the location that the character at ``offset`` came from."""
        offset = max(0, offset)
        start, origin = self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1]
        return origin if isinstance(origin, Location) else self.original.at(origin + offset - start)


def expand(source: SourceText, insertions: list[Insertion]) -> SourceText:
    """Return the source with the insertions applied; they must be in order and must not overlap."""
    if not insertions:
        return source
    text, length, at = [], 0, 0
    pieces: list[tuple[int, Location | int]] = []
    for insertion in insertions:
        kept = source.text[at : insertion.start]
        parts: list[tuple[str, Location | int]] = [(kept, at), *insertion.parts]
        for part, origin in parts:
            if part:
                pieces.append((length, origin))
                text.append(part)
                length += len(part)
        at = insertion.end
    pieces.append((length, at))
    return ExpandedText(source.path, "".join([*text, source.text[at:]]), tuple(pieces), source)
