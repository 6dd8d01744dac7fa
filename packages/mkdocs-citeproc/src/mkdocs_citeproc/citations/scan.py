"""Scanner for a page's source: finds its clusters and their locations without rendering."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.grammar import Span, find_clusters, normalize_cluster
from mkdocs_citeproc.citations.mask import mask_inline, mask_markup
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

    def locate_keys(self) -> list[tuple[CiteKey, Location]]:
        """Return each key with the location of its ``@``."""
        return [(citation.key, self.source.at(self.span.start + citation.at)) for citation in self.span.citations]


@dataclass(frozen=True)
class PageScan:
    """Result of a scan: a text and its clusters in order."""

    source: SourceText
    found: tuple[LocatedCluster, ...]

    @cached_property
    def masked(self) -> str:
        """The text with all blanked that can't cite; what is elsewhere is at the same offsets."""
        return _mask_page(self.source)

    def has_command(self, command: str) -> bool:
        r"""Return whether ``command`` (such as ``\bibliography``) is alone on a line of running text."""
        return bool(self.find_command(command))

    def find_command(self, command: str) -> list[int]:
        """Return the offsets at which ``command`` is alone on a line."""
        if command not in self.source.text or command not in self.masked:
            return []
        alone = re.compile(rf"^[^\S\n]*(?P<command>{re.escape(command)})[^\S\n]*$", re.MULTILINE)
        return [match.start("command") for match in alone.finditer(self.masked)]


SHOWN_FIELDS = ("title", "description")
"""What of a page's front matter is shown, and may cite."""

_SHOWN = re.compile(rf"^(?:{'|'.join(SHOWN_FIELDS)}):(?P<value>.*(?:\n[ \t]+.*)*)", re.MULTILINE)


def _may_cite(source: SourceText) -> bool:
    return "@" in source.text or "\\" in source.text


def _mask_page(source: SourceText) -> str:
    """Return a page's text with all blanked that can't cite; its body and ``SHOWN_FIELDS`` stay."""
    if not _may_cite(source):
        return source.text
    masked = mask_markup(source.text, source.body_start)
    parts, at = [], 0
    for field in _SHOWN.finditer(source.text, 0, source.body_start):
        if "@" in field["value"]:
            parts += [masked[at : field.start("value")], mask_inline(field["value"])]
            at = field.end()
    return "".join([*parts, masked[at:]])


def scan_page(source: SourceText) -> PageScan:
    """Find all clusters of a page, except in code, in comments and in fields that are not shown; never raises."""
    if not _may_cite(source):
        return PageScan(source, ())
    masked = _mask_page(source)
    found = tuple(
        LocatedCluster(normalize_cluster(source.text[span.start : span.end]), span, source)
        for span in find_clusters(masked)
    )
    scan = PageScan(source, found)
    vars(scan)["masked"] = masked  # known already
    return scan
