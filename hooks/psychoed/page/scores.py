"""How pages score, from files kept beside them: up to two readings against the lists, each lost point with its reason.

Files in; Markdown to be shown, and everything wrong with the files at its own line, out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from psychoed.page.score_items import INSTRUMENTS
from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText
from psychoed.values import Field, Value, read_mapping

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
    fields, problems = read_mapping(source.text, source.path, Code.BAD_SCORE, Code.BAD_SCORE)
    if fields is None:
        return None, problems
    reader = _Reader(source, problems)
    page = reader.one(fields, "page")
    if page and page.text not in pages:
        reader.note(page.where, f"'{page.text}' is no page below docs/")
    readings = [reader.reading(fields, name) for name in READINGS if name in fields or name == READINGS[0]]
    reader.only(fields, ("page", *READINGS))
    if reader.problems or page is None:
        return None, reader.problems
    return PageScores(page.text, tuple(each for each in readings if each)), []


class _Reader:
    def __init__(self, source: SourceText, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems

    def note(self, where: Location, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Code.BAD_SCORE, where, message, hint))

    def only(self, fields: dict[str, Field], known: Collection[str]) -> None:
        for field in fields.values():
            if field.name not in known:
                self.note(field.where, f"no score is called '{field.name}'", f"Known are: {', '.join(known)}.")

    def one(self, fields: dict[str, Field], name: str) -> Value | None:
        if name not in fields:
            self.note(Location(self.source.path), f"'{name}' is missing")
            return None
        return fields[name].value

    def reading(self, fields: dict[str, Field], name: str) -> Reading | None:
        value = self.one(fields, name)
        if value is None:
            return None
        if not isinstance(value.data, dict):
            self.note(value.where, f"'{name}' is no reading", "It has a date, marks and what was lost.")
            return None
        inner = value.data
        self.only(inner, ("date", *INSTRUMENTS, "lost"))
        day = self.one(inner, "date")
        if day and not isinstance(day.data, date):
            self.note(day.where, "'date' is not a day", "Write it as 2026-11-23.")
        marks = {each: marks for each in INSTRUMENTS if (marks := self._marks(inner, each))}
        lost = self._lost(inner, marks)
        return Reading(day.data, marks, lost) if day and isinstance(day.data, date) else None

    def _marks(self, fields: dict[str, Field], name: str) -> str:
        if name not in fields and name in _OPTIONAL:
            return ""
        value = self.one(fields, name)
        if value is None:
            return ""
        marks, known = "".join(value.text.split()), INSTRUMENTS[name]
        if wrong := set(marks) - set(known.marks):
            self.note(value.where, f"'{name}' has the mark '{min(wrong)}'", f"Known are: {', '.join(known.marks)}.")
        elif len(marks) != len(known.items):
            self.note(value.where, f"'{name}' has {len(marks)} marks for {len(known.items)} items")
        else:
            return marks
        return ""

    def _lost(self, fields: dict[str, Field], marks: dict[str, str]) -> dict[tuple[str, int], str]:
        given = fields["lost"].value.data if "lost" in fields else {}
        reasons = given if isinstance(given, dict) else {}
        lost = {}
        for name, field in reasons.items():
            found = _REASON.fullmatch(name)
            if not found or found["list"] not in INSTRUMENTS:
                self.note(field.where, f"'{name}' is no item", "Write the list and the item's number: 'clear 4'.")
            else:
                lost[found["list"], int(found["item"])] = field.value.text.strip()
        where = fields["lost"].where if "lost" in fields else Location(self.source.path)
        due = {(name, nth) for name, row in marks.items() for nth, mark in enumerate(row, 1)
               if mark not in {"n", INSTRUMENTS[name].marks.replace("n", "")[-1]}}  # fmt: skip
        for name, nth in sorted(due - {item for item, reason in lost.items() if reason}):
            self.note(where, f"'{name} {nth}' lost a point without a reason")
        for name, nth in sorted(lost.keys() - due):
            if name in marks:
                self.note(where, f"'{name} {nth}' lost no point and has a reason")
        return lost


def shown(scores: Iterable[PageScores], titles: dict[str, str], here: str) -> str:
    """The scores as Markdown: two tables, and each lost point with its reason.

    ``titles`` are the pages' titles by path, and ``here`` turns a path into a link: it is the way up to docs/.
    """
    rows = sorted(scores, key=lambda each: list(titles).index(each.page))
    link = {each.page: f"[{titles[each.page]}]({here}{each.page})" for each in rows}
    pemat = [[link[each.page], *(_both(each, name) for name in ("understandable", "actionable"))] for each in rows]
    rest = [[link[each.page], *(_both(each, name) for name in ("clear", "discern", "jama"))] for each in rows]
    parts = [
        "Where a page has been read twice, the score of the second reading stands after that of the first.",
        _table(["Page", "PEMAT-P, understandable (of 100)", "PEMAT-P, actionable (of 100)"], pemat),
        _table(["Page", "Clear Communication Index (of 100)", "DISCERN (of 75)", "JAMA (of 4)"], rest),
        "## Where were points lost?",
    ]
    for each in rows:
        parts.append(f"**{link[each.page]}**")
        parts.append("\n".join(_losses(each)) or "No point was lost.")
    return "\n\n".join(parts)


def _both(scores: PageScores, name: str) -> str:
    found = [str(INSTRUMENTS[name].score(each.marks[name])) for each in scores.readings if name in each.marks]
    return " · ".join(found) or "–"


def _losses(scores: PageScores) -> list[str]:
    lines = []
    items = sorted({item for each in scores.readings for item in each.lost},
                   key=lambda item: (list(INSTRUMENTS).index(item[0]), item[1]))  # fmt: skip
    for name, nth in items:
        known = INSTRUMENTS[name]
        said = [f"{which.capitalize()} reading: {each.lost[name, nth]}"
                for which, each in zip(READINGS, scores.readings, strict=False)
                if (name, nth) in each.lost]  # fmt: skip
        lines.append(f"- {known.name} {nth}, {known.items[nth - 1]}. {' '.join(said)}")
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_scores(markdown: str, text: str) -> str:
    """The page's Markdown with the scores in place of the line that asks for them."""
    return "\n".join(text if line.strip() == COMMAND else line for line in markdown.split("\n"))


def asks(markdown: str) -> bool:
    """Whether a page has that line."""
    return any(line.strip() == COMMAND for line in markdown.split("\n"))
