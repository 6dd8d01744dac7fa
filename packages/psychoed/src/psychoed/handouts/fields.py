"""Finds fields to fill in in a page's Markdown, and replaces them with placeholders.

The syntax is in ``hooks/README.md``, the placeholders are in ``controls.py``. Code, comments and addresses are
left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_citeproc.citations.mask import BLANK, mask_markup
from mkdocs_citeproc.problems import Location, Problem
from psychoed.handouts.controls import (
    DELIMITER,
    MOST_ROWS,
    fill_table,
    get_last_sentence,
    join_side_by_side,
    make_label,
    make_line,
    make_placeholder,
    make_question,
    make_slug,
    strip_markdown,
)
from psychoed.handouts.model import Control, Field
from psychoed.problems import Code

_BLANK_LINE = re.compile(rf"[\s{BLANK}]*\Z")
_ITEM = re.compile(r"(?P<lead>[ \t]*(?:[-*+]|\d+[.)])[ \t]+)(?P<box>\[[ xX]\][ \t]+)?")
_OWN_LINE = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|(?:!!!|\?\?\?\+?)[ \t]|</?(?:div|figure|section|details|summary)\b|>|<!--)"
)
_RULE = re.compile(r"[ \t]*_{4,}[ \t]*\Z")
_RUN = re.compile(r"_{4,}")
_LABEL_END = re.compile(r":[*_]*\s*\Z")
_SCALE_LIKE = re.compile(r"\[\s*(?P<from>\d{1,3})\s*[-–]\s*(?P<to>\d{1,3})\s*(?::(?P<ends>[^\]\[]*))?\](?!\(|\[)")


@dataclass
class Found:
    """The fields of a page: the Markdown with placeholders, the fields by id, and the problems."""

    markdown: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def dump_fields(found: Found) -> list[Any]:
    """Return fields without problems as JSON can hold them."""
    fields = [[each.id, each.label, each.control.value, each.lines, each.ends] for each in found.fields.values()]
    return [found.markdown, fields]


def load_fields(dumped: list[Any]) -> Found:
    """Return what ``dump_fields`` made a list of."""
    markdown, rows = dumped
    fields = [Field(name, label, Control(control), lines, tuple(ends)) for name, label, control, lines, ends in rows]
    return Found(markdown, {each.id: each for each in fields})


def read_fields(markdown: str, at: Callable[[int], Location]) -> Found:
    """Return the fields in ``markdown``; ``at`` returns the location of an offset."""
    return _Reading(markdown, at).read()


class _Reading:
    """Reads one page line by line; ``unit`` is the open paragraph or list item."""

    def __init__(self, markdown: str, at: Callable[[int], Location]) -> None:
        self.at = at
        self.lines = markdown.split("\n")
        self.masked = mask_markup(markdown).split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.found = Found()
        self.labels: dict[str, int] = {}
        self.out: list[str] = []
        self.unit: list[int] = []
        self.tables = 0

    def read(self) -> Found:
        index = 0
        while index < len(self.lines):
            index = self._line(index)
        self._close()
        self.found.markdown = "\n".join(self.out)
        return self.found

    def _line(self, index: int) -> int:
        """Read a line, or several that belong together; return the index of the next line."""
        line, masked = self.lines[index], self.masked[index]
        if _BLANK_LINE.match(masked):
            self._close()
            self.out.append(line)
        elif _RULE.match(masked):
            return self._area(index)
        elif self._is_table(index):
            return self._table(index)
        elif _OWN_LINE.match(line):
            self._close()
            self._stray(index)
            self.out.append(line)
        else:
            if _ITEM.match(line):
                self._close()
            self.unit.append(index)
        return index + 1

    # ---- Tables ----

    def _is_table(self, index: int) -> bool:
        following = self.masked[index + 1] if index + 1 < len(self.masked) else ""
        return "|" in self.masked[index] and bool(DELIMITER.match(following))

    def _table(self, index: int) -> int:
        self._close()
        end = index
        while end < len(self.lines) and not _BLANK_LINE.match(self.masked[end]):
            end += 1
        lines, fields, wrong = fill_table(self.lines[index:end], self.tables + 1)
        self.tables += bool(fields)
        # Two logs may both have "Row 3, Before": the label in the second one names its table.
        again = any(each.label in self.labels for each, _ in fields)
        for each, line in fields:
            label = f"{each.label}, table {self.tables}" if again else each.label
            self._add(replace(each, label=label), self.starts[index + line])
        for line, message, hint in wrong:
            self._wrong(self.starts[index + line], message, hint)
        self.out += lines
        return end

    # ---- Paragraphs and list items ----

    def _area(self, index: int) -> int:
        """Read writing lines below a paragraph."""
        end = index
        while end < len(self.lines) and _RULE.match(self.masked[end]):
            end += 1
        if not self.unit:
            self._wrong(
                self.starts[index], "these writing lines have no label", "End the paragraph above with a colon."
            )
            self.out += self.lines[index:end]
            return end
        start = self.starts[self.unit[0]]
        text = "\n".join(self.lines[line] for line in self.unit)
        self.unit = []
        lead = _lead(text)
        label = strip_markdown(text[len(lead) :])
        if not _LABEL_END.search(text) or not label:
            hint = "End the paragraph right above them with a colon."
            self._wrong(self.starts[index], "these writing lines have no label", hint)
        elif end - index > MOST_ROWS:
            self._wrong(self.starts[index], f"{end - index} writing lines are too many", f"At most {MOST_ROWS}.")
        else:
            made = self._add(Field(make_slug(label), label, Control.AREA, end - index), start)
            text = f"{lead}{make_label(made.id, text[len(lead) :])} {make_placeholder(made.id)}"
        self.out.append(text)
        return end

    def _close(self) -> None:
        """Read the open paragraph or list item, now that it is complete."""
        if not self.unit:
            return
        text = "\n".join(self.lines[line] for line in self.unit)
        masked = "\n".join(self.masked[line] for line in self.unit)
        start = self.starts[self.unit[0]]
        self.unit = []
        self.out.append(self._filled(text, masked, start))

    def _filled(self, text: str, masked: str, start: int) -> str:
        item = _ITEM.match(text)
        lead = _lead(text)
        body, shown = text[len(lead) :], masked[len(lead) :]
        start += len(lead)
        box = bool(item and item["box"])
        scale = _SCALE_LIKE.search(shown)
        runs = list(_RUN.finditer(shown))
        if scale and runs:
            self._wrong(
                start + scale.start(), "a scale and a line are in the same paragraph", "Put each in its own paragraph."
            )
        elif scale:
            body = self._scale(body, scale, start)
        elif runs:
            body = self._lines(body, runs, start, box)
        if box:
            name = strip_markdown(_RUN.sub("", text[len(lead) :]))
            if not name:
                self._wrong(start, "this check box has no text", "Write '- [ ] ' and the text of the box.")
                return text
            made = self._add(Field(make_slug(name), name, Control.CHECK), start)
            label = body if runs or scale else make_label(made.id, body)
            body = f"{make_placeholder(made.id)} {label}"
            lead = lead[: len(lead) - len(item["box"] or "")] if item else lead
        return lead + body

    def _lines(self, body: str, runs: list[re.Match[str]], start: int, box: bool) -> str:
        """Return one line to write on after each label."""
        if body[runs[-1].end() :].strip():
            hint = "End the paragraph with the line, or write the words before its label."
            self._wrong(start + runs[-1].start(), "there are words after the line to write on", hint)
            return body
        parts, before, message = [], 0, ""
        for number, run in enumerate(runs):
            segment = body[before : run.start()]
            cut = get_last_sentence(segment)
            words = segment[cut:].rstrip()
            label = strip_markdown(words)
            if not _LABEL_END.search(words) or not label:
                hint = "Put a label and a colon before it, as in 'My name: ____'."
                self._wrong(start + run.start(), "this line has no label", hint)
                return body
            if number == 0:
                message = segment[:cut]
            made = self._add(
                Field(make_slug(label), f"{label} (in words)" if box else label, Control.LINE), start + before + cut
            )
            parts.append(make_line(made.id, words))
            before = run.end()
        return message + (parts[0] if len(parts) == 1 else join_side_by_side(parts))

    def _scale(self, body: str, scale: re.Match[str], start: int) -> str:
        where = start + scale.start()
        hint = "Write it as in 'How strong is it now? [0-10: none, worst I know]'."
        ends = [strip_markdown(part) for part in (scale["ends"] or "").split(",")]
        if body[scale.end() :].strip():
            self._wrong(where, "there are words after the scale", "End the paragraph with it.")
        elif (scale["from"], scale["to"]) != ("0", "10"):
            self._wrong(where, f"a scale goes from 0 to 10, not from {scale['from']} to {scale['to']}", hint)
        elif len(ends) != 2 or not all(ends):
            self._wrong(where, "a scale needs words for both ends", hint)
        else:
            asked = body[: scale.start()].rstrip()
            cut = get_last_sentence(asked)
            if label := strip_markdown(asked[cut:]):
                made = self._add(Field(make_slug(label), label, Control.SCALE, ends=(ends[0], ends[1])), start + cut)
                question = make_question(made.id, asked[cut:])
                return f"{asked[:cut]}{question} {make_placeholder(made.id)}"
            self._wrong(where, "this scale has no question", hint)
        return body

    def _stray(self, index: int) -> None:
        """Record a problem for fields in places that can't have any: a heading, a box's title, a quotation."""
        if run := _RUN.search(self.masked[index]) or _SCALE_LIKE.search(self.masked[index]):
            hint = "Move it to a paragraph or list item."
            self._wrong(self.starts[index] + run.start(), "a field can't be in a heading, title or quotation", hint)

    # ---- Results ----

    def _add(self, new: Field, offset: int) -> Field:
        """Add a field and give it an id; its label must be unique on the page."""
        if (first := self.labels.get(new.label)) is not None:
            line = self.at(first).line
            hint = (
                f"The first is on line {line}. Give them different labels, because screen readers read the label out."
            )
            self._wrong(offset, f"two fields are called '{new.label}'", hint)
        self.labels.setdefault(new.label, offset)
        name, count = new.id, 1
        while name in self.found.fields:
            count += 1
            name = f"{new.id}-{count}"
        made = replace(new, id=name)
        self.found.fields[name] = made
        return made

    def _wrong(self, offset: int, message: str, hint: str) -> None:
        self.found.problems.append(Problem(Code.BAD_FIELD, self.at(offset), message, hint))


def _lead(text: str) -> str:
    """Return what precedes the words of a paragraph or list item: spaces, bullet or number, checkbox."""
    item = _ITEM.match(text)
    return item[0] if item else text[: len(text) - len(text.lstrip())]
