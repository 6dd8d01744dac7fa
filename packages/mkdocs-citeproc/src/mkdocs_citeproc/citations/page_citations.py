"""Citations of each page: the rendered clusters, matched with their locations in the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.scan import LocatedCluster, PageScan
from mkdocs_citeproc.problems import Code, Location, Problem, find_closest
from mkdocs_citeproc.source import SourceText


def report_unknown_key(key: CiteKey, where: Location, known: Collection[str], bibliography: str) -> Problem:
    """Return the problem of a key without an entry; ``bibliography`` is the name of the .bib file."""
    near = find_closest(key, known)
    hint = (
        f"Did you mean '{near}'?"
        if near
        else f"Add an entry to {bibliography}. If this is not a citation, write '\\@{key}'."
    )
    return Problem(Code.UNKNOWN_KEY, where, f"{bibliography} has no entry '{key}'", hint)


def find_unknown_keys(
    keys: Iterable[tuple[CiteKey, Location]], known: Collection[str], bibliography: str
) -> list[Problem]:
    """Return a problem for each use of a key that is not in ``known``."""
    return [report_unknown_key(key, where, known, bibliography) for key, where in keys if key not in known]


def find_mistakes(scan: PageScan, known: Collection[CiteKey], paged: Collection[CiteKey]) -> list[Problem]:
    """Return what is wrong in a text with the form of its citations, and with its quotations.

    Args:
        scan: The text and its clusters.
        known: Keys of the bibliography.
        paged: Keys of works that have pages to cite.

    """
    from mkdocs_citeproc.citations.lint import find_malformed, find_quotations_without_page

    return find_malformed(scan, known) + find_quotations_without_page(scan, paged)


class PageCitations:
    """One page: its scans (its own source first, then its includes) and the clusters rendered so far."""

    def __init__(self, scans: Sequence[PageScan]) -> None:
        self.scans = scans
        self.cited: dict[CiteKey, None] = {}  # in order of first citation
        self._pending: dict[str, list[LocatedCluster]] = defaultdict(list)
        self._unscanned: list[tuple[str, tuple[CiteKey, ...]]] = []
        self._rendered: list[LocatedCluster] = []
        for each in scans:
            for found in each.found:
                self._pending[found.text].append(found)
        self.scanned = frozenset(self._pending)
        """The clusters of the scans, in canonical form."""

    @property
    def source(self) -> SourceText:
        """The page's own source."""
        return self.scans[0].source

    def record_rendered(self, text: str, keys: tuple[CiteKey, ...]) -> None:
        """Record a rendered cluster; its location is the next scanned one with the same text."""
        self.cited.update(dict.fromkeys(keys))
        if pending := self._pending.get(text):
            self._rendered.append(pending.pop(0))
        else:
            self._unscanned.append((text, keys))

    def save_rendered(self) -> Callable[[], None]:
        """Return a function that forgets the clusters recorded after this call."""
        cited, rendered, unscanned = dict(self.cited), [*self._rendered], [*self._unscanned]
        pending = {text: [*found] for text, found in self._pending.items()}

        def restore() -> None:
            self.cited, self._rendered, self._unscanned = cited, rendered, unscanned
            self._pending = defaultdict(list, pending)

        return restore

    def has_command(self, command: str) -> bool:
        """Return whether the page or one of its includes has ``command`` alone on a line."""
        return any(each.has_command(command) for each in self.scans)

    def find_repeated_lists(self, *commands: str) -> list[Problem]:
        """Report each command after the first: a page has one list, because the ids of references must be unique."""
        places = [
            (each.source.at(at), command)
            for each in self.scans
            for at, command in sorted((at, name) for name in commands for at in each.find_command(name))
        ]
        return [
            Problem(
                Code.REPEATED_LIST,
                where,
                f"'{command}' asks for a second list on this page, and prints nothing",
                "Take it out: a page has one list of references.",
            )
            for where, command in places[1:]
        ]

    def find_problems(
        self,
        known: Collection[CiteKey],
        bibliography: str,
        differing: Collection[str] = (),
        paged: Collection[CiteKey] = (),
        find_in_text: Callable[[PageScan, Collection[CiteKey], Collection[CiteKey]], list[Problem]] = find_mistakes,
    ) -> list[Problem]:
        """Return the problems of this page's citations.

        Args:
            known: Keys of the bibliography.
            bibliography: Name of the .bib file to point to.
            differing: Clusters that the formatter does not parse as one citation.
            paged: Keys of works that have pages to cite.
            find_in_text: Returns what is wrong in a text by itself.

        """
        unsure = [found for found in self._rendered if not all(key in known for key in found.span.keys)]
        used = [place for found in unsure for place in found.locate_keys()]
        used += [(key, self._locate_unscanned(key)) for _, keys in self._unscanned for key in keys]
        problems = find_unknown_keys(used, known, bibliography)
        for each in self.scans:
            problems += find_in_text(each, known, paged)
        problems += [_differs(found) for found in self._rendered if found.text in differing]
        return problems + self._find_unrendered(known)

    def _locate_unscanned(self, key: CiteKey) -> Location:
        """Return the location of a key that the scan did not see: its first mention, or the page's start."""
        return self.source.at(max(self.source.text.find(f"@{key}"), 0))

    def _find_unrendered(self, known: Collection[CiteKey]) -> list[Problem]:
        """Report clusters in the source that were never rendered and so appear on the page as typed."""
        return [
            Problem(
                Code.NOT_RENDERED,
                found.where,
                f"'{found.text}' is printed as typed, because Markdown is not read here",
                "Inside HTML, add the attribute 'markdown' to the element. In code or a comment, leave it.",
            )
            for pending in self._pending.values()
            for found in pending
            if set(found.span.keys) & set(known)
        ]


def _differs(found: LocatedCluster) -> Problem:
    message = f"'{found.text}' cannot be read as one citation"
    return Problem(Code.MALFORMED_CLUSTER, found.where, message, "Write it as '[see @one, p. 3; @two]'.")


def list_citing_pages(records: Mapping[str, PageCitations], order: Iterable[str]) -> dict[CiteKey, list[str]]:
    """Return the pages that cite each key, in ``order``."""
    citing: dict[CiteKey, list[str]] = defaultdict(list)
    for page in order:
        if page in records:
            for key in records[page].cited:
                citing[key].append(page)
    return citing
