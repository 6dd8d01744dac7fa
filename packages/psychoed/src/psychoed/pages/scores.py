"""Quality scores of pages as Markdown: two tables, and the reason for each lost point."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, MappingReader, Value, YamlField, parse_day, suggest
from psychoed.language import t
from psychoed.problems import Code


@dataclass(frozen=True, slots=True)
class Instrument:
    """A rating instrument: its items by number, the marks that an item can get, and the score to reach.

    Its name and items are in English, and translated when they are shown.

    ``whole`` is the maximum score, 100 if it is a percentage. If ``counted`` is smaller than the number of items, the
    last item is an overall rating that is not counted.
    """

    name: str
    items: Sequence[str]
    marks: str = "01n"
    goal: int = 80
    whole: int = 100
    counted: int = 100

    def score(self, marks: str) -> int:
        """Return the score of a page with these marks."""
        if self.whole != 100:
            return sum(int(mark) for mark in marks[: self.counted])
        possible = len(marks) - marks.count("n")
        return int(100 * marks.count("1") / possible + 0.5) if possible else 100


INSTRUMENTS = {
    "understandable": Instrument(
        "PEMAT-P, understandable",
        ("purpose is plain", "nothing beside the point", "everyday words", "terms explained", "active voice",
         "numbers are clear", "no sums for the reader", "short sections", "telling headings", "sensible order",
         "a summary", "the main points stand out", "pictures where they help", "pictures support the text",
         "pictures have captions", "pictures are clear", "simple tables"),
    ),
    "actionable": Instrument(
        "PEMAT-P, actionable",
        ("something to do", "speaks to the reader", "in steps", "a tool to use", "sums are shown",
         "charts are explained", "pictures help to act"),
    ),
    "clear": Instrument(
        "Clear Communication Index",
        ("one main message", "message at the top", "message stands out", "a picture of the message",
         "a call to action", "message in active voice", "the reader’s words", "lists", "sections with headings",
         "the most important first", "what is known and not", "says what to do", "says why to do it",
         "says how to do it", "familiar numbers", "numbers are explained", "no sums", "nature of the risk",
         "risks and benefits", "chances in words or pictures"),
        goal=90,
    ),
    "discern": Instrument(
        "DISCERN",
        ("aims are clear", "aims are met", "relevant", "sources are named", "sources are dated", "balanced",
         "further help", "uncertainty is named", "how it works", "benefits", "risks", "doing nothing",
         "effect on daily life", "other choices", "shared decisions", "the whole"),
        marks="12345", goal=63, whole=75, counted=15,
    ),
    "jama": Instrument(
        "JAMA benchmarks",
        ("authors are named", "claims are attributed", "ties are disclosed", "dates are given"),
        marks="01", goal=4, whole=4,
    ),
}  # fmt: skip

INSTRUMENT_TEXTS = (
    *(each.name for each in INSTRUMENTS.values()),
    *(item for each in INSTRUMENTS.values() for item in each.items),
)
"""What readers see of the instruments, for the catalogues."""


SCORES_COMMAND = "\\scores"
READINGS = ("first", "second")

_REASON = re.compile(r"(?P<list>[a-z]+) (?P<item>\d+)")
_OPTIONAL = {"discern"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One assessment of a page: its date, the marks by instrument, and the reason for each lost point by item."""

    day: date
    marks: dict[str, str]
    lost: dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class PageScores:
    """A page's path below docs/ and its assessments, in the order of ``READINGS``."""

    page: str
    readings: tuple[Reading, ...]


def read_scores(source: SourceText, pages: Collection[str]) -> tuple[PageScores | None, list[Problem]]:
    """Return the scores in a file, None if it is invalid, and its problems; ``pages`` are the paths below docs/."""
    reader = _ScoresReader(source)
    if reader.problems and not reader.top:
        return None, reader.problems
    page, _ = reader.require(reader.top, "page"), reader.require(reader.top, READINGS[0])
    if page and page.text not in pages:
        reader.note(page.where, f"'{page.text}' is not a page below docs/", suggest(page.text, pages))
    readings = [reader.read_reading(reader.top[name]) for name in READINGS if name in reader.top]
    reader.expect_only(reader.top, ("page", *READINGS), "file of scores")
    if reader.problems or page is None:
        return None, reader.problems
    return PageScores(page.text, tuple(each for each in readings if each)), []


