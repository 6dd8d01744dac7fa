"""Reads and validates a file of figures, with numbers from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, MappingReader, Value, YamlField, list_choices, suggest
from psychoed.checks.facts import Fact, Facts, Group
from psychoed.problems import Code


@dataclass(frozen=True, slots=True)
class Panel:
    """One group of an icon array: how many of 100 people, rounded, and the group's printed name."""

    label: str
    filled: int


@dataclass(frozen=True, slots=True)
class IconArray:
    """Dots for 100 people in each of several groups; ``filled`` and ``empty`` label the two kinds of dot."""

    name: str
    title: str
    filled: str
    empty: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One group of a line chart: its printed name, and a number for each time."""

    label: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over evenly spaced times; the whole scale from ``low`` to ``high`` is drawn."""

    name: str
    title: str
    measure: str
    low: int
    high: int
    times: tuple[str, ...]
    lines: tuple[Line, ...]


Figure: TypeAlias = IconArray | LineChart


_KNOWN = {
    "icon-array": ("kind", "title", "fact", "groups", "filled", "empty"),
    "line-chart": ("kind", "title", "measure", "scale", "groups", "times"),
}
_MOST_LINES = 3  # as many kinds of marker and line as can be told apart without colour


def read_figures(source: SourceText, facts: Facts) -> tuple[dict[str, Figure], list[Problem]]:
    """Return the valid figures of a file by name, and its problems."""
    reader = _FiguresReader(source, facts)
    figures: dict[str, Figure] = {}
    for field in reader.top.values():
        before = len(reader.problems)
        figure = reader.read_figure(field)
        if figure and len(reader.problems) == before:
            figures[field.name] = figure
    return figures, reader.problems


class _FiguresReader(MappingReader):
    def __init__(self, source: SourceText, facts: Facts) -> None:
        super().__init__(source, Code.BAD_FIGURE)
        self.facts = facts

    def read_figure(self, field: YamlField) -> Figure | None:
        """Return the figure that a field describes; None if something is wrong with it, which is noted."""
        message = field.value.data if isinstance(field.value.data, dict) else {}
        kind = message["kind"].value if "kind" in message else field.value
        if kind.text not in _KNOWN:
            hint = f"Say 'kind: {' or '.join(_KNOWN)}'."
            self.note(kind.where, f"'{field.name}' has an unknown kind", hint)
            return None
        known = _KNOWN[kind.text]
        self.expect_only(message, known, kind.text)
        missing = [name for name in known if name not in message]
        for name in missing:
            self.note(field.where, f"'{field.name}' has no '{name}'", "See the example in hooks/README.md.")
        if missing:
            return None
        draw = self._icon_array if kind.text == "icon-array" else self._line_chart
        return draw(field.name, message)

    def _icon_array(self, name: str, message: Fields) -> IconArray:
        labels = self._labels(message["groups"])
        panels = []
        fact = self._fact(message["fact"].value)
        for group, label in labels.items():
            found = self._group(fact, group, message["fact"].value.where)
            percent = found.percent if found else None
            if found and percent is None:
                self.note(
                    message["fact"].value.where,
                    f"'{found.name}' has no percentage in that fact",
                    "Use a fact that has percentages.",
                )
            elif percent is not None and not 0 <= percent <= 100:
                self.note(
                    message["fact"].value.where, f"'{group}' is {percent}%, but a hundred dots can only show 0 to 100"
                )
            elif percent is not None:
                panels.append(Panel(label, int(percent.quantize(Decimal(1), ROUND_HALF_UP))))
        title, filled, empty = (self.get_text(key, message[key].value) for key in ("title", "filled", "empty"))
        return IconArray(name, title, filled, empty, tuple(panels))

    def _line_chart(self, name: str, message: Fields) -> LineChart:
        labels = self._labels(message["groups"])
        if len(labels) > _MOST_LINES:
            self.note(message["groups"].value.where, f"more than {_MOST_LINES} lines", "Split it into two figures.")
        times: dict[str, Fact | None] = {}
        for field in self.get_mapping(message["times"], "times with their facts, such as '1 month: key/name'").values():
            times[field.name] = self._fact(field.value)
        if len(times) == 1:
            self.note(message["times"].where, "a line needs at least two times", "Draw an icon array, or add a time.")
        lines = []
        for group, label in labels.items():
            values = []
            for fact in times.values():
                found = self._group(fact, group, message["times"].where)
                if found and "mean" not in found.amounts:
                    self.note(message["times"].where, f"'{group}' has no mean in '{fact.address if fact else ''}'")
                values.append(found.amounts.get("mean", Decimal(0)) if found else Decimal(0))
            lines.append(Line(label, tuple(values)))
        low, high = self._scale(message["scale"].value)
        for line in lines:
            if any(not low <= value <= high for value in line.values):
                self.note(message["scale"].value.where, f"'{line.label}' goes beyond the scale of {low} to {high}")
        title, measure = (self.get_text(key, message[key].value) for key in ("title", "measure"))
        return LineChart(name, title, measure, low, high, tuple(times), tuple(lines))

    def _labels(self, field: YamlField) -> dict[str, str]:
        """Return the printed name of each group by its name in the facts file."""
        groups = self.get_mapping(field, "groups with the names to print, such as 'placebo injection: Placebo'")
        return {group.name: self.get_text(group.name, group.value) for group in groups.values()}

    def _scale(self, value: Value) -> tuple[int, int]:
        match value.data:
            case [Value(data=int(low)), Value(data=int(high))] if low < high:
                return low, high
        self.note(value.where, "'scale' must be two whole numbers, the lower one first", "Write 'scale: [0, 10]'.")
        return 0, 10**9

    def _fact(self, value: Value) -> Fact | None:
        if fact := self.facts.by_address.get(value.text):
            return fact
        hint = suggest(value.text, self.facts.by_address) or "Write it as key/name."
        self.note(value.where, f"{self.facts.path} has no '{value.text}'", hint)
        return None

    def _group(self, fact: Fact | None, name: str, where: Location) -> Group | None:
        if fact and name not in fact.groups:
            self.note(where, f"'{fact.address}' has no group '{name}'", list_choices(name, fact.groups))
        return fact.groups.get(name) if fact else None
