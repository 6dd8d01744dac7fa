"""A line chart over times in even steps: the whole scale, lines told apart by shape and named at their ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from psychoed.figure.model import LineChart
from psychoed.figure.svg import listed, picture, short, words

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 232, 48, 348
_HEIGHT = 424
_APART = 21  # from the baseline of one name to the next
_DASHES = ("", ' stroke-dasharray="9 5"', ' stroke-dasharray="2 5"')
_NOTE = "Times are not drawn to scale."


def line_chart(figure: LineChart, ident: str) -> str:
    """The figure as SVG."""
    parts = [
        f'<g stroke="currentColor" stroke-opacity=".3">{"".join(_grid(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="1.5">{"".join(_axes(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(_lines(figure))}</g>",
        f'<g fill="currentColor" stroke="currentColor" stroke-width="2.5">{"".join(_markers(figure))}</g>',
        f'<g fill="currentColor">{"".join(_said(figure))}</g>',
    ]
    return picture(ident, figure.title, description(figure), _HEIGHT, parts)


def description(figure: LineChart) -> str:
    """What the figure shows, in words and with all its numbers."""
    lines = [
        f"{line.label}: {listed(f'{time} {value}' for value, time in zip(line.values, figure.times, strict=True))}."
        for line in figure.lines
    ]
    return " ".join([f"{figure.measure}.", *lines, _NOTE])


def _x(figure: LineChart, nth: int) -> float:
    return _LEFT + 15 + nth * (_RIGHT - _LEFT - 26) / max(len(figure.times) - 1, 1)


def _y(figure: LineChart, value: float) -> float:
    return _BOTTOM - (value - figure.low) * (_BOTTOM - _TOP) / (figure.high - figure.low)


def _steps(figure: LineChart) -> range:
    """The numbers on the scale: about five of them."""
    span = figure.high - figure.low
    return range(figure.low, figure.high + 1, max(span // 5, 1))


def _grid(figure: LineChart) -> Iterator[str]:
    for step in _steps(figure):
        yield f'<path d="M{_LEFT} {short(_y(figure, step))}H{_RIGHT}"/>'


def _axes(figure: LineChart) -> Iterator[str]:
    yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}"/>'
    for nth in range(len(figure.times) - 1):
        middle = (_x(figure, nth) + _x(figure, nth + 1)) / 2
        begin = _LEFT if nth == 0 else (_x(figure, nth) + _x(figure, nth - 1)) / 2 + 4
        yield f'<path d="M{short(begin)} {_BOTTOM}H{short(middle - 4)}"/>'
        # Two strokes across the axis: time is left out here.
        for at in (middle - 4, middle + 4):
            yield f'<path d="M{short(at - 3)} {_BOTTOM + 7}l6-14"/>'
    last = (_x(figure, len(figure.times) - 1) + _x(figure, len(figure.times) - 2)) / 2 + 4
    yield f'<path d="M{short(last)} {_BOTTOM}H{_RIGHT}"/>'


def _points(figure: LineChart) -> Iterator[list[tuple[float, float]]]:
    for line in figure.lines:
        yield [(_x(figure, nth), _y(figure, float(value))) for nth, value in enumerate(line.values)]


def _lines(figure: LineChart) -> Iterator[str]:
    for points, dashes in zip(_points(figure), _DASHES, strict=False):
        path = "L".join(f"{short(x)} {short(y)}" for x, y in points)
        yield f'<path d="M{path}"{dashes}/>'


def _marker(nth: int, x: float, y: float) -> str:
    """A filled circle, a square or a triangle around a place."""
    if nth == 0:
        return f'<circle cx="{short(x)}" cy="{short(y)}" r="5.5"/>'
    if nth == 1:
        return f'<path d="M{short(x - 5)} {short(y - 5)}h10v10h-10z"/>'
    return f'<path d="M{short(x)} {short(y - 7)}l7 12h-14z"/>'


def _markers(figure: LineChart) -> Iterator[str]:
    for nth, points in enumerate(_points(figure)):
        yield from (_marker(nth, x, y) for x, y in points)
    for nth, y in enumerate(_name_places(figure)):
        yield _marker(nth, _RIGHT + 14, y - 6)


def _name_places(figure: LineChart) -> list[float]:
    """The baselines of the names at the lines' ends: as near as can be, and apart enough to be read."""
    ends = [points[-1][1] + 6 for points in _points(figure)]
    order = sorted(range(len(ends)), key=lambda nth: ends[nth])
    for upper, lower in pairwise(order):
        ends[lower] = max(ends[lower], ends[upper] + _APART)
    over = max([0.0, *(end - _BOTTOM for end in ends)])
    return [end - over for end in ends]


def _said(figure: LineChart) -> Iterator[str]:
    yield words(0, 22, figure.measure, bold=True)
    for step in _steps(figure):
        yield words(_LEFT - 10, _y(figure, step) + 6, str(step), anchor="end")
    for nth, (line, y) in enumerate(zip(figure.lines, _name_places(figure), strict=True)):
        yield words(_RIGHT + 27, y, f"{line.label} {line.values[-1]:.1f}", bold=nth == 0)
    for nth, time in enumerate(figure.times):
        number, _, unit = time.partition(" ")
        yield words(_x(figure, nth), _BOTTOM + 30, number, anchor="middle")
        if unit:
            yield words(_x(figure, nth), _BOTTOM + 50, unit, anchor="middle")
    yield words(0, _HEIGHT - 4, _NOTE, 16)
