"""Checks every study number on a page against the facts of the sources that its block cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mkdocs_citeproc.problems import Problem
from psychoed.checks.facts import Facts, NumberClaim, NumberKind, is_supported, list_known_values
from psychoed.checks.number_forms import ENGLISH_FORMS, NumberForms
from psychoed.checks.text import Block, PageText, split_sentences
from psychoed.problems import Code

_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]*_]*\s|\n[ \t>]*\n|\|")
_REACH = 300  # characters: how far before a number its sentence may begin


@dataclass(frozen=True, slots=True)
class Number:
    """A study number in a text, from ``start`` to ``end``, and what it claims."""

    start: int
    end: int
    claim: NumberClaim


def find_numbers(
    text: str, start: int = 0, end: int | None = None, forms: NumberForms = ENGLISH_FORMS
) -> Iterator[Number]:
    """Yield the study numbers between two offsets of a text in which citations are blanked."""
    end = len(text) if end is None else end
    finder = _NumberFinder(forms)
    found = list(finder.find_forms(text, start, end))
    if forms.hundred.search(text, start, end):
        taken = {at for number in found for at in range(number.start, number.end)}
        found += [number for number in finder.find_of_hundred(text, start, end) if number.start not in taken]
    yield from sorted(found, key=lambda number: number.start)


class _NumberFinder:
    """Finds the numbers that have one of the forms of a language."""

    def __init__(self, forms: NumberForms) -> None:
        self.forms = forms

    def find_forms(self, text: str, start: int, end: int) -> Iterator[Number]:
        while begins := self.forms.begins.search(text, start, end):
            match = self.forms.number_pattern.match(text, begins.start(), end)
            if match is None:
                start = begins.end()
                continue
            name = next(name for name in _READERS if match[name] is not None)
            found = list(_READERS[name](self, match))
            yield from found
            start = found[-1].end if found else match.end(name)

    def find_of_hundred(self, text: str, start: int, end: int) -> Iterator[Number]:
        """Yield the plain numbers of sentences about 100 people: *Of 100 people: treatment 66, usual care 10*."""
        for begin, stop in split_sentences(text[start:end]):
            if self.forms.hundred.search(text, start + begin, start + stop):
                for match in self.forms.bare.finditer(text, start + begin, start + stop):
                    if not self._is_name(match, "bare") and not self.forms.sized.match(text, match.end()):
                        yield self._number(match, NumberKind.OF_100, "bare")

    def _number(self, match: re.Match[str], kind: NumberKind, *names: str) -> Number:
        values = tuple(abs(self.forms.read_value(match[name])) for name in names)
        return Number(match.start(names[0]), match.end(), NumberClaim(kind, values))

    def _is_name(self, match: re.Match[str], name: str) -> bool:
        """Return whether the number is part of a name: *page 2 of 4*, *WCAG 2.2*."""
        return self.forms.named.search(match.string, max(0, match.start(name) - 14), match.start(name)) is not None

    def read_interval(self, match: re.Match[str]) -> Iterator[Number]:
        yield self._number(match, NumberKind.INTERVAL, "low", "high")

    def read_share(self, match: re.Match[str]) -> Iterator[Number]:
        whole = self.forms.read_value(match["whole"])
        # '4 of 10' is mostly a point on a scale.
        counts = whole > 10 or self.forms.counts.match(match.string, match.end())
        if counts and not self._is_name(match, "part") and self.forms.read_value(match["part"]) <= whole:
            yield self._number(match, NumberKind.SHARE, "part", "whole")

    def read_slash(self, match: re.Match[str]) -> Iterator[Number]:
        over, under = self.forms.read_value(match["over"]), self.forms.read_value(match["under"])
        if over <= under and under > 12:  # otherwise a date, a fraction or a scale
            yield self._number(match, NumberKind.SHARE, "over", "under")

    def read_points(self, match: re.Match[str]) -> Iterator[Number]:
        yield self._number(match, NumberKind.POINTS, "points")

    def read_percent(self, match: re.Match[str]) -> Iterator[Number]:
        for name in ("first", "percent"):
            if match[name] and (value := self.forms.read_value(match[name])) != 100:  # '100% sure'
                end = match.end() if name == "percent" else match.end(name)
                yield Number(match.start(name), end, NumberClaim(NumberKind.PERCENT, (value,)))

    def read_rate(self, match: re.Match[str]) -> Iterator[Number]:
        some, every = self.forms.read_value(match["some"]), self.forms.read_value(match["every"])
        if some < every < 1900 and not self._is_name(match, "some"):  # 'one in 2021' is not a rate
            yield self._number(match, NumberKind.RATE, "some", "every")

    def read_statistic(self, match: re.Match[str]) -> Iterator[Number]:
        kind = NumberKind.COUNT if match["name"] else NumberKind.MEASURE
        yield self._number(match, kind, "statistic" if match["statistic"] else "bare")

    def read_count(self, match: re.Match[str]) -> Iterator[Number]:
        written, noun = match["count"], match["noun"]
        value = self.forms.read_value(written) * self._read_scale(match["scale"])
        between = match.string[match.end("count") : match.start("noun")].split()
        things = self.forms.has_things and any(map(_is_thing, between))
        if self._is_name(match, "count") or things or re.fullmatch("(?:19|20)..", written):
            return
        if written.lower() in self.forms.values:
            people = re.fullmatch(self.forms.people, noun, re.IGNORECASE)
            counted = value > 1 and people and self._is_about_research(match)
        else:
            counted = value not in (1, 10, 100, 1000)  # 'of 100 people' is only a denominator
        if counted:
            yield Number(match.start("count"), match.end(), NumberClaim(NumberKind.COUNT, (value,)))

    def _read_scale(self, written: str | None) -> Decimal:
        found = (scale for name, scale in self.forms.scales.items() if re.fullmatch(name, written or "", re.IGNORECASE))
        return Decimal(next(found, 1))

    def _is_about_research(self, match: re.Match[str]) -> bool:
        text, earliest = match.string, max(0, match.start() - _REACH)
        begin = max((each.end() for each in _SENTENCE_END.finditer(text, earliest, match.start())), default=earliest)
        stop = _SENTENCE_END.search(text, match.end())
        return self.forms.about_research.search(text, begin, stop.start() if stop else len(text)) is not None

    def read_decimal(self, match: re.Match[str]) -> Iterator[Number]:
        if not self._is_name(match, "decimal") and not self.forms.sized.match(match.string, match.end()):
            yield self._number(match, NumberKind.MEASURE, "decimal")


def _is_thing(word: str) -> bool:
    """Return whether a word between a number and its noun is what is counted: *3 questions people ask*."""
    return re.search(r"(?<![su])s$", word.strip("*_>,")) is not None


# Keyed by a group that only this form has.
_READERS = {
    "low": _NumberFinder.read_interval,
    "part": _NumberFinder.read_share,
    "over": _NumberFinder.read_slash,
    "points": _NumberFinder.read_points,
    "percent": _NumberFinder.read_percent,
    "some": _NumberFinder.read_rate,
    "statistic": _NumberFinder.read_statistic,
    "bare": _NumberFinder.read_statistic,
    "count": _NumberFinder.read_count,
    "decimal": _NumberFinder.read_decimal,
}


_SHOWN = 4


def check_numbers(page: PageText, facts: Facts, forms: NumberForms = ENGLISH_FORMS) -> list[Problem]:
    """Return a problem for each number without a citation, and for each that the cited sources' facts don't contain."""
    return [problem for block in page.blocks for problem in _of_block(page, block, facts, forms)]


def _of_block(page: PageText, block: Block, facts: Facts, forms: NumberForms) -> Iterator[Problem]:
    keys: tuple[str, ...] | None = None
    for number in find_numbers(page.plain, block.start, block.end, forms):
        keys = page.list_keys(block) if keys is None else keys
        if not keys:
            problem = _uncited(page, block, number)
        elif not is_supported(facts.find_by_keys(keys), number.claim):
            problem = _unknown(page, number, keys, facts)
        else:
            continue
        if not page.is_silenced(problem.code, block, number.start):
            yield problem


def _written(page: PageText, number: Number) -> str:
    return " ".join(page.plain[number.start : number.end].replace("*", "").split())


def _uncited(page: PageText, block: Block, number: Number) -> Problem:
    message = f"no citation in this {block.kind.value} gives a source for '{_written(page, number)}'"
    hint = (
        "Cite the source in the same paragraph, list item or table row, or in its column's head or caption; or on the "
        f"line before: <!-- {Code.UNCITED_NUMBER.value}: why it needs none -->."
    )
    return Problem(Code.UNCITED_NUMBER, page.source.at(number.start), message, hint)


def _unknown(page: PageText, number: Number, keys: tuple[str, ...], facts: Facts) -> Problem:
    cited = " or ".join(f"'{key}'" for key in keys)
    message = f"{facts.path} has no '{_written(page, number)}' of {cited}"
    there = list_known_values(facts.find_by_keys(keys), number.claim)
    shown = ", ".join(there[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
    hint = f"It has {shown}. " if there else ""
    hint += (
        f"Correct the number or the citation. If both are right, add the number to {facts.path} with where you read it."
    )
    return Problem(Code.UNKNOWN_NUMBER, page.source.at(number.start), message, hint)
