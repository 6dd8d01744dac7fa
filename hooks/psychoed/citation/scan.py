"""A page's source in, its clusters with their places out, without rendering it."""

from __future__ import annotations

from dataclasses import dataclass

from psychoed.bibliography.entry import CiteKey
from psychoed.citation.grammar import clusters
from psychoed.citation.mask import mask
from psychoed.citation.model import Span, canonical
from psychoed.problems import Location
from psychoed.source import SourceText


@dataclass(frozen=True, slots=True)
class Found:
    """A cluster in a source file: its canonical ``text``, its ``span`` in the file and the file itself."""

    text: str
    span: Span
    source: SourceText

    @property
    def where(self) -> Location:
        """Where the cluster begins."""
        return self.source.at(self.span.start)

    def keys_at(self) -> list[tuple[CiteKey, Location]]:
        """Each key with the place of its ``@``."""
        return [(citation.key, self.source.at(self.span.start + citation.at)) for citation in self.span.citations]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a source holds: its clusters in order, its masked text, and the commands that stand alone on a line."""

    source: SourceText
    masked: str
    found: tuple[Found, ...]

    def has_command(self, command: str) -> bool:
        r"""Whether ``command`` (such as ``\bibliography``) stands alone on a line of running text."""
        return command in self.masked and any(line.strip() == command for line in self.masked.split("\n"))


def scan(source: SourceText) -> Scan:
    """All clusters of a page's body; front matter, code and comments hold none. Never raises."""
    if "@" not in source.text and "\\" not in source.text:
        return Scan(source, source.text, ())
    masked = mask(source.text, source.body_start)
    found = tuple(Found(canonical(source.text[span.start : span.end]), span, source) for span in clusters(masked))
    return Scan(source, masked, found)
