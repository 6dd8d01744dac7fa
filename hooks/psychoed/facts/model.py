"""What a facts file says: for each source its facts, for each fact the numbers of its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from psychoed.problems import Location


class Reading(Enum):
    """Where a number was read: nobody can check what was not said to be read somewhere."""

    ABSTRACT = "abstract"
    KEY_POINTS = "key points"
    REGISTRY = "registry"
    NEWS_REPORT = "news report"
    SECONDARY_SUMMARY = "secondary summary"
    ARTICLE = "article"
    PAGE = "page"  # the source is itself a page, such as a guideline's or an organisation's
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of one group: ``amounts`` by measure, ``spans`` (an interval or a range) by measure."""

    name: str
    amounts: Mapping[str, Decimal]
    spans: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def percent(self) -> Decimal | None:
        """The percentage as given, else that of ``count`` in ``of``."""
        if "percent" in self.amounts:
            return self.amounts["percent"]
        if "count" in self.amounts and "of" in self.amounts:
            return self.amounts["count"] * 100 / self.amounts["of"]
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source counted or measured, in every group that it tells of.

    ``calc`` is true where the numbers are sums on those that were read.
    """

    key: str
    name: str
    counts: str
    read: Reading
    calc: bool
    groups: Mapping[str, Group]
    where: Location

    @property
    def address(self) -> str:
        """How figures name it: ``ashar2021/mean-pain-at-the-start``."""
        return f"{self.key}/{self.name}"


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a file, by address; ``path`` is the file's, for messages."""

    path: str
    by_address: Mapping[str, Fact]

    def of(self, keys: Iterator[str] | tuple[str, ...]) -> list[Fact]:
        """The facts of the sources with these keys."""
        wanted = set(keys)
        return [fact for fact in self.by_address.values() if fact.key in wanted]