class _ScoresReader(MappingReader):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source, Code.BAD_SCORE)
        self.start = Location(source.path)

    def require(self, fields: Fields, name: str) -> Value | None:
        if name in fields:
            return fields[name].value
        self.note(self.start, f"'{name}' is missing")
        return None

    def read_reading(self, field: YamlField) -> Reading | None:
        inner = self.get_mapping(field, "a date, the marks and the reasons for lost points")
        self.expect_only(inner, ("date", *INSTRUMENTS, "lost"), "reading")
        given = self.require(inner, "date")
        day = parse_day(given) if given else None
        if given and day is None:
            self.note(given.where, "'date' is not a day", "Write it as 2026-11-23.")
        marks = {each: marks for each in INSTRUMENTS if (marks := self._marks(inner, each))}
        lost = self._lost(inner, marks)
        return Reading(day, marks, lost) if day else None

    def _marks(self, fields: Fields, name: str) -> str:
        if name not in fields and name in _OPTIONAL:
            return ""
        if (value := self.require(fields, name)) is None:
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
        due = {(name, index) for name, row in marks.items() for index, mark in enumerate(row, 1)
               if mark not in {"n", INSTRUMENTS[name].marks.replace("n", "")[-1]}}  # fmt: skip
        for name, index in sorted(due - {item for item, reason in lost.items() if reason}):
            self.note(where, f"'{name} {index}' lost a point, but has no reason")
        for name, index in sorted(lost.keys() - due):
            if name in marks or name not in fields:  # if its marks are invalid, that has been reported
                self.note(where, f"'{name} {index}' has a reason, but lost no point")
        return lost


def insert_scores(markdown: str, text: str) -> str:
    """Return the page's Markdown with the scores in place of the command."""
    return "\n".join(text if line.strip() == SCORES_COMMAND else line for line in markdown.split("\n"))


def has_scores_command(markdown: str) -> bool:
    """Return whether the Markdown contains the command."""
    return any(line.strip() == SCORES_COMMAND for line in markdown.split("\n"))


# If at least this many pages lost a point for the same reason, they are listed together.
_SEVERAL = 4


def render_scores(scores: Iterable[PageScores], titles: Mapping[str, str], here: str) -> str:
    """Return the scores as Markdown.

    ``titles`` are the pages' titles by path, and ``here`` is the relative path to docs/, for links.
    """
    rows = sorted(scores, key=lambda each: list(titles).index(each.page))
    link = {each.page: f"[{titles[each.page]}]({here}{each.page})" for each in rows}

    def table(head: Sequence[str], *names: str) -> str:
        scored = [each for each in rows if _both(each, names[0])]
        return _table(
            [t("Page"), *head], [[link[each.page], *(_both(each, name) for name in names)] for each in scored]
        )

    parts = [
        t("Pages that were scored twice have two scores, the first reading first."),
        t("**PEMAT-P,** of 100 in each:"),
        table([t("Understand"), t("Act")], "understandable", "actionable"),
        t("**Clear Communication Index** (of 100) and **JAMA benchmarks** (of 4):"),
        table([t("Clarity"), "JAMA"], "clear", "jama"),
        *(
            [t("**DISCERN,** of 75:"), table(["DISCERN"], "discern")]
            if any(_both(each, "discern") for each in rows)
            else []
        ),
        f"## {t('Where were points lost?')}",
        *_losses({link[each.page]: _lines(each) for each in rows}),
    ]
    return "\n\n".join(parts)


def _both(scores: PageScores, name: str) -> str:
    found = [str(INSTRUMENTS[name].score(each.marks[name])) for each in scores.readings if name in each.marks]
    return " · ".join(found)


def _losses(lines: Mapping[str, Sequence[str]]) -> list[str]:
    where: dict[str, list[str]] = {}
    for page, own in lines.items():
        for line in own:
            where.setdefault(line, []).append(page)
    common = {line: pages for line, pages in where.items() if len(pages) >= _SEVERAL}
    parts = []
    if common:
        summaries = [f"- {line} {t('On: {pages}.', pages=', '.join(pages))}" for line, pages in common.items()]
        parts += [f"**{t('On several pages')}**", "\n".join(summaries)]
    for page, own in lines.items():
        rest = [f"- {line}" for line in own if line not in common]
        none = t("No other points were lost.") if own else t("No points were lost.")
        parts += [f"**{page}**", "\n".join(rest) or none]
    return parts


def _lines(scores: PageScores) -> list[str]:
    lines = []
    items = sorted({item for each in scores.readings for item in each.lost},
                   key=lambda item: (list(INSTRUMENTS).index(item[0]), item[1]))  # fmt: skip
    for name, index in items:
        known = INSTRUMENTS[name]
        labels = (t("First reading: {reason}"), t("Second reading: {reason}"))
        message = [label.replace("{reason}", _as_text(each.lost[name, index]))
                for label, each in zip(labels, scores.readings, strict=False)
                if (name, index) in each.lost]  # fmt: skip
        lines.append(f"{t(known.name)} {index}, {t(known.items[index - 1])}. {' '.join(message)}")
    return lines


def _as_text(reason: str) -> str:
    """Return a reason as one line of Markdown without HTML; emphasis is kept, and it stays in its own list item."""
    return " ".join(reason.replace("&", "&amp;").replace("<", "&lt;").split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
