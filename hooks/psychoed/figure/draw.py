"""Any figure as SVG."""

from __future__ import annotations

from psychoed.figure.icon_array import icon_array
from psychoed.figure.line_chart import line_chart
from psychoed.figure.model import Figure, IconArray


def draw(figure: Figure, nth: int = 1) -> str:
    """The figure as SVG, for its ``nth`` use on a page: ids on a page are unique."""
    ident = f"figure-{figure.name}" + (f"-{nth}" if nth > 1 else "")
    return icon_array(figure, ident) if isinstance(figure, IconArray) else line_chart(figure, ident)
