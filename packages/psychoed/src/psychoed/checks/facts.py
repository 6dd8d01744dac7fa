"""Checks whether facts contain a number as a page writes it: exactly, or rounded to the digits that the page gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, MappingReader, Value, YamlField
from psychoed.problems import Code


class SourceReading(Enum):
    """Where a number was read, so that others can check it."""

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
    """The numbers of one group: ``amounts`` and ``spans`` (intervals or ranges) by measure."""

    name: str
    amounts: Mapping[str, Decimal]
    spans: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def percent(self) -> Decimal | None:
        """The given percentage, or that of ``count`` in ``of``."""
        if "percent" in self.amounts:
            return self.amounts["percent"]
        if "count" in self.amounts and "of" in self.amounts:
            return self.amounts["count"] * 100 / self.amounts["of"]
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a source counted or measured, in one or more groups.

    ``calc`` is true if the numbers were calculated from those in the source.
    """

    key: str
    name: str
    counts: str
    read: SourceReading
    calc: bool
    groups: Mapping[str, Group]
    where: Location

    @property
    def address(self) -> str:
        """The name used in figures: ``roe2021/mean-score-at-the-start``."""
        return f"{self.key}/{self.name}"


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a file, by address; ``path`` is the file's path, for messages."""

    path: str
    by_address: Mapping[str, Fact]

    def find_by_keys(self, keys: Iterator[str] | tuple[str, ...]) -> list[Fact]:
        """Return the facts of the sources with these keys."""
        wanted = set(keys)
        return [fact for fact in self.by_address.values() if fact.key in wanted]


AMOUNTS = ("count", "of", "percent", "mean", "sd", "difference", "points", "g", "r", "p", "one_in", "number")
SPANS = ("ci", "range")
_DIGITS = 20  # a number with more digits is a typing mistake, and calculations with it would not be exact
_WORDS = ("counts", "read", "calc", "values")
_READINGS = {reading.value: reading for reading in SourceReading}


def read_facts(source: SourceText) -> tuple[Facts, list[Problem]]:
    """Read a file of facts: citation keys contain names with ``counts``, ``read``, ``values`` and optional ``calc``."""
    reader = _FactsReader(source, Code.BAD_FACT)
    by_address = {fact.address: fact for fact in reader.read()}
    return Facts(source.path, by_address), reader.problems


class _FactsReader(MappingReader):
    def read(self) -> list[Fact]:
        found = []
        for of_key in self.top.values():
            inner = self.get_mapping(of_key, "the names of facts, such as 'mean-score: {…}'")
            found += [fact for each in inner.values() if (fact := self._fact(of_key.name, each))]
        return found

    def _fact(self, key: str, field: YamlField) -> Fact | None:
        message = self.get_mapping(field, ", ".join(_WORDS))
        self.expect_only(message, _WORDS, "fact")
        for name, hint in _HINTS.items():
            if message and name not in message:
                self.note(field.where, f"'{key}/{field.name}' has no '{name}'", hint)
        if not _HINTS.keys() <= message.keys():
            return None
        counts = self.get_text("counts", message["counts"].value, _HINTS["counts"])
        calc = self.get_flag(message, "calc", "Write 'calc: true' if you calculated the number yourself.")
        read = message["read"].value
        if read.text not in _READINGS:
            self.note(read.where, f"'read' cannot be '{read.text}'", _HINTS["read"])
            return None
        groups = self.get_mapping(message["values"], "groups with their numbers, such as 'placebo: {mean: 2.8}'")
        return Fact(
            key=key,
            name=field.name,
            counts=counts,
            read=_READINGS[read.text],
            calc=calc,
            groups={each.name: self._group(each) for each in groups.values()},
            where=field.where,
        )

    def _group(self, field: YamlField) -> Group:
        if not isinstance(field.value.data, dict):  # 'placebo: 51' is short for 'placebo: {number: 51}'
            amount = self._number(field.name, field.value)
            return Group(field.name, {} if amount is None else {"number": amount})
        message = field.value.data
        self.expect_only(message, (*AMOUNTS, *SPANS), "fact")
        amounts = {name: self._number(name, message[name].value) for name in AMOUNTS if name in message}
        spans = {name: self._span(name, message[name].value) for name in SPANS if name in message}
        group = Group(
            field.name,
            {name: amount for name, amount in amounts.items() if amount is not None},
            {name: span for name, span in spans.items() if span is not None},
        )
        self._check(group, message, field)
        return group

    def _check(self, group: Group, text: Fields, field: YamlField) -> None:
        amounts = group.amounts
        if "count" in amounts and "of" not in amounts:
            self.note(text["count"].where, "'count' without 'of'", "Add the total: {count: 33, of: 50}.")
        if not {"count", "of"} <= amounts.keys():
            return
        if not 0 <= amounts["count"] <= amounts["of"] or not amounts["of"]:
            self.note(field.where, f"'{field.name}' counts {amounts['count']} of {amounts['of']}")
        elif "percent" in amounts:
            percent = amounts["percent"]
            exact = amounts["count"] * 100 / amounts["of"]
            if abs(exact - percent) > Decimal("0.5000001").scaleb(_exponent(percent)):
                message = f"{amounts['count']} of {amounts['of']} is {exact:.4g}%, not {percent}%"
                self.note(text["percent"].where, message)

    def _number(self, name: str, value: Value) -> Decimal | None:
        try:
            number = Decimal(value.text.replace(",", "").replace("−", "-"))
            if number.is_finite() and abs(number.adjusted()) < _DIGITS:
                return number
        except InvalidOperation:
            pass
        self.note(value.where, f"'{name}' is '{value.text}', which is not a number", "Write it as 33 or 1.18.")
        return None

    def _span(self, name: str, value: Value) -> tuple[Decimal, Decimal] | None:
        ends = value.data if isinstance(value.data, list) else []
        if len(ends) != 2:
            self.note(value.where, f"'{name}' needs two ends", f"Write it as '{name}: [8.3, 13.5]'.")
            return None
        low, high = (self._number(name, end) for end in ends)
        return None if low is None or high is None else (low, high)


