"""The frame of a figure, and its words: one colour, the text's own, so that it reads in every scheme and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

WIDTH = 400
"""In units; shown at 288 pixels on the narrowest phone, where 18 units are 13 pixels."""


def picture(ident: str, title: str, description: str, height: int, parts: Iterable[str]) -> str:
    """A whole figure; ``ident`` is an id that the page has only once."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH * 6 // 5}" '
        f'height="{height * 6 // 5}" role="img" aria-labelledby="{ident}-title {ident}-desc" fill="none" '
        f'stroke="none" font-size="18">\n<title id="{ident}-title">{escape(title)}</title>\n'
        f'<desc id="{ident}-desc">{escape(description)}</desc>\n' + "\n".join(parts) + "\n</svg>"
    )


def words(x: float, y: float, text: str, size: int = 18, *, bold: bool = False, anchor: str = "") -> str:
    """A line of text whose baseline begins at a place."""
    look = (f' font-size="{size}"' if size != 18 else "") + (' font-weight="700"' if bold else "")
    look += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{short(x)}" y="{short(y)}"{look}>{escape(text)}</text>'


def short(number: float) -> str:
    """A number with one digit behind the point at most."""
    return f"{number:.1f}".removesuffix(".0")


def listed(parts: Iterable[str]) -> str:
    """*one, two and three*."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
