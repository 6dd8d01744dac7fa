"""Draws figures as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import escape
from itertools import pairwise

from psychoed.figures.model import Figure, IconArray, Line, LineChart, Panel
from psychoed.language import format_decimal, join_words, t

WIDTH = 400
"""In SVG units; the figure is 288 pixels wide on the narrowest phone, where 18 units are 13 pixels."""


def draw_svg(ident: str, title: str, description: str, height: int, parts: Iterable[str]) -> str:
    """Return a complete figure; ``ident`` is an id that is unique on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH * 6 // 5}" '
        f'height="{height * 6 // 5}" role="img" aria-labelledby="{ident}-title {ident}-desc" fill="none" '
        f'stroke="none" font-size="18">\n<title id="{ident}-title">{escape(title)}</title>\n'
        f'<desc id="{ident}-desc">{escape(description)}</desc>\n' + "\n".join(parts) + "\n</svg>"
    )


def draw_words(x: float, y: float, text: str, size: int = 18, *, bold: bool = False, anchor: str = "") -> str:
    """Return a line of text whose baseline starts at ``x``, ``y``."""
    look = (f' font-size="{size}"' if size != 18 else "") + (' font-weight="700"' if bold else "")
    look += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{format_number(x)}" y="{format_number(y)}"{look}>{escape(text)}</text>'


def format_number(number: float) -> str:
    """Return a number with at most one decimal place."""
    return f"{number:.1f}".removesuffix(".0")


def choose_look(index: int) -> str:
    """Return the class of the group that a figure is about, the first, or of one to compare it with.

    Style sheets give them a colour and a grey; without one, both have the colour of the text, and their words tell them
    apart.
    """
    return "figure-first" if index == 0 else "figure-other"


_STEP, _RADIUS = 14, 4.8
_ACROSS, _DOWN = 20, 5  # wide rather than tall, so that three groups leave space for text on paper
_ARRAY_LEFT, _ARRAY_TOP, _PANEL = 8, 42, 126  # the first dot, and the distance between panels
_NUMBER = 300


def draw_icon_array(figure: IconArray, ident: str) -> str:
    """Return the figure as SVG."""
    parts = [
        f'<defs><path id="{ident}-row" d="{_dots(_ACROSS)}"/></defs>',
        f'<g stroke="currentColor" stroke-width="1.6">{"".join(_rows(figure, ident))}</g>',
        f'<g fill="currentColor">{"".join(_describe_groups(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="1.6">{"".join(_key_dots(figure))}</g>',
    ]
    height = _PANEL * len(figure.panels) + 60
    return draw_svg(ident, figure.title, describe_icon_array(figure), height, parts)


def describe_icon_array(figure: IconArray) -> str:
    """Return a description of the figure with all its numbers."""
    groups = join_words(
        t("{number} with {group}", number=panel.filled, group=_inside(panel.label)) for panel in figure.panels
    )
    return t(
        "Each dot is one person, 100 in each group. Filled dots: {filled}. Of 100 people, that is {groups}. "
        "Outlined dots: {empty}.",
        filled=figure.filled,
        groups=groups,
        empty=figure.empty,
    )


