"""How pages score, from files kept beside them: up to two readings against the lists, each lost point with its reason.

Files in; the readings, and everything wrong with the files at its own line, out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from psychoed.page.score_items import INSTRUMENTS
from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText
from psychoed.values import Field, Fields, MappingReader, Value, day_of, did_you_mean

COMMAND = "\\scores"
READINGS = ("first", "second")

_REASON = re.compile(r"(?P<list>[a-z]+) (?P<item>\d+)")
_OPTIONAL = {"discern"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a page: its day, the marks by list, and why each point was lost, by list and item."""

    day: date
    marks: dict[str, str]
    lost: dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class PageScores:
    """A page's path below docs/ and its readings, in the order of ``READINGS``."""

    page: str
    readings: tuple[Reading, ...]


def read_scores(source: SourceText, pages: Collection[str]) -> tuple[PageScores | None, list[Problem]]:
    """One file's scores; None where something is wrong with it. ``pages`` are the paths below docs/."""
    reader = _ScoresReader(source)
    if reader.problems and not reader.top:
        return None, reader.problems
    page, _ = reader.one(reader.top, "page"), reader.one(reader.top, READINGS[0])
    if page and page.text not in pages:
        reader.note(page.where, f"'{page.text}' is not a page below docs/", did_you_mean(page.text, pages))
    readings = [reader.reading(reader.top[name]) for name in READINGS if name in reader.top]
    reader.expect_only(reader.top, ("page", *READINGS), "file of scores")
    if reader.problems or page is None:
        return None, reader.problems
    return PageScores(page.text, tuple(each for each in readings if each)), []


class _ScoresReader(MappingReader):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source, Code.BAD_SCORE)
        self.start = Location(source.path)

    def one(self, fields: Fields, name: str) -> Value | None:
        if name in fields:
            return fields[name].value
        self.note(self.start, f"'{name}' is missing")
        return None

    def reading(self, field: Field) -> Reading | None:
        inner = self.mapping(field, "a date, the marks and the reasons for lost points")
        self.expect_only(inner, ("date", *INSTRUMENTS, "lost"), "reading")
        given = self.one(inner, "date")
        day = day_of(given) if given else None
        if given and day is None:
            self.note(given.where, "'date' is not a day", "Write it as 2026-11-23.")
        marks = {each: marks for each in INSTRUMENTS if (marks := self._marks(inner, each))}
        lost = self._lost(inner, marks)
        return Reading(day, marks, lost) if day else None

    def _marks(self, fields: Fields, name: str) -> str:
        if name not in fields and name in _OPTIONAL:
            return ""
        if (value := self.one(fields, name)) is None:
            return ""
        marks, known = "".join(value.text.split()), INSTRUMENTS[name]
        if wrong := set(marks) - set(known.marks):
            self.note(value.where, f"'{name}' has the mark '{min(wrong)}'", f"Known: {', '.join(known.marks)}.")
        elif len(marks) != len(known.items):
            self.note(value.where, f"'{name}' has {len(marks)} marks for {len(known.items)} items")
        else:
            return marks
        return ""

    def _lost(self, fields: Fields, marks: dict[str, str]) -> dict[tuple[str, int], str]:
        given = fields["lost"].value.data if "lost" in fields else {}
        reasons = given if isinstance(given, dict) else {}
        lost = {}
        for name, field in reasons.items():
            found = _REASON.fullmatch(name)
            if not found or found["list"] not in INSTRUMENTS:
                self.note(field.where, f"'{name}' is not an item", "Write the list and the item's number: 'clear 4'.")
            else:
                lost[found["list"], int(found["item"])] = field.value.text.strip()
        where = fields["lost"].where if "lost" in fields else self.start
        due = {(name, nth) for name, row in marks.items() for nth, mark in enumerate(row, 1)
               if mark not in {"n", INSTRUMENTS[name].marks.replace("n", "")[-1]}}  # fmt: skip
        for name, nth in sorted(due - {item for item, reason in lost.items() if reason}):
            self.note(where, f"'{name} {nth}' lost a point, but has no reason")
        for name, nth in sorted(lost.keys() - due):
            if name in marks or name not in fields:  # where its marks are wrong, that is said already
                self.note(where, f"'{name} {nth}' has a reason, but lost no point")
        return lost


def with_scores(markdown: str, text: str) -> str:
    """The page's Markdown with the scores in place of the line that asks for them."""
    return "\n".join(text if line.strip() == COMMAND else line for line in markdown.split("\n"))


def asks(markdown: str) -> bool:
    """Whether a page has that line."""
    return any(line.strip() == COMMAND for line in markdown.split("\n"))
