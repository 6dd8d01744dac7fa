"""Placeholders for fields: an empty ``span`` in a page's Markdown becomes a form control in its HTML.

They are inline HTML, so that fields work wherever words do: in lists, boxes, tables and cards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import assert_never

from psychoed.handouts.model import Control, Field

_MARK = re.compile(r'<span data-field="(?P<id>[^"]+)"></span>')
_CHECKS = re.compile(r'<ul>(?=\s*<li>\s*(?:<p>)?\s*<input class="check-box")')
_SCALE = range(11)


def make_placeholder(name: str) -> str:
    """Return the placeholder of a field."""
    return f'<span data-field="{name}"></span>'


def make_label(name: str, words: str) -> str:
    """Return the words that name a field, as its label."""
    return f'<label for="{name}">{words.strip()}</label>'


def make_line(name: str, words: str) -> str:
    """Return a label followed by a line to write on."""
    return f'<span class="write">{make_label(name, words)} {make_placeholder(name)}</span>'


def join_side_by_side(lines: Sequence[str]) -> str:
    """Return several short lines side by side."""
    return f'<span class="writes of-{len(lines)}">{" ".join(lines)}</span>'


def make_question(name: str, words: str) -> str:
    """Return the words above a scale."""
    return f'<span class="question" id="{name}-question">{words.strip()}</span>'


def replace_placeholders(html: str, fields: Mapping[str, Field]) -> str:
    """Return a page's HTML with the controls of ``fields`` in place of their placeholders."""
    filled = _MARK.sub(lambda mark: _control(fields[mark["id"]]) if mark["id"] in fields else mark[0], html)
    return _CHECKS.sub('<ul class="checks">', filled)


def _control(field: Field) -> str:
    name, message = field.id, escape(field.label)
    common = f'id="{name}" name="{name}" data-label="{message}"'
    # In a text area long answers wrap instead of being cut off, and "auto" suits every script's direction.
    typed = f'{common} autocomplete="off" dir="auto"'
    match field.control:
        case Control.LINE:
            return f'<textarea class="line" rows="1" {typed}></textarea>'
        case Control.CELL:
            return f'<textarea class="cell" rows="1" aria-label="{message}" {typed}></textarea>'
        case Control.CHECK:
            return f'<input class="check-box" type="checkbox" aria-label="{message}" {common}>'
        case Control.AREA:
            rules = '<span class="rule"></span>' * field.lines
            area = f'<textarea rows="{field.lines}" placeholder=" " {typed}></textarea>'
            return f'<span class="area">{rules}{area}</span>'
        case Control.SCALE:
            return _scale(field)
    assert_never(field.control)


def _scale(field: Field) -> str:
    """Return eleven buttons in a row with the labels of both ends, excluded from search because of the numbers."""
    message = escape(field.label)
    buttons = "".join(
        f'<label><span class="number">{number}</span><input type="radio" name="{field.id}" value="{number}" '
        f'data-label="{message} {number}" data-question="{message}"></label>'
        for number in _SCALE
    )
    low, high = map(escape, field.ends)
    return (
        f'<span class="scale" role="radiogroup" aria-labelledby="{field.id}-question" data-search-exclude="">'
        f'<span class="end low">{low}</span> {buttons} <span class="end high">{high}</span></span>'
    )
