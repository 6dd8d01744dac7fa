r"""Registered trials: a YAML file, validated and shown as a table in place of a line ``\trials``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import Insertion, SourceText
from mkdocs_citeproc.yaml_values import Fields, Value, list_choices, parse_day, read_items
from psychoed.language import format_date, t
from psychoed.problems import Code

TRIALS_COMMAND = "\\trials"
REQUIRED = {
    "registry_number": "The number in the trial registry, such as NCT05820204.",
    "cite_key": "The key of its entry in the bibliography.",
    "title": "A short name in plain words.",
    "who": "Who takes part.",
    "compared_with": "What the treatment is compared with.",
    "status": "The status in the record that was read.",
    "source_read": "Where the record was read.",
}
_NUMBERS = ("n",)
_DAYS = ("status_as_of", "start", "planned_end")
_LINE = re.compile(rf"^[ \t]*{re.escape(TRIALS_COMMAND)}[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[^\s{}\[\]|]+")
_CLINICALTRIALS_GOV = re.compile(r"NCT\d{8}")

LocatedText: TypeAlias = "tuple[str, Location]"


@dataclass(frozen=True, slots=True)
class Trial:
    """A registered trial; ``texts``, ``n`` and ``days`` have the given fields by name."""

    where: Location
    texts: dict[str, Value]
    n: int | None
    days: dict[str, date]


def read_trials(source: SourceText) -> tuple[list[Trial], list[Problem]]:
    """Read a file of trials; return the valid ones in order, and all problems."""
    items, problems = read_items(source, Code.BAD_TRIAL)
    reader = _TrialReader(problems)
    trials = [trial for item in items if (trial := reader.read(item))]
    return trials, problems


class _TrialReader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.numbers: set[str] = set()

    def read(self, item: Value) -> Trial | None:
        if not isinstance(item.data, dict):
            self._note(item.where, "a trial must be lines of 'name: value'")
            return None
        before = len(self.problems)
        fields = item.data
        known = (*REQUIRED, *_NUMBERS, *_DAYS)
        for field in fields.values():
            if field.name not in known:
                self._note(field.where, f"a trial has no field '{field.name}'", list_choices(field.name, known))
        texts = {name: value for name in REQUIRED if (value := self._text(fields, name, item.where))}
        n = self._number(fields)
        days = {name: day for name in _DAYS if (day := self._day(fields, name))}
        if "start" in days and "planned_end" in days and days["planned_end"] < days["start"]:
            self._note(fields["planned_end"].value.where, "'planned_end' is before 'start'")
        self._check_keys(texts)
        return Trial(item.where, texts, n, days) if len(self.problems) == before else None

    def _text(self, fields: Fields, name: str, where: Location) -> Value | None:
        if name not in fields:
            self._note(where, f"'{name}' is missing", REQUIRED[name])
            return None
        value = fields[name].value
        text = " ".join(value.text.split())
        if not text:
            self._note(value.where, f"'{name}' is empty", REQUIRED[name])
            return None
        return Value(text, value.where, text)

    def _number(self, fields: Fields) -> int | None:
        if "n" not in fields:
            return None
        value = fields["n"].value
        if isinstance(value.data, int) and not isinstance(value.data, bool) and value.data > 0:
            return value.data
        self._note(value.where, f"'n' cannot be '{value.text}'", "Give the number of people, or leave 'n' out.")
        return None

    def _day(self, fields: Fields, name: str) -> date | None:
        if name not in fields:
            return None
        day = parse_day(fields[name].value)
        if day is None:
            hint = "Write it as 2026-11-23, without quotes, or leave it out."
            self._note(fields[name].value.where, f"'{name}' is not a day", hint)
        return day

    def _check_keys(self, texts: dict[str, Value]) -> None:
        key = texts.get("cite_key")
        if key and not _KEY.fullmatch(key.text):
            self._note(key.where, f"'{key.text}' is not a cite key")
        number = texts.get("registry_number")
        if number and number.text in self.numbers:
            self._note(number.where, f"'{number.text}' is listed twice", "Keep one.")
        elif number:
            self.numbers.add(number.text)

    def _note(self, where: Location, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Code.BAD_TRIAL, where, message, hint))


def find_trials(masked: str, trials: Sequence[Trial]) -> list[Insertion]:
    """Return the table to insert for each line with the command; ``masked`` is the page with code blanked."""
    lines = [*_LINE.finditer(masked)]
    parts = tuple(_table(trials)) if lines and trials else ()
    return [Insertion(line.start(), line.end(), parts) for line in lines]


def _table(trials: Sequence[Trial]) -> Iterator[LocatedText]:
    head = " | ".join((t("Trial"), t("Who takes part"), t("Status and dates")))
    yield f"\n| {head} |\n|---|---|---|\n", trials[0].where
    for trial in trials:
        yield from _row(trial)
        yield "\n", trial.where


def _row(trial: Trial) -> Iterator[LocatedText]:
    def text(name: str) -> str:
        return trial.texts[name].text.replace("|", "\\|").rstrip(".")

    def opening(name: str) -> LocatedText:
        return text(name)[:1].upper() + text(name)[1:], trial.texts[name].where

    number, key = trial.texts["registry_number"], trial.texts["cite_key"]
    yield "| **", trial.where
    yield opening("title")
    yield "** ", trial.where
    yield _link(number.text), number.where
    yield f" [@{{{key.text}}}] | ", key.where
    yield opening("who")
    yield f". {t('Compared with: {treatment}.', treatment=text('compared_with'))}", trial.texts["compared_with"].where
    yield f" {t('People: {number}.', number=trial.n)} | " if trial.n else " | ", trial.where
    status, where = opening("status")
    as_of = trial.days.get("status_as_of")
    record = t("(record of {date})", date=format_date(as_of)) if as_of else ""
    yield f"{f'{status} {record}'.rstrip()}.", where
    for name, label in (("start", t("Start: {date}.")), ("planned_end", t("Planned end: {date}."))):
        if name in trial.days:
            yield f" {label.replace('{date}', format_date(trial.days[name]))}", trial.where
    yield " |", trial.where


def _link(number: str) -> str:
    """Return the registry number, as a link if the registry is known."""
    if _CLINICALTRIALS_GOV.fullmatch(number):
        return f"[{number}](https://clinicaltrials.gov/study/{number})"
    return number
