"""Changes how WeasyPrint 70 breaks lines: the space at their end does not count, and none is broken twice.

A text is broken into lines again and again: to find how narrow it may be, to balance columns, in the second layout that
fills the pages, and in the workbook after the handout. Pango takes a third of a layout's time for it.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from operator import itemgetter
from typing import Any

PROPERTIES = (
    *("direction", "lang", "font_family", "font_feature_settings", "font_kerning", "font_language_override"),
    *("font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps"),
    *("font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars"),
    *("hyphenate_limit_zone", "hyphens", "letter_spacing", "overflow_wrap", "tab_size", "white_space"),
    *("word_break", "word_spacing"),
)
"""The properties that decide where a line ends; of ``text_decoration_line`` only counts whether there is one."""
_MOST = 100_000  # lines that are remembered; a site with twenty handouts has some 30,000

_get_properties = itemgetter(*PROPERTIES)


def change_line_breaks() -> None:
    """Make WeasyPrint break lines as described above; call once per process."""
    from weasyprint.layout import inline, preferred

    if not hasattr(inline.split_first_line, "__wrapped__"):
        split = remember_lines(inline.split_first_line)
        preferred.split_first_line = split
        inline.split_first_line = ignore_last_space(split)


def remember_lines(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``split``, WeasyPrint's ``split_first_line``, so that it breaks each text of a look and a width once."""

    def split_once(  # noqa: PLR0917  as WeasyPrint calls it
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        place = (text, max_width, justification_spacing, is_line_start, minimum)
        key = (*place, style["text_decoration_line"] != "none", *_get_properties(style))
        lines = vars(style.font_config).setdefault("broken_lines", {})  # they end with the fonts
        if (line := lines.get(key)) is None:
            if len(lines) >= _MOST:
                lines.clear()
            line = lines[key] = split(text, style, context, *place[1:])
        # Drawing changes the first, Pango's layout of the line.
        return copy(line[0]), *line[1:]

    return split_once


def ignore_last_space(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``split``, WeasyPrint's ``split_first_line``, so that the space at the end of a line takes no room."""

    def split_without_space(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
        broken = split(text, style, context, max_width, *rest, **named)
        if max_width is None or broken[2] is None or not text.endswith(" ") or style["white_space"] != "normal":
            return broken
        if split(text.rstrip(" "), style, context, max_width, *rest, **named)[2] is not None:
            return broken
        return split(text, style, context, None, *rest, **named)

    split_without_space.__wrapped__ = split  # type: ignore[attr-defined]
    return split_without_space
