"""The numbers in running text that can only have come from a study: shares, percentages, counts of people, statistics.

Left alone are dates, times, lengths of time, ages, steps, sizes, prices, telephone and registry numbers, versions, and
scales such as *0 to 10*. A number in words counts people only where its sentence is about research.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from psychoed.facts.match import Claim, Kind
from psychoed.text.number_forms import ANY, BARE, BEGINS, COUNTS, HUNDRED, NAMED, PEOPLE, SCALES, SIZED, VALUES
from psychoed.text.sentences import sentences

_ABOUT_RESEARCH = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|series|reports?|interview\w*|took part|random\w*|groups?|given|control|pilot"
    r"|researchers?)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]*_]*\s|\n[ \t>]*\n|\|")
_REACH = 300  # characters: how far a sentence may go back


@dataclass(frozen=True, slots=True)
class Number:
    """A study's number in a text, from ``start`` to ``end``, and what it claims."""

    start: int
    end: int
    claim: Claim


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The study numbers between two offsets of a text in which citations are blanked."""
    end = len(text) if end is None else end
    found = list(_in_forms(text, start, end))
    if HUNDRED.search(text, start, end):
        taken = {at for number in found for at in range(number.start, number.end)}
        found += [number for number in _of_hundred(text, start, end) if number.start not in taken]
    yield from sorted(found, key=lambda number: number.start)


def _in_forms(text: str, start: int, end: int) -> Iterator[Number]:
    while begins := BEGINS.search(text, start, end):
        match = ANY.match(text, begins.start(), end)
        if match is None:
            start = begins.end()
            continue
        name = next(name for name in _READERS if match[name] is not None)
        found = list(_READERS[name](match))
        yield from found
        start = found[-1].end if found else match.end(name)


def _of_hundred(text: str, start: int, end: int) -> Iterator[Number]:
    """The plain numbers of sentences about 100 people: *Of 100 people: PRT 66, usual care 10*."""
    for begin, stop in sentences(text[start:end]):
        if HUNDRED.search(text, start + begin, start + stop):
            for match in BARE.finditer(text, start + begin, start + stop):
                if not _is_name(match, "bare") and not SIZED.match(text, match.end()):
                    yield _number(match, Kind.OF_100, "bare")


def _number(match: re.Match[str], kind: Kind, *names: str) -> Number:
    return Number(match.start(names[0]), match.end(), Claim(kind, tuple(abs(_value(match[name])) for name in names)))


def _value(written: str) -> Decimal:
    return VALUES.get(written.lower()) or Decimal(re.sub("[−–]", "-", written.replace(",", "")))


def _is_name(match: re.Match[str], name: str) -> bool:
    """Whether it is part of a name: *page 2 of 4*, *WCAG 2.2*."""
    return NAMED.search(match.string, max(0, match.start(name) - 14), match.start(name)) is not None


def _interval(match: re.Match[str]) -> Iterator[Number]:
    yield _number(match, Kind.INTERVAL, "low", "high")


def _share(match: re.Match[str]) -> Iterator[Number]:
    whole = _value(match["whole"])
    # '4 of 10' is mostly a place on a scale.
    counts = whole > 10 or COUNTS.match(match.string, match.end())
    if counts and not _is_name(match, "part") and _value(match["part"]) <= whole:
        yield _number(match, Kind.SHARE, "part", "whole")


def _slash(match: re.Match[str]) -> Iterator[Number]:
    over, under = _value(match["over"]), _value(match["under"])
    if over <= under and under > 12:  # else a date, a fraction, a scale
        yield _number(match, Kind.SHARE, "over", "under")


def _points(match: re.Match[str]) -> Iterator[Number]:
    yield _number(match, Kind.POINTS, "points")


def _percent(match: re.Match[str]) -> Iterator[Number]:
    for name in ("first", "percent"):
        if match[name] and _value(match[name]) != 100:  # '100% sure'
            end = match.end() if name == "percent" else match.end(name)
            yield Number(match.start(name), end, Claim(Kind.PERCENT, (_value(match[name]),)))


def _rate(match: re.Match[str]) -> Iterator[Number]:
    some, every = _value(match["some"]), _value(match["every"])
    if some < every < 1900 and not _is_name(match, "some"):  # 'one in 2021' is no rate
        yield _number(match, Kind.RATE, "some", "every")


def _statistic(match: re.Match[str]) -> Iterator[Number]:
    yield _number(match, Kind.COUNT if match["name"] else Kind.MEASURE, "statistic" if match["statistic"] else "bare")


def _count(match: re.Match[str]) -> Iterator[Number]:
    written, noun = match["count"], match["noun"]
    value = _value(written) * SCALES.get((match["scale"] or "").lower(), Decimal(1))
    between = match.string[match.end("count") : match.start("noun")].split()
    if _is_name(match, "count") or any(map(_is_thing, between)) or re.fullmatch("(?:19|20)..", written):
        return
    if written.lower() in VALUES:
        counted = value > 1 and re.fullmatch(PEOPLE, noun, re.IGNORECASE) and _is_about_research(match)
    else:
        counted = value not in (1, 10, 100, 1000)  # 'of 100 people' only says of how many
    if counted:
        yield Number(match.start("count"), match.end(), Claim(Kind.COUNT, (value,)))


def _is_thing(word: str) -> bool:
    """Whether a word between a number and its noun is what the number counts: *3 questions people ask*."""
    return re.search(r"(?<![su])s$", word.strip("*_>,")) is not None


def _is_about_research(match: re.Match[str]) -> bool:
    text, earliest = match.string, max(0, match.start() - _REACH)
    begin = max((each.end() for each in _SENTENCE_END.finditer(text, earliest, match.start())), default=earliest)
    stop = _SENTENCE_END.search(text, match.end())
    return _ABOUT_RESEARCH.search(text, begin, stop.start() if stop else len(text)) is not None


def _decimal(match: re.Match[str]) -> Iterator[Number]:
    if not _is_name(match, "decimal") and not SIZED.match(match.string, match.end()):
        yield _number(match, Kind.MEASURE, "decimal")


# By the group that the form has and no other.
_READERS = {
    "low": _interval,
    "part": _share,
    "over": _slash,
    "points": _points,
    "percent": _percent,
    "some": _rate,
    "statistic": _statistic,
    "bare": _statistic,
    "count": _count,
    "decimal": _decimal,
}