def _inside(label: str) -> str:
    """Return a label for use inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _dots(count: int) -> str:
    """Return a path of ``count`` dots in rows from the left, each starting where the one before it started."""
    one = f"a{_RADIUS} {_RADIUS} 0 1 0 .1 0z"
    return f"M0 {-_RADIUS}{one}" + f"m{_STEP} 0{one}" * (count - 1)


def _rows(figure: IconArray, ident: str) -> Iterator[str]:
    for index, panel in enumerate(figure.panels):
        yield f'<g class="{choose_look(index)}" transform="translate({_ARRAY_LEFT} {_ARRAY_TOP + index * _PANEL})">'
        full, rest = divmod(panel.filled, _ACROSS)
        for row in range(_DOWN):
            y = f"{row * _STEP:g}"
            if row == full and rest:
                yield f'<path transform="translate(0 {y})" fill="currentColor" d="{_dots(rest)}"/>'
                yield f'<path transform="translate({rest * _STEP:g} {y})" d="{_dots(_ACROSS - rest)}"/>'
            else:
                yield f'<use href="#{ident}-row" y="{y}"' + (' fill="currentColor"/>' if row < full else "/>")
        yield "</g>"


def _describe_groups(figure: IconArray) -> Iterator[str]:
    for index, panel in enumerate(figure.panels):
        yield f'<g class="{choose_look(index)}">'
        yield from _panel_words(panel, index * _PANEL)
        yield "</g>"
    below = len(figure.panels) * _PANEL
    yield draw_words(24, below + 26, figure.filled[:1].upper() + figure.filled[1:])
    yield draw_words(24, below + 52, figure.empty[:1].upper() + figure.empty[1:])


def _panel_words(panel: Panel, top: float) -> Iterator[str]:
    yield draw_words(0, top + 24, panel.label, 22, bold=True)
    yield draw_words(_NUMBER, top + 76, str(panel.filled), 52, bold=True)
    yield draw_words(_NUMBER, top + 106, t("of 100"), 20)


def _key_dots(figure: IconArray) -> Iterator[str]:
    below = len(figure.panels) * _PANEL
    for y, fill in ((20, ' fill="currentColor"'), (46, "")):
        yield f'<circle cx="8" cy="{below + y}" r="6"{fill}/>'


_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 232, 48, 348
_HEIGHT = 424
_APART = 21  # between the baselines of two names
_DASHES = ("", ' stroke-dasharray="9 5"', ' stroke-dasharray="2 5"')


def draw_line_chart(figure: LineChart, ident: str) -> str:
    """Return the figure as SVG."""
    parts = [
        f'<g stroke="currentColor" stroke-opacity=".3">{"".join(_grid(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="1.5">{"".join(_axes(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(_lines(figure))}</g>",
        f'<g fill="currentColor" stroke="currentColor" stroke-width="2.5">{"".join(_markers(figure))}</g>',
        f'<g fill="currentColor">{"".join(_describe_times(figure))}</g>',
    ]
    return draw_svg(ident, figure.title, describe_line_chart(figure), _HEIGHT, parts)


def describe_line_chart(figure: LineChart) -> str:
    """Return a description of the figure with all its numbers."""
    lines = [
        f"{line.label}: {join_words(f'{time} {_format_value(value)}' for value, time in _pair(line, figure))}."
        for line in figure.lines
    ]
    return " ".join([f"{figure.measure}.", *lines, t("Times are not drawn to scale.")])


def _pair(line: Line, figure: LineChart) -> Iterator[tuple[Decimal, str]]:
    return zip(line.values, figure.times, strict=True)


def _format_value(value: Decimal) -> str:
    """Return a value with the decimal places it was typed with."""
    places = -int(value.as_tuple().exponent)
    return format_decimal(float(value), places) if places > 0 else str(value)


def _x(figure: LineChart, index: int) -> float:
    return _LEFT + 15 + index * (_RIGHT - _LEFT - 26) / max(len(figure.times) - 1, 1)


def _y(figure: LineChart, value: float) -> float:
    return _BOTTOM - (value - figure.low) * (_BOTTOM - _TOP) / (figure.high - figure.low)


def _steps(figure: LineChart) -> range:
    """Return the numbers on the scale, about five."""
    span = figure.high - figure.low
    return range(figure.low, figure.high + 1, max(span // 5, 1))


def _grid(figure: LineChart) -> Iterator[str]:
    for step in _steps(figure):
        yield f'<path d="M{_LEFT} {format_number(_y(figure, step))}H{_RIGHT}"/>'


def _axes(figure: LineChart) -> Iterator[str]:
    yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}"/>'
    for index in range(len(figure.times) - 1):
        middle = (_x(figure, index) + _x(figure, index + 1)) / 2
        begin = _LEFT if index == 0 else (_x(figure, index) + _x(figure, index - 1)) / 2 + 4
        yield f'<path d="M{format_number(begin)} {_BOTTOM}H{format_number(middle - 4)}"/>'
        # Two strokes across the axis, where time is left out.
        for at in (middle - 4, middle + 4):
            yield f'<path d="M{format_number(at - 3)} {_BOTTOM + 7}l6-14"/>'
    last = (_x(figure, len(figure.times) - 1) + _x(figure, len(figure.times) - 2)) / 2 + 4
    yield f'<path d="M{format_number(last)} {_BOTTOM}H{_RIGHT}"/>'


def _points(figure: LineChart) -> Iterator[list[tuple[float, float]]]:
    for line in figure.lines:
        yield [(_x(figure, index), _y(figure, float(value))) for index, value in enumerate(line.values)]


def _lines(figure: LineChart) -> Iterator[str]:
    for index, (points, dashes) in enumerate(zip(_points(figure), _DASHES, strict=False)):
        path = "L".join(f"{format_number(x)} {format_number(y)}" for x, y in points)
        yield f'<path class="{choose_look(index)}" d="M{path}"{dashes}/>'


def _marker(index: int, x: float, y: float) -> str:
    """Return a filled circle, square or triangle centred on a point."""
    if index == 0:
        return f'<circle cx="{format_number(x)}" cy="{format_number(y)}" r="5.5"/>'
    if index == 1:
        return f'<path d="M{format_number(x - 5)} {format_number(y - 5)}h10v10h-10z"/>'
    return f'<path d="M{format_number(x)} {format_number(y - 7)}l7 12h-14z"/>'


def _markers(figure: LineChart) -> Iterator[str]:
    for index, (points, y) in enumerate(zip(_points(figure), _name_places(figure), strict=True)):
        yield f'<g class="{choose_look(index)}">'
        yield from (_marker(index, x, y) for x, y in points)
        yield _marker(index, _RIGHT + 14, y - 6)
        yield "</g>"


def _name_places(figure: LineChart) -> list[float]:
    """Return the baselines of the names at the lines' ends, as close as possible without overlapping."""
    ends = [points[-1][1] + 6 for points in _points(figure)]
    order = sorted(range(len(ends)), key=lambda index: ends[index])
    for upper, lower in pairwise(order):
        ends[lower] = max(ends[lower], ends[upper] + _APART)
    over = max([0.0, *(end - _BOTTOM for end in ends)])
    return [end - over for end in ends]


def _describe_times(figure: LineChart) -> Iterator[str]:
    yield draw_words(0, 22, figure.measure, bold=True)
    for step in _steps(figure):
        yield draw_words(_LEFT - 10, _y(figure, step) + 6, str(step), anchor="end")
    for index, (line, y) in enumerate(zip(figure.lines, _name_places(figure), strict=True)):
        yield draw_words(_RIGHT + 27, y, f"{line.label} {format_decimal(float(line.values[-1]))}", bold=index == 0)
    for index, time in enumerate(figure.times):
        number, _, unit = time.partition(" ")
        yield draw_words(_x(figure, index), _BOTTOM + 30, number, anchor="middle")
        if unit:
            yield draw_words(_x(figure, index), _BOTTOM + 50, unit, anchor="middle")
    yield draw_words(0, _HEIGHT - 4, t("Times are not drawn to scale."), 16)


def draw_figure(figure: Figure, index: int = 1) -> str:
    """Return the figure as SVG; ``index`` counts its uses on a page, so that ids are unique."""
    ident = f"figure-{figure.name}" + (f"-{index}" if index > 1 else "")
    return draw_icon_array(figure, ident) if isinstance(figure, IconArray) else draw_line_chart(figure, ident)
