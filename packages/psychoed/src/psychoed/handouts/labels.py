"""Tables to fill in: ``| 14 rows |`` becomes that many empty rows, a cell with only ``____`` a field."""

from __future__ import annotations

import re
import unicodedata

from psychoed.handouts import placeholders
from psychoed.handouts.model import Control, Field
from psychoed.language import t

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CITATION = re.compile(r"\s*\[[^\]\[]*(?<![\w\\])-{0,2}@[^\]\[]*\]")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"<[^<>]+>|\{:?[ ]*[#.][^{}]*\}|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`|\\(?=\W)")
_SENTENCE = re.compile(r"[.?!…]['\"”’)*_]*\s+")
_LIMIT = 60


def strip_markup(markdown: str) -> str:
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
_CELL = re.compile(r"_{4,}\Z")
_BAR = re.compile(r"(?<!\\)\|")

Numbered = tuple[Field, int]
Wrong = tuple[int, str, str]


def fill_table(lines: list[str], number: int) -> tuple[list[str], list[Numbered], list[Wrong]]:
    """Return a table's lines with placeholders, its fields and its problems; both have their line's index.

    ``number`` is the table's number on the page, for its fields' ids.
    """
    headers = [strip_markup(cell) for cell in _cells(lines[0])]
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
    filled = ["| " + " | ".join(placeholders.make_placeholder(each.id) for each in row) + " |" for row in rows]
    return [*lines[:2], *filled], [(each, where) for row in rows for each in row], []


def _given(lines: list[str], headers: list[str], number: int) -> tuple[list[str], list[Numbered], list[Wrong]]:
    """Read a table in which the author filled some cells and left others open."""
    out, fields, wrong = lines[:2], list[Numbered](), list[Wrong]()
    for index, line in enumerate(lines[2:], start=2):
        cells = _cells(line)
        open_cells = [column for column, cell in enumerate(cells) if _CELL.match(cell)]
        if not open_cells:
            out.append(line)
            continue
        if missing := _unnamed(headers, open_cells, index):
            wrong += missing
            out.append(line)
            continue
        first = "" if 0 in open_cells else strip_markup(cells[0])
        for column in open_cells:
            label = t("Row {number}, {header}", number=index - 1, header=headers[column])
            made = _field(f"{first}, {headers[column]}" if first else label, number, index - 1, column + 1)
            fields.append((made, index))
            cells[column] = placeholders.make_placeholder(made.id)
        out.append("| " + " | ".join(cells) + " |")
    return out, fields, wrong


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _BAR.split(inner)]


def _unnamed(headers: list[str], columns: range | list[int], where: int) -> list[Wrong]:
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


def _field(label: str, number: int, row: int, column: int) -> Field:
    return Field(f"f-{number}-{row}-{column}", label, Control.CELL)
