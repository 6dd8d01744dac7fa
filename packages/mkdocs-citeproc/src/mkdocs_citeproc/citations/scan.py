"""Scanner for a page's source: finds its clusters and their locations without rendering."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.grammar import find_clusters
from mkdocs_citeproc.citations.mask import mask_markup
from mkdocs_citeproc.citations.model import Span, normalize_cluster
from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText


@dataclass(frozen=True, slots=True)
class LocatedCluster:
    """A cluster in a source file: its canonical ``text``, its ``span`` in the file, and the file."""

    text: str
    span: Span
    source: SourceText

    @property
    def where(self) -> Location:
        """Where the cluster begins."""
        return self.source.at(self.span.start)

    def keys_at(self) -> list[tuple[CiteKey, Location]]:
        """Return each key with the location of its ``@``."""
        return [(citation.key, self.source.at(self.span.start + citation.at)) for citation in self.span.citations]


@dataclass(frozen=True, slots=True)
class PageScan:
    """Result of a scan: clusters in order, the masked text, and the commands that are alone on a line."""

    source: SourceText
    masked: str
    found: tuple[LocatedCluster, ...]

    def has_command(self, command: str) -> bool:
        r"""Return whether ``command`` (such as ``\bibliography``) is alone on a line of running text."""
        return command in self.masked and any(line.strip() == command for line in self.masked.split("\n"))


def scan_page(source: SourceText) -> PageScan:
    """Find all clusters in a page's body, outside front matter, code and comments; never raises."""
    if "@" not in source.text and "\\" not in source.text:
        return PageScan(source, source.text, ())
    masked = mask_markup(source.text, source.body_start)
    found = tuple(
        LocatedCluster(normalize_cluster(source.text[span.start : span.end]), span, source)
        for span in find_clusters(masked)
    )
    return PageScan(source, masked, found)
