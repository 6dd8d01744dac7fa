"""Controls to fill in: their labels in Markdown, the placeholders that stand for them there, and tables of them.

A placeholder is an empty ``span`` in a page's Markdown that becomes a form control in its HTML. As inline HTML, it
works wherever words do: in lists, boxes, tables and cards. In a table, ``| 14 rows |`` becomes that many empty rows,
a cell with only ``____`` a field, and one with only ``[ ]`` a check box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import assert_never

from psychoed.handouts.model import Control, Field
from psychoed.language import t

# ---- Placeholders and controls

_PLACEHOLDER = re.compile(r'<span data-field="(?P<id>[^"]+)"></span>')
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
    filled = _PLACEHOLDER.sub(lambda mark: _control(fields[mark["id"]]) if mark["id"] in fields else mark[0], html)
    return _CHECKS.sub('<ul class="checks">', filled)


_GROUP = re.compile(r'(<td class="[^"]*\bgroup\b[^"]*")(>(?:(?!</td>).)*</td>)((?:\s*<td></td>)+)', re.DOTALL)


def widen_groups(html: str) -> str:
    """Return a page's HTML in which a cell with the class ``group``, the name of the rows below it, spans its row."""
    return _GROUP.sub(lambda row: f'{row[1]} colspan="{row[3].count("<td>") + 1}"{row[2]}', html)


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


# ---- Labels

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CITATION = re.compile(r"\s*\[[^\]\[]*(?<![\w\\])-{0,2}@[^\]\[]*\]")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"<[^<>]+>|\{:?[ ]*[#.][^{}]*\}|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`|\\(?=\W)")
_SENTENCE = re.compile(r"[.?!…]['\"”’)*_]*\s+")
_LIMIT = 60


def strip_markdown(markdown: str) -> str:
    """Return the words of some Markdown on one line, without markup, citations and a final colon."""
    text = _LINK.sub(r"\g<text>", _CITATION.sub("", _COMMENT.sub("", markdown)))
    return " ".join(_MARKS.sub("", text).split()).rstrip(" :")


def get_last_sentence(text: str) -> int:
    """Return the offset of the last sentence of ``text``."""
    ends = [match.end() for match in _SENTENCE.finditer(text) if match.end() < len(text.rstrip())]
    return ends[-1] if ends else len(text) - len(text.lstrip())


def make_slug(label: str) -> str:
    """Return ``label`` as part of an address: lower case, digits and hyphens, never empty."""
    letters = unicodedata.normalize("NFKD", label.replace("–", "-")).lower()
    words = re.sub(r"[^\w-]+", "-", "".join(sign for sign in letters if not unicodedata.combining(sign)))
    return f"f-{re.sub('-+', '-', words).strip('-_')[:_LIMIT] or 'field'}"


DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
MOST_ROWS = 40

_COUNT = re.compile(r"[ \t]*\|?[ \t]*(?P<count>\d+)[ \t]+(?:rows?|filas?|Zeilen?|lignes?)[ \t]*\|?[ \t|]*\Z")
_CELL = re.compile(r"(?P<box>\[[ xX]?\])\Z|_{4,}\Z")
_BAR = re.compile(r"(?<!\\)\|")

Numbered = tuple[Field, int]
Wrong = tuple[int, str, str]


def fill_table(lines: list[str], number: int) -> tuple[list[str], list[Numbered], list[Wrong]]:
    """Return a table's lines with placeholders, its fields and its problems; both have their line's index.

    ``number`` is the table's number on the page, for its fields' ids.
    """
    headers = [strip_markdown(cell) for cell in _cells(lines[0])]
    body = lines[2:]
    counts = [index for index, line in enumerate(body, start=2) if _COUNT.match(line)]
    if not counts:
        return _given(lines, headers, number)
    where = counts[0]
    count = int(_COUNT.match(lines[where])["count"])  # type: ignore[index]
    if len(body) > 1:
        return (
            lines,
            [],
            [
                (
                    where,
                    "this table has a number of rows as well as other rows",
                    "Keep either the number or the other rows.",
                )
            ],
        )
    if not 0 < count <= MOST_ROWS:
        return lines, [], [(where, f"a table has 1 to {MOST_ROWS} rows to fill in, not {count}", "")]
    if wrong := _unnamed(headers, range(len(headers)), where):
        return lines, [], wrong
    rows = [
        [
            _field(t("Row {number}, {header}", number=row, header=header), number, row, column)
            for column, header in enumerate(headers, start=1)
        ]
        for row in range(1, count + 1)
    ]
    filled = ["| " + " | ".join(make_placeholder(each.id) for each in row) + " |" for row in rows]
    return [*lines[:2], *filled], [(each, where) for row in rows for each in row], []


def _given(lines: list[str], headers: list[str], number: int) -> tuple[list[str], list[Numbered], list[Wrong]]:
    """Read a table in which the author filled some cells and left others open."""
    out, fields, wrong = lines[:2], list[Numbered](), list[Wrong]()
    for index, line in enumerate(lines[2:], start=2):
        cells = _cells(line)
        open_cells = {column: found for column, cell in enumerate(cells) if (found := _CELL.match(cell))}
        if not open_cells:
            out.append(line)
            continue
        if missing := _unnamed(headers, open_cells, index):
            wrong += missing
            out.append(line)
            continue
        first = "" if 0 in open_cells else strip_markdown(cells[0])
        for column, found in open_cells.items():
            header = _name_column(headers, column)
            label = f"{first}, {header}" if first else t("Row {number}, {header}", number=index - 1, header=header)
            control = Control.CHECK if found["box"] else Control.CELL
            made = _field(label, number, index - 1, column + 1, control)
            fields.append((made, index))
            cells[column] = make_placeholder(made.id)
        out.append("| " + " | ".join(cells) + " |")
    return out, fields, wrong


def _name_column(headers: Sequence[str], column: int) -> str:
    """Return a column's header; one that is only a number follows the first column's, as in "Session 3"."""
    header = headers[column]
    return f"{headers[0]} {header}".strip() if column and header.isdigit() else header


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _BAR.split(inner)]


def _unnamed(headers: list[str], columns: Iterable[int], where: int) -> list[Wrong]:
    """Return a problem for each column with fields but without a header."""
    return [
        (
            where,
            f"column {column + 1} has fields but no header",
            "Give it a header, because screen readers read it out.",
        )
        for column in columns
        if column >= len(headers) or not headers[column]
    ]


def _field(label: str, number: int, row: int, column: int, control: Control = Control.CELL) -> Field:
    return Field(f"f-{number}-{row}-{column}", label, control)
