"""What a site's clusters and cited works print: formatted before pages are rendered, and again for what comes late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mkdocs.exceptions import PluginError

from psychoed.bibliography.entry import Bibliography, CiteKey
from psychoed.citation.scan import Found
from psychoed.edge.formatter import Formatter
from psychoed.edge.pandoc import PandocError
from psychoed.problems import Problem
from psychoed.style.label import naming
from psychoed.style.request import CslItem
from psychoed.style.result import NOTHING, Formatted, Printed, as_typed


class Printing:
    """One build's answers of the formatter; ``items`` are the cited works, ``problems`` those that cannot be read."""

    def __init__(self, formatter: Formatter, bibliography: Bibliography) -> None:
        self.formatter, self.bibliography = formatter, bibliography
        self.items: list[CslItem] = []
        self.problems: list[Problem] = []
        self.formatted: Formatted = NOTHING
        self._clusters: dict[str, None] = {}  # in the order of pages, which a style with numbers follows

    @property
    def entries(self) -> Mapping[CiteKey, Printed]:
        """The references of all cited works, in the style's order."""
        return self.formatted.entries

    def knows(self, keys: Iterable[CiteKey]) -> bool:
        """Whether one of these keys, at least, has an entry."""
        return any(key in self.bibliography.entries for key in keys)

    def prepare(self, found: Sequence[Found]) -> None:
        """Format all clusters that were found in the site's sources."""
        self._clusters = dict.fromkeys(each.text for each in found if self.knows(each.span.keys))
        self._format({key for each in found for key in each.span.keys})

    def take_in(self, text: str, keys: Iterable[CiteKey]) -> int:
        """Format a cluster that no one found, with all others; gives back how many of those print otherwise for it."""
        if text in self._clusters:
            return 0
        before = self.formatted.clusters
        self._clusters[text] = None
        self._format({*keys, *(CiteKey(item["id"]) for item in self.items)})
        now = self.formatted.clusters
        return sum(now.get(old) != before.get(old) for old in self._clusters if old != text)

    def of(self, text: str) -> Printed:
        """What a cluster prints where nothing was cited before it; as typed where it cannot be formatted."""
        return self.formatted.clusters.get(text) or as_typed(text)

    def _format(self, keys: set[CiteKey]) -> None:
        """Ask for all clusters, and for a label of each of the works."""
        known = {key for key in keys if key in self.bibliography.entries}
        try:
            self.items, problems = self.formatter.items(self.bibliography, known)
            labels = [naming(key) for key in sorted(known)]
            self.formatted = self.formatter.format([*self._clusters, *labels], self.items, self.bibliography)
        except PandocError as error:
            msg = f"citations cannot be formatted: {error}"
            raise PluginError(msg) from error
        self.problems += [problem for problem in problems if problem not in self.problems]
