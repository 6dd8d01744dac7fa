"""Caveats: the sentences of a page that warn, disclaim or state unknowns, counted by kind and by path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, MappingReader, Value, YamlField, suggest
from psychoed.checks.phrases import loosen
from psychoed.checks.text import BlockKind, PageText, split_sentences
from psychoed.problems import Code

_TOP = ("budget", "kinds", "paths")
_GAP = r"[^.?!\n]{0,60}?"
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class CaveatRules:
    """A pattern for each kind of caveat; ``paths`` list pages below docs/, ``budget`` is a percentage."""

    budget: float
    kinds: Mapping[str, re.Pattern[str]]
    paths: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CaveatCount:
    """The number of caveats on a page or path; a sentence of two kinds counts once."""

    name: str
    sentences: int
    caveats: int
    by_kind: Mapping[str, int]

    @property
    def share(self) -> float:
        """The proportion of sentences that are caveats."""
        return self.caveats / self.sentences if self.sentences else 0.0


def read_caveat_rules(source: SourceText, pages: Iterable[str]) -> tuple[CaveatRules, list[Problem]]:
    """Read a file with a ``budget``, ``kinds`` and ``paths``; ``pages`` are the paths below docs/."""
    reader = _RulesReader(source, Code.BAD_CAVEATS)
    reader.expect_only(reader.top, _TOP, "file of caveats")
    return CaveatRules(reader.read_budget(), reader.read_kinds(), reader.read_paths(frozenset(pages))), reader.problems


class _RulesReader(MappingReader):
    def read_budget(self) -> float:
        value = self.top["budget"].value if "budget" in self.top else Value(100, Location(""))
        if isinstance(value.data, int | float) and not isinstance(value.data, bool) and 0 <= value.data <= 100:
            return float(value.data)
        self.note(value.where, f"'budget' cannot be '{value.text}'", "Give a percentage, such as 5.")
        return 100.0

    def read_kinds(self) -> dict[str, re.Pattern[str]]:
        found = {}
        for field in self._below("kinds", "kinds of caveats with their phrases").values():
            phrases = [_GAP.join(loosen(part) for part in text.split("…")) for text, _ in self._texts(field)]
            if phrases:
                found[field.name] = re.compile(rf"(?<![\w’'])(?:{'|'.join(phrases)})(?![\w’'])", re.IGNORECASE)
        return found

    def read_paths(self, pages: frozenset[str]) -> dict[str, tuple[str, ...]]:
        found = {}
        for field in self._below("paths", "paths with their pages").values():
            named = self._texts(field)
            for page, value in named:
                if page not in pages:
                    message = f"'{page}' is not a page below docs/"
                    self.note(value.where, message, suggest(page, pages))
            found[field.name] = tuple(page for page, _ in named if page in pages)
        return found

    def _below(self, name: str, holds: str) -> Fields:
        return self.get_mapping(self.top[name], holds) if name in self.top else {}

    def _texts(self, field: YamlField) -> list[tuple[str, Value]]:
        items = field.value.data if isinstance(field.value.data, list) else [field.value]
        return [(text, item) for item in items if (text := self.get_text(field.name, item))]


def count_caveats(page: PageText, rules: CaveatRules) -> CaveatCount:
    """Count the sentences of a page's paragraphs and list items, and those that are caveats."""
    count = caveats = 0
    by_kind: Counter[str] = Counter()
    for block in page.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        text = page.plain[block.start : block.end]
        for begin, end in split_sentences(text):
            if not _WORD.search(text, begin, end):
                continue
            kinds = [kind for kind, pattern in rules.kinds.items() if pattern.search(text, begin, end)]
            count, caveats = count + 1, caveats + bool(kinds)
            by_kind.update(kinds)
    return CaveatCount(page.source.path, count, caveats, {kind: by_kind[kind] for kind in rules.kinds})


def add_counts(name: str, counts: Sequence[CaveatCount]) -> CaveatCount:
    """Return the sum of several counts."""
    by_kind: Counter[str] = Counter()
    for each in counts:
        by_kind.update(each.by_kind)
    kinds = dict.fromkeys(kind for each in counts for kind in each.by_kind)
    return CaveatCount(
        name,
        sum(each.sentences for each in counts),
        sum(each.caveats for each in counts),
        {kind: by_kind[kind] for kind in kinds},
    )


def describe_path(path: CaveatCount, pages: Sequence[CaveatCount], budget: float) -> list[str]:
    """Return the report on one path: its share against the budget, its kinds, and each page with its kinds."""
    verdict = "within" if path.share * 100 <= budget else "over"
    head = f"Caveats on {path.name}: {_of(path)}, {verdict} the budget of {budget:g}%. {_kinds(path)}"
    return [head.rstrip(), *(f"  {page.name}: {_of(page)}. {_kinds(page)}".rstrip() for page in pages)]


def _of(count: CaveatCount) -> str:
    return f"{count.caveats} of {count.sentences} sentences ({count.share:.0%})"


def _kinds(count: CaveatCount) -> str:
    shown = ", ".join(f"{kind} {number}" for kind, number in count.by_kind.items() if number)
    return f"By kind: {shown}." if shown else ""
