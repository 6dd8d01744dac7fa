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

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_VALUES = {word: Decimal(value) for value, word in enumerate(_WORDS, start=1)}
_SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}

_BEFORE = r"(?<![\w.,:/£$€+])"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_AFTER = r"(?![\w:/]|[.,]\d|-\w)"
_WORD = rf"(?:{'|'.join(_WORDS)})"
_GAP = r"[\s*_>]+"  # also over a line's end and the signs of emphasis

_PEOPLE = r"people|persons|adults|patients|participants|veterans|women|men|children|teenagers|volunteers|individuals"
_RESEARCH = r"(?:studies|trials|RCTs|reviews|clinics|hospitals|meta-analyses)"
# Between a count and what it counts: up to four words, none of which counts or relates something itself.
_BETWEEN = rf"(?:(?!(?:of|the|a|an|in|to|for|with|by|that|than|or|as|at|on|some|other|most|many|few|all)\b)[a-z][\w’'-]*{_GAP}){{0,4}}?"

_INTERVAL = rf"(?P<level>\d+)%{_GAP}(?:CI|confidence interval):?[\s,(]*(?:from{_GAP})?[−–-]?(?P<low>{_NUMBER})(?:{_GAP}to{_GAP}|\s?[–-]\s?|,\s)[−–-]?(?P<high>{_NUMBER})"
_SHARE = rf"{_BEFORE}(?P<part>{_NUMBER}|\b{_WORD}){_GAP}(?:of|out{_GAP}of){_GAP}(?:the{_GAP}|every{_GAP}|all{_GAP})?(?P<whole>\d+(?:,\d{{3}})*){_AFTER}"
_SLASH = rf"{_BEFORE}(?P<over>\d+)/(?P<under>\d+)(?![\w/.])"
_PERCENT = rf"{_BEFORE}(?:(?P<first>{_NUMBER})%?(?:\s?[–-]\s?|{_GAP}(?:to|or){_GAP}))?(?P<percent>{_NUMBER})[*_]*[\s\u202f]?(?:%|per{_GAP}?cent\b)"
_ONE_IN = rf"(?:{_BEFORE}1|\b[Oo]ne){_GAP}in{_GAP}(?:every{_GAP})?(?P<one_in>{_NUMBER}|{_WORD}\b)(?!\s+(?:years?|months?|weeks?|days?))"
_POINTS = rf"{_BEFORE}(?P<points>{_NUMBER}|\b{_WORD}){_GAP}percentage{_GAP}points?"
_STATISTIC = rf"\b(?P<name>[PpNnrgGd]|SD|OR|RR){_GAP}?(?:=|<|>|≤|≥|was{_GAP}|of{_GAP}){_GAP}?[−–-]?(?P<statistic>{_NUMBER})|\b(?:N|n|P|p|g|r|SD)\s[−–-]?(?P<bare>\d*\.\d+)"
_COUNT = rf"{_BEFORE}(?P<count>{_NUMBER}|\b{_WORD})(?:{_GAP}(?P<scale>thousand|million|billion))?{_GAP}(?:were{_GAP})?{_BETWEEN}(?P<noun>{_PEOPLE}|{_RESEARCH})\b"
_DECIMAL = rf"{_BEFORE}(?P<decimal>\d*\.\d+){_AFTER}"

_ANY = re.compile(
    "|".join((_INTERVAL, _SHARE, _SLASH, _POINTS, _PERCENT, _ONE_IN, _STATISTIC, _COUNT, _DECIMAL)), re.IGNORECASE
)
_DECIMAL_ALONE = re.compile(_DECIMAL)
_COUNTED = re.compile(rf"{_GAP}(?:\w+{_GAP})?(?:{_PEOPLE}|{_RESEARCH})\b", re.IGNORECASE)
# Before a number that is the name of something, or after one that is a size or a time.
_NAMED = re.compile(
    r"(?:version|v\.?|wcag|guidelines|attribution|international|licen[cs]e|cc by(?:-\w+)*|chapter|section|figure|table|part|page|sheet|step|item|level|html|python|icd)\)?\s*\Z",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\s?(?:mm|cm|m|km|kg|g|mg|ml|lb|in|inch|inches|pt|px|em|rem|[kMG]B|[ap]\.?m\b|hours?|minutes?|seconds?|days?|weeks?|months?"
    r"|years?|×|x\s?\d)(?![\w])",
    re.IGNORECASE,
)
_ABOUT_RESEARCH = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|series|reports?|interview\w*|took part|random\w*|groups?|given|control|pilot|researchers?)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]*_]*\s|\n[ \t>]*\n|\|")


