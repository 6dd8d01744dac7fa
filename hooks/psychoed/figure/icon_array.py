"""An icon array: a hundred dots for each group, some of them filled, with their number in large print next to them."""

from __future__ import annotations

from collections.abc import Iterator

from psychoed.figure.model import IconArray, Panel
from psychoed.figure.svg import listed, picture, words

_STEP, _RADIUS = 14, 4.8
_ACROSS, _DOWN = 20, 5  # wide rather than tall, so that three groups leave room for text on a sheet of paper
_LEFT, _TOP, _PANEL = 8, 42, 126  # the first dot, and from panel to panel
_NUMBER = 300


def icon_array(figure: IconArray, ident: str) -> str:
    """The figure as SVG."""
    parts = [
        f'<defs><path id="{ident}-row" d="{_dots(_ACROSS)}"/></defs>',
        f'<g stroke="currentColor" stroke-width="1.6">{"".join(_rows(figure, ident))}</g>',
        f'<g fill="currentColor">{"".join(_said(figure))}</g>',
        f'<g stroke="currentColor" stroke-width="1.6">{"".join(_key_dots(figure))}</g>',
    ]
    height = _PANEL * len(figure.panels) + 60
    return picture(ident, figure.title, description(figure), height, parts)


def description(figure: IconArray) -> str:
    """What the figure shows, in words and with all its numbers."""
    groups = listed(f"{panel.filled} with {_inside(panel.label)}" for panel in figure.panels)
    rows = "Each dot is one person, 100 in each group."
    return f"{rows} Filled dots: {figure.filled}. Of 100 people, that is {groups}. Outlined dots: {figure.empty}."


def _inside(label: str) -> str:
    """A label inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _dots(count: int) -> str:
    """So many dots in a row, from the left, as one path; each begins where the one before it began."""
    one = f"a{_RADIUS} {_RADIUS} 0 1 0 .1 0z"
    return f"M0 {-_RADIUS}{one}" + f"m{_STEP} 0{one}" * (count - 1)


def _rows(figure: IconArray, ident: str) -> Iterator[str]:
    for nth, panel in enumerate(figure.panels):
        yield f'<g transform="translate({_LEFT} {_TOP + nth * _PANEL})">'
        full, rest = divmod(panel.filled, _ACROSS)
        for row in range(_DOWN):
            y = f"{row * _STEP:g}"
            if row == full and rest:
                yield f'<path transform="translate(0 {y})" fill="currentColor" d="{_dots(rest)}"/>'
                yield f'<path transform="translate({rest * _STEP:g} {y})" d="{_dots(_ACROSS - rest)}"/>'
            else:
                yield f'<use href="#{ident}-row" y="{y}"' + (' fill="currentColor"/>' if row < full else "/>")
        yield "</g>"


def _said(figure: IconArray) -> Iterator[str]:
    for nth, panel in enumerate(figure.panels):
        yield from _panel_words(panel, nth * _PANEL)
    below = len(figure.panels) * _PANEL
    yield words(24, below + 26, figure.filled[:1].upper() + figure.filled[1:])
    yield words(24, below + 52, figure.empty[:1].upper() + figure.empty[1:])


def _panel_words(panel: Panel, top: float) -> Iterator[str]:
    yield words(0, top + 24, panel.label, 22, bold=True)
    yield words(_NUMBER, top + 76, str(panel.filled), 52, bold=True)
    yield words(_NUMBER, top + 102, "of 100", 20)


def _key_dots(figure: IconArray) -> Iterator[str]:
    below = len(figure.panels) * _PANEL
    for y, fill in ((20, ' fill="currentColor"'), (46, "")):
        yield f'<circle cx="8" cy="{below + y}" r="6"{fill}/>'
