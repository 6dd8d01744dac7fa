"""What a figures file asks for, with the numbers of the facts it names already in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Panel:
    """One group of an icon array: how many of 100 people, rounded, and the group's name as printed."""

    label: str
    filled: int


@dataclass(frozen=True, slots=True)
class IconArray:
    """Dots for 100 people in each of several groups; ``filled`` and ``empty`` say what the two kinds of dot mean."""

    name: str
    title: str
    filled: str
    empty: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One group of a line chart: its name as printed, and a number for each time."""

    label: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over times that stand in even steps; the whole scale is drawn, from ``low`` to ``high``."""

    name: str
    title: str
    measure: str
    low: int
    high: int
    times: tuple[str, ...]
    lines: tuple[Line, ...]


Figure: TypeAlias = IconArray | LineChart