@dataclass(frozen=True, slots=True)
class Number:
    """A study's number in a text, from ``start`` to ``end``, and what it claims."""

    start: int
    end: int
    claim: Claim


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The study numbers between two offsets of a text in which citations are blanked."""
    end = len(text) if end is None else end
    while match := _ANY.search(text, start, end):
        name = next(name for name in _READERS if match[name] is not None)
        found = list(_READERS[name](match))
        if not found and (decimal := _DECIMAL_ALONE.match(text, match.start(name), end)):
            found = list(_decimal(decimal))  # '1.5 points where sensors showed people' counts no people
        yield from found
        start = found[-1].end if found else match.end(name)


def _number(match: re.Match[str], kind: Kind, *names: str) -> Number:
    claim = Claim(kind, tuple(_value(match[name]) for name in names))
    return Number(match.start(names[0]), match.end(), claim)


def _value(written: str) -> Decimal:
    return _VALUES.get(written.lower()) or Decimal(written.replace(",", ""))


def _is_word(written: str) -> bool:
    return written.lower() in _VALUES


def _named(match: re.Match[str], name: str) -> bool:
    return _NAMED.search(match.string, max(0, match.start(name) - 14), match.start(name)) is not None


def _share(match: re.Match[str]) -> Iterator[Number]:
    whole = _value(match["whole"])
    counted = _COUNTED.match(match.string, match.end())
    # '4 of 10' is mostly a place on a scale, 'page 2 of 4' a page.
    if not _named(match, "part") and (whole > 10 or counted) and _value(match["part"]) <= whole:
        yield _number(match, Kind.SHARE, "part", "whole")


def _slash(match: re.Match[str]) -> Iterator[Number]:
    over, under = int(match["over"]), int(match["under"])
    if over <= under and under > 12 and (over, under) != (24, 7):  # else a date, a fraction, a scale
        yield _number(match, Kind.SHARE, "over", "under")


def _percent(match: re.Match[str]) -> Iterator[Number]:
    for name in ("first", "percent"):
        if match[name] and _value(match[name]) != 100:
            yield Number(match.start(name), match.end(), Claim(Kind.PERCENT, (_value(match[name]),)))


def _statistic(match: re.Match[str]) -> Iterator[Number]:
    name = "statistic" if match["statistic"] else "bare"
    whole = match["name"] and match["name"].lower() == "n"
    yield _number(match, Kind.COUNT if whole else Kind.MEASURE, name)


def _one_in(match: re.Match[str]) -> Iterator[Number]:
    if not 1900 <= _value(match["one_in"]) < 2100:
        yield _number(match, Kind.ONE_IN, "one_in")


def _count(match: re.Match[str]) -> Iterator[Number]:
    written, noun = match["count"], match["noun"]
    value = _value(written) * _SCALES.get((match["scale"] or "").lower(), Decimal(1))
    between = match.string[match.end("count") : match.start("noun")]
    if _named(match, "count") or _things(between) or (re.fullmatch("19..|20..", written) and between.split()):
        return
    if _is_word(written):
        if written.lower() != "one" and re.fullmatch(_PEOPLE, noun, re.IGNORECASE) and _is_about_research(match):
            yield Number(match.start("count"), match.end(), Claim(Kind.COUNT, (value,)))
    elif value not in (1, 10, 100, 1000):  # 'of 100 people' only says of how many
        yield Number(match.start("count"), match.end(), Claim(Kind.COUNT, (value,)))


def _things(between: str) -> bool:
    """Whether the words between a count and its noun hold something counted already: *3 questions people ask*."""
    return any(re.search(r"(?<![su])s$", word.strip("*_>,")) for word in between.split())


def _is_about_research(match: re.Match[str]) -> bool:
    text = match.string
    begin = max(
        (each.end() for each in _SENTENCE_END.finditer(text, max(0, match.start() - 300), match.start())), default=0
    )
    stop = _SENTENCE_END.search(text, match.end())
    return _ABOUT_RESEARCH.search(text, begin, stop.start() if stop else len(text)) is not None


def _decimal(match: re.Match[str]) -> Iterator[Number]:
    if not _named(match, "decimal") and not _SIZED.match(match.string, match.end()):
        yield _number(match, Kind.MEASURE, "decimal")


_READERS = {
    "low": lambda match: iter([_number(match, Kind.INTERVAL, "low", "high")]),
    "part": _share,
    "over": _slash,
    "points": lambda match: iter([_number(match, Kind.POINTS, "points")]),
    "percent": _percent,
    "one_in": _one_in,
    "statistic": _statistic,
    "bare": _statistic,
    "count": _count,
    "decimal": _decimal,
}