def _exponent(number: Decimal) -> int:
    """Return the power of ten of a finite number's last digit."""
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


_HINTS = {
    "counts": "Say what the numbers count or measure, in whom, and when.",
    "read": f"Say where it was read: one of {', '.join(_READINGS)}.",
    "values": "Give the numbers of each group: 'values: {placebo: {mean: 2.8}}'.",
}


class NumberKind(Enum):
    """The form in which a page gives a number."""

    PERCENT = "percent"  # 66%
    SHARE = "share"  # 33 of 50
    RATE = "rate"  # 1 in 13, two in three
    COUNT = "count"  # 151 adults
    INTERVAL = "interval"  # 95% CI 8.3 to 13.5
    POINTS = "points"  # 19 percentage points
    OF_100 = "of 100"  # 66, in a sentence about 100 people
    MEASURE = "measure"  # 1.18, g = −1.14


_ABOUT = Decimal(3)  # percentage points: 66% is about two in three
_NO_MEASURE = ("count", "of", "number", "percent", "one_in", "points")


@dataclass(frozen=True, slots=True)
class NumberClaim:
    """A number on a page; its sign is ignored because the words around it express it (*lower by*)."""

    kind: NumberKind
    numbers: tuple[Decimal, ...]


def is_supported(facts: Iterable[Fact], claim: NumberClaim) -> bool:
    """Return whether one of the facts contains the claimed number."""
    return any(_has(group, claim) for group in _groups(facts))


def list_known_values(facts: Iterable[Fact], claim: NumberClaim) -> list[str]:
    """Return the facts' numbers of the claim's kind as a page may write them, without repeats, nearest first."""
    there = [message for group in _groups(facts) for message in _format_values(group, claim.kind)]
    near = sorted(there, key=lambda message: abs(abs(message[0]) - claim.numbers[0]))
    return list(dict.fromkeys(words for _, words in near))


def _groups(facts: Iterable[Fact]) -> Iterator[Group]:
    return (group for fact in facts for group in fact.groups.values())


def _rounds(exact: Decimal | None, written: Decimal) -> bool:
    """Return whether ``exact`` rounds to ``written`` at its number of digits; a half may go either way."""
    if exact is None:
        return False
    one = Decimal(1).scaleb(min(int(written.as_tuple().exponent), 0))
    return abs(abs(exact) - abs(written)) * 2 <= one


def _has(group: Group, claim: NumberClaim) -> bool:
    number, *others = claim.numbers
    amounts = group.amounts
    match claim.kind:
        case NumberKind.PERCENT:
            span = group.spans.get("range", ())
            return _rounds(group.percent, number) or any(_rounds(end, number) for end in span)
        case NumberKind.SHARE:
            percents = [group.percent, *group.spans.get("range", ())] if others[0] in (10, 100, 1000) else []
            in_all = [percent * others[0] / 100 for percent in percents if percent is not None]
            return (amounts.get("count"), amounts.get("of")) == (number, others[0]) or any(
                _rounds(people, number) for people in in_all
            )
        case NumberKind.RATE:
            share = number * 100 / others[0] if others[0] else None
            near = share is not None and group.percent is not None and abs(group.percent - share) <= _ABOUT
            return near or (number == 1 and amounts.get("one_in") == others[0])
        case NumberKind.COUNT:
            return number in [amounts[name] for name in ("number", "count", "of") if name in amounts]
        case NumberKind.INTERVAL:
            ends = group.spans.get("ci", ())
            # 'lower by 0.5 to 1.6' is -1.6 to -0.5
            return any(ends and all(map(_rounds, ends, order)) for order in (claim.numbers, claim.numbers[::-1]))
        case NumberKind.POINTS:
            return _rounds(amounts.get("points"), number)
        case _:  # a measure, or of 100: '14 points of 100' is a measure, '66 of 100 people' a percentage
            inside = [*amounts.values(), *(end for span in group.spans.values() for end in span)]
            return any(_rounds(each, number) for each in (*inside, group.percent))


def _format_values(group: Group, kind: NumberKind) -> Iterator[tuple[Decimal, str]]:
    """Yield the numbers of a group, each with its wording."""
    amounts, percent = group.amounts, group.percent
    match kind:
        case NumberKind.PERCENT | NumberKind.RATE | NumberKind.OF_100 if percent is not None:
            yield percent, f"{percent if 'percent' in amounts else percent.quantize(Decimal(1))}%"
        case NumberKind.SHARE if {"count", "of"} <= amounts.keys():
            yield amounts["count"], f"{amounts['count']} of {amounts['of']}"
        case NumberKind.SHARE if percent is not None:
            yield percent, f"{percent.quantize(Decimal(1))} of 100"
        case NumberKind.COUNT:
            yield from ((amounts[name], f"{amounts[name]:,f}") for name in ("number", "of") if name in amounts)
        case NumberKind.INTERVAL if "ci" in group.spans:
            low, high = group.spans["ci"]
            yield low, f"{low} to {high}"
        case NumberKind.POINTS if "points" in amounts:
            yield amounts["points"], f"{amounts['points']} percentage points"
        case NumberKind.MEASURE:
            yield from ((amount, str(amount)) for name, amount in amounts.items() if name not in _NO_MEASURE)
