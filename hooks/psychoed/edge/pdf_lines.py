"""A line break that WeasyPrint 70 gets wrong, mended.

Where words that end in a blank fill a line to its last millimetre and a link or a citation follows, the blank is
counted, the words are taken for too long, and the line breaks behind its first word. tests/handout/test_sheets.py
notices when a newer WeasyPrint does without this.
"""

from __future__ import annotations

from typing import Any


def mend_line_breaks() -> None:
    """Let WeasyPrint leave the blank at the end of a line out of account; once a process."""
    from weasyprint.layout import inline

    split = inline.split_first_line
    if hasattr(split, "__wrapped__"):
        return

    def mended(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
        broken = split(text, style, context, max_width, *rest, **named)
        if max_width is None or broken[2] is None or not text.endswith(" ") or style["white_space"] != "normal":
            return broken
        if split(text.rstrip(" "), style, context, max_width, *rest, **named)[2] is not None:
            return broken
        return split(text, style, context, None, *rest, **named)

    mended.__wrapped__ = split  # type: ignore[attr-defined]
    inline.split_first_line = mended
