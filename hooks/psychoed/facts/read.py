"""The text of a facts file in, its facts and everything wrong with it out, each at its own line and column."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from psychoed.facts.model import Fact, Facts, Group, Reading
from psychoed.problems import Code, Problem
from psychoed.source import SourceText
from psychoed.values import Field, Fields, MappingReader, Value

AMOUNTS = ("count", "of", "percent", "mean", "sd", "difference", "points", "g", "r", "p", "one_in", "number")
SPANS = ("ci", "range")
_DIGITS = 20  # a number with more before or behind its point is a slip, and sums on it would not be exact
_WORDS = ("counts", "read", "calc", "values")
_READINGS = {reading.value: reading for reading in Reading}


def read_facts(source: SourceText) -> tuple[Facts, list[Problem]]:
    """The facts of a file: cite keys hold names, names hold ``counts``, ``read``, ``values`` and perhaps ``calc``."""
    reader = _FactsReader(source, Code.BAD_FACT)
    by_address = {fact.address: fact for fact in reader.facts()}
    return Facts(source.path, by_address), reader.problems


class _FactsReader(MappingReader):
    def facts(self) -> list[Fact]:
        found = []
        for of_key in self.top.values():
            inner = self.mapping(of_key, "the names of facts, such as 'mean-pain: {…}'")
            found += [fact for each in inner.values() if (fact := self._fact(of_key.name, each))]
        return found

    def _fact(self, key: str, field: Field) -> Fact | None:
        said = self.mapping(field, ", ".join(_WORDS))
        self.expect_only(said, _WORDS, "fact")
        for name, hint in _HINTS.items():
            if said and name not in said:
                self.note(field.where, f"'{key}/{field.name}' has no '{name}'", hint)
        if not _HINTS.keys() <= said.keys():
            return None
        counts = self.text("counts", said["counts"].value, _HINTS["counts"])
        calc = self.flag(said, "calc", "Write 'calc: true' if you calculated the number yourself.")
        read = said["read"].value
        if read.text not in _READINGS:
            self.note(read.where, f"'read' cannot be '{read.text}'", _HINTS["read"])
            return None
        groups = self.mapping(said["values"], "groups with their numbers, such as 'placebo: {mean: 2.8}'")
        return Fact(
            key=key,
            name=field.name,
            counts=counts,
            read=_READINGS[read.text],
            calc=calc,
            groups={each.name: self._group(each) for each in groups.values()},
            where=field.where,
        )

    def _group(self, field: Field) -> Group:
        if not isinstance(field.value.data, dict):  # 'placebo: 51' is short for 'placebo: {number: 51}'
            amount = self._number(field.name, field.value)
            return Group(field.name, {} if amount is None else {"number": amount})
        said = field.value.data
        self.expect_only(said, (*AMOUNTS, *SPANS), "fact")
        amounts = {name: self._number(name, said[name].value) for name in AMOUNTS if name in said}
        spans = {name: self._span(name, said[name].value) for name in SPANS if name in said}
        group = Group(
            field.name,
            {name: amount for name, amount in amounts.items() if amount is not None},
            {name: span for name, span in spans.items() if span is not None},
        )
        self._check(group, said, field)
        return group

    def _check(self, group: Group, said: Fields, field: Field) -> None:
        amounts = group.amounts
        if "count" in amounts and "of" not in amounts:
            self.note(said["count"].where, "'count' without 'of'", "Add the total: {count: 33, of: 50}.")
        if not {"count", "of"} <= amounts.keys():
            return
        if not 0 <= amounts["count"] <= amounts["of"] or not amounts["of"]:
            self.note(field.where, f"'{field.name}' counts {amounts['count']} of {amounts['of']}")
        elif "percent" in amounts:
            percent = amounts["percent"]
            exact = amounts["count"] * 100 / amounts["of"]
            if abs(exact - percent) > Decimal("0.5000001").scaleb(_exponent(percent)):
                message = f"{amounts['count']} of {amounts['of']} is {exact:.4g}%, not {percent}%"
                self.note(said["percent"].where, message)

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
    """The power of ten of a finite number's last digit."""
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


_HINTS = {
    "counts": "Say what the numbers count or measure, in whom, and when.",
    "read": f"Say where it was read: one of {', '.join(_READINGS)}.",
    "values": "Give the numbers of each group: 'values: {placebo: {mean: 2.8}}'.",
}
