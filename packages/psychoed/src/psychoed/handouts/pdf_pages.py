"""Fills the pages of a finished layout: more room to write, more space above headings, the colophon at the foot.

A page rarely ends where its text does, the less so as one text has to fit two sizes of paper. So a document is laid out
twice: once to see how much of each page is left, and again with that room given to what a person writes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MILLIMETRE = 96 / 25.4  # in CSS pixels
_SAFETY = 2.5 * _MILLIMETRE  # stays free, so that rounding never starts another page


@dataclass(frozen=True, slots=True)
class _Growth:
    """How a kind of element grows: which property, by what part of a share, and by how many millimetres at most."""

    name: str
    share: float
    most: float


_CELLS = _Growth("height", 1, 11)
_RULES = _Growth("height", 0.45, 4)
_HEADINGS = _Growth("margin-top", 0.5, 5)
_ROWS = _Growth("height", 0.3, 3)
_CHARTS = _Growth("height", 4, 25)
_BY_CLASS = {"cell": _CELLS, "rule": _RULES, "line": _RULES}
_SVG = "{http://www.w3.org/2000/svg}svg"
_FIXED = frozenset(["cards", "card"])


def fill_pages(root: Any, document: Any, render: Callable[[], Any]) -> Any:
    """Return the document laid out again with full pages, or ``document`` where that would take another page.

    Args:
        root: The elements that the document was made from. Their ``style`` is changed.
        document: A document of WeasyPrint.
        render: Lays the same elements out again.

    """
    feet = set(_find_feet(root))
    fixed = feet | {line for item in root.iter("li") for line in item.iter("textarea")}  # beside the item's number
    fixed |= {title for step in root.iter("div") if "step" in _get_classes(step) for title in step.iter("h2")}
    own = {
        **{cell: _ROWS for box in root.iter("div") if "roomy" in _get_classes(box) for cell in box.iter("td")},
        **{svg: _CHARTS for box in root.iter("figure") if "wide" in _get_classes(box) for svg in box.iter(_SVG)},
    }
    before = [change for page in document.pages for change in _grow_page(page._page_box, feet, fixed, own)]
    if not before:
        return document
    filled = render()
    if len(filled.pages) == len(document.pages):
        return filled
    for element, style in reversed(before):
        if style is None:
            element.attrib.pop("style", None)
        else:
            element.set("style", style)
    return document


def _find_feet(root: Any) -> Iterator[Any]:
    """Find where the small print of each handout begins: its references, or what says where it is from."""
    for parent in root.iter():
        found = None
        for child in parent:
            classes = _get_classes(child)
            if found is None and classes & {"references", "colophon"}:
                found = child
        if found is not None:
            before = parent[max(list(parent).index(found) - 1, 0)]
            yield before if before.tag == "h2" and "references" in _get_classes(found) else found


def _get_classes(element: Any) -> set[str]:
    return set(element.get("class", "").split())


def _grow_page(page: Any, feet: set[Any], fixed: set[Any], own: Mapping[Any, _Growth]) -> list[tuple[Any, str | None]]:
    """Give the free room of a page to its elements by their ``style``, and return them as they were."""
    top, boxes = page.content_box_y(), list(_walk(page.children[0]))
    bottom = max((box.position_y + box.margin_height() for box in boxes if _is_content(box)), default=top)
    free = top + page.height - bottom - _SAFETY
    if free <= 0:
        return []
    rows = _find_rows(boxes, top, fixed, own)
    changed = []
    unit = _find_unit(rows, free)
    for growth, members in rows:
        extra = min(growth.share * unit, growth.most * _MILLIMETRE)
        free -= extra
        changed += [_grow(box, growth, extra) for box in members]
    foot = next((box for box in boxes if _is_block(box) and box.element in feet), None)
    if foot is not None and free > 0:
        changed.append(_grow(foot, _Growth("margin-top", 1, 0), free))
    return changed


def _walk(box: Any) -> Iterator[Any]:
    yield box
    flows = box.is_in_normal_flow() or box.element_tag in ("html", "body")
    if flows and (box.element is None or not _FIXED & _get_classes(box.element)):
        for child in getattr(box, "children", ()):
            yield from _walk(child)


def _is_content(box: Any) -> bool:
    """Return whether a box has a bottom of its own rather than that of the boxes in it."""
    return box.is_in_normal_flow() and (not getattr(box, "children", ()) or type(box).__name__ == "LineBox")


def _is_block(box: Any) -> bool:
    """Return whether a box is that of its element, not of a line or a text in it."""
    return box.element is not None and type(box).__name__ not in ("LineBox", "TextBox")


def _find_rows(
    boxes: list[Any], top: float, fixed: set[Any], own: Mapping[Any, _Growth]
) -> list[tuple[_Growth, list[Any]]]:
    """Return what can grow on a page. Fields at the same height are one row, which grows as a whole."""
    rows: dict[tuple[_Growth, float], list[Any]] = {}
    for box in boxes:
        if not _is_block(box) or box.element in fixed:
            continue
        element, classes = box.element, _get_classes(box.element)
        growth = next((_BY_CLASS[name] for name in classes if name in _BY_CLASS), None)
        if growth is None and (_is_heading(element, classes) and box.position_y > top + 3 * _MILLIMETRE):
            growth = _HEADINGS
        if "group" not in classes:
            growth = own.get(element, growth)
        if growth is not None:
            rows.setdefault((growth, round(box.position_y)), []).append(box)
    return [(growth, members) for (growth, _), members in rows.items()]


def _is_heading(element: Any, classes: set[str]) -> bool:
    return "was-h2" in classes or (element.tag == "h2" and "was-h1" not in classes)


def _find_unit(rows: list[tuple[_Growth, list[Any]]], free: float) -> float:
    """Return the share that uses up ``free``, or nearly, as some rows stop growing before others."""
    low, high = 0.0, free * 3
    for _ in range(40):
        unit = (low + high) / 2
        used = sum(min(growth.share * unit, growth.most * _MILLIMETRE) for growth, _ in rows)
        low, high = (unit, high) if used < free else (low, unit)
    return low


def _grow(box: Any, growth: _Growth, extra: float) -> tuple[Any, str | None]:
    """Let the element of ``box`` grow by ``extra`` pixels, and return it with its style before."""
    element = box.element
    was = element.get("style")
    height = box.border_height() if box.style["box_sizing"] == "border-box" else box.height
    now = height if growth.name == "height" else box.margin_top
    element.set("style", f"{was + ';' if was else ''}{growth.name}:{now + extra:.2f}px")
    return element, was
