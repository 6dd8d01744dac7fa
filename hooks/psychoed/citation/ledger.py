"""Who cites what: each page's clusters as they are rendered, matched with where they stand in its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from psychoed.bibliography.entry import CiteKey
from psychoed.citation.malformed import malformed
from psychoed.citation.quotations import quotations
from psychoed.citation.resolve import unknown_keys
from psychoed.citation.scan import Found, Scan
from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText


class PageRecord:
    """One page: its scans (the page's own source first, then what it includes) and the clusters rendered so far."""

    def __init__(self, scans: Sequence[Scan]) -> None:
        self.scans = scans
        self.cited: dict[CiteKey, None] = {}  # in order of first citation
        self._waiting: dict[str, list[Found]] = defaultdict(list)
        self._unscanned: list[tuple[str, tuple[CiteKey, ...]]] = []
        self._met: list[Found] = []
        for each in scans:
            for found in each.found:
                self._waiting[found.text].append(found)

    @property
    def source(self) -> SourceText:
        """The page's own source."""
        return self.scans[0].source

    def meet(self, text: str, keys: tuple[CiteKey, ...]) -> None:
        """A cluster was rendered on this page; its place is the next one scanned with this text."""
        self.cited.update(dict.fromkeys(keys))
        if waiting := self._waiting.get(text):
            self._met.append(waiting.pop(0))
        else:
            self._unscanned.append((text, keys))

    def has_command(self, command: str) -> bool:
        """Whether the page or what it includes has ``command`` alone on a line."""
        return any(each.has_command(command) for each in self.scans)

    def problems(
        self,
        known: Collection[CiteKey],
        bibliography: str,
        differing: Collection[str] = (),
        paged: Collection[CiteKey] = (),
    ) -> list[Problem]:
        """What is wrong with this page's citations.

        ``bibliography`` is the name of the .bib file to point to, ``differing`` holds the clusters that the formatter
        does not read as one citation, ``paged`` the keys of works that have pages to cite.
        """
        used = [place for found in self._met for place in found.keys_at()]
        used += [(key, self._somewhere(key)) for _, keys in self._unscanned for key in keys]
        problems = unknown_keys(used, known, bibliography)
        for each in self.scans:
            problems += malformed(each, known) + quotations(each, paged)
        problems += [_differs(found) for found in self._met if found.text in differing]
        return problems + self._left(known)

    def _somewhere(self, key: CiteKey) -> Location:
        """Where a key stands that the scan did not see: its first mention, or the page's start."""
        return self.source.at(max(self.source.text.find(f"@{key}"), 0))

    def _left(self, known: Collection[CiteKey]) -> list[Problem]:
        """Clusters in the source that no one rendered: they stand on the page as typed."""
        return [
            Problem(
                Code.NOT_RENDERED,
                found.where,
                f"'{found.text}' is printed as typed, because Markdown is not read here",
                "Inside HTML, add the attribute 'markdown' to the element. In code or a comment, leave it.",
            )
            for waiting in self._waiting.values()
            for found in waiting
            if set(found.span.keys) & set(known)
        ]


def _differs(found: Found) -> Problem:
    message = f"'{found.text}' cannot be read as one citation"
    return Problem(Code.MALFORMED_CLUSTER, found.where, message, "Write it as '[see @one, p. 3; @two]'.")


def citing_pages(records: Mapping[str, PageRecord], order: Iterable[str]) -> dict[CiteKey, list[str]]:
    """For each key the pages that cite it, in ``order``."""
    citing: dict[CiteKey, list[str]] = defaultdict(list)
    for page in order:
        if page in records:
            for key in records[page].cited:
                citing[key].append(page)
    return citing
