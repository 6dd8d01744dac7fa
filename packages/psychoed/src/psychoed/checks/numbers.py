"""Checks every study number on a page against the facts of the sources that its block cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mkdocs_citeproc.problems import Problem
from psychoed.checks.facts import Claim, Facts, Kind, is_supported, list_known_values
from psychoed.checks.sentences import split_sentences
from psychoed.checks.text import Block, PageText
from psychoed.problems import Code

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty"
)
VALUES = {word: Decimal(value) for value, word in enumerate(_WORDS.split("|"), start=1)}
SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}

_BEFORE = r"(?<![\w.,:/£$€+])"
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_NUMBER = rf"(?:{_WHOLE}(?:\.\d+)?|\.\d+)"
_AFTER = r"(?![\w:/]|[.,]\d|-\w)"
_WORD = rf"(?:{_WORDS})"
_GAP = r"[\s*_>]+"  # also across line breaks and emphasis
_TO = rf"(?:{_GAP}to{_GAP}|\s?[–-]\s?|,\s)"
_OF = rf"{_GAP}(?:of|out{_GAP}of){_GAP}(?:the{_GAP}|every{_GAP}|all{_GAP})?"
_IS = rf"{_GAP}?(?:=|<|>|≤|≥|was{_GAP}|of{_GAP}){_GAP}?"
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)"
_SCALE = "|".join(SCALES)

PEOPLE = "people|persons|adults|patients|participants|veterans|women|men|children|teenagers|volunteers|individuals"
_COUNTED = rf"(?:{PEOPLE}|studies|trials|RCTs|reviews|clinics|hospitals|meta-analyses)\b"
# Between a count and its noun: up to four words that are neither counts nor prepositions and the like.
_RELATES = (
    "of|the|a|an|in|to|for|with|by|that|than|or|as|at|on|among|some|other|most|many|few|all|per|points?|where|if|when"
    "|out"
)
_BETWEEN = rf"(?:(?!(?:{_RELATES})\b)[a-z][\w’'-]*{_GAP}){{0,4}}?"

# The first match wins; the names of its groups tell the forms apart.
_FORMS = (
    # 95% CI 8.3 to 13.5
    rf"\d+%{_GAP}(?:CI|confidence interval):?[\s,(]*(?:from{_GAP})?"
    rf"[−–-]?(?P<low>{_NUMBER}){_TO}[−–-]?(?P<high>{_NUMBER})",
    # 33 of 50
    rf"{_BEFORE}(?P<part>{_NUMBER}|\b{_WORD}){_OF}(?P<whole>{_WHOLE}){_AFTER}",
    # 33/50
    rf"{_BEFORE}(?P<over>\d+)/(?P<under>\d+)(?![\w/.])",
    # 19 percentage points
    rf"{_BEFORE}(?P<points>{_NUMBER}|\b{_WORD}){_GAP}percentage{_GAP}points?",
    # 66%, 30 to 84%
    rf"{_BEFORE}(?:(?P<first>{_NUMBER})%?(?:\s?[–-]\s?|{_GAP}(?:to|or){_GAP}))?(?P<percent>{_NUMBER})[*_]*"
    rf"[\s\u202f]?(?:%|per{_GAP}?cent\b)(?!{_GAP}(?:CI|confidence)\b)",
    # 1 in 13, two in three
    rf"{_BEFORE}\b(?P<some>\d+|{_WORD}){_GAP}in{_GAP}(?:every{_GAP})?(?P<every>{_WHOLE}|{_WORD})\b(?!{_GAP}{_TIME}\b)",
    # n = 151, g = −1.14, P < .001
    rf"\b(?:(?P<name>n)|[pgrd]|SD|OR|RR){_IS}(?P<statistic>[−–-]?{_NUMBER})|\b(?:p|g|r|SD)\s[−–-]?(?P<bare>\d*\.\d+)",
    # 151 adults, 53 older veterans, 619 million people, 81 were women
    rf"{_BEFORE}(?P<count>{_NUMBER}(?={_GAP}(?:{_SCALE}))|{_WHOLE}|\b{_WORD})(?:{_GAP}(?P<scale>{_SCALE}))?{_GAP}"
    rf"(?:were{_GAP})?{_BETWEEN}(?P<noun>{_COUNTED})",
    # 1.18
    rf"{_BEFORE}(?P<decimal>\d*\.\d+){_AFTER}",
)
ANY = re.compile("|".join(_FORMS), re.IGNORECASE)
BEGINS = re.compile(rf"(?<!\w)(?:\.?\d|(?:{_WORDS}|[npgrd]|sd|or|rr)\b)", re.IGNORECASE)
"""Matches where a form can begin; trying all forms at every letter takes four times as long."""


HUNDRED = re.compile(rf"(?<!\d\s)\b(?:of|out{_GAP}of|among){_GAP}(?:every{_GAP})?100\b", re.IGNORECASE)
"""Matches the words that make plain numbers in a sentence shares of 100."""

BARE = re.compile(rf"{_BEFORE}(?P<bare>[1-9]\d?)(?![\w/:%]|[.,]\d|-\w|\s?[–-]\s?\d|{_GAP}(?:of|to|or|and){_GAP}\d)")

COUNTS = re.compile(rf"{_GAP}(?:[\w-]+{_GAP})?{_COUNTED}", re.IGNORECASE)
"""Matches the words after a number of people or studies."""

NAMED = re.compile(
    r"(?:version|v\.?|wcag|guidelines|attribution|international|licen[cs]e|cc by(?:-\w+)*|chapter|section|figure|table"
    r"|part|page|sheet|step|item|level|html|python|icd)\)?\s*\Z",
    re.IGNORECASE,
)
"""Matches the words before a number that is part of a name."""

SIZED = re.compile(
    rf"\s?(?:mm|cm|m|km|kg|g|mg|ml|lb|in(?=\s*(?:[().,;:×]|x\s?\d|\Z))|inch|inches|pt|px|em|rem|[kMG]B|[ap]\.?m\b|×|x\s?\d+|{_TIME})(?!\w)",
    re.IGNORECASE,
)
"""Matches the unit after a number that is a size or a time."""


_ABOUT_RESEARCH = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|series|reports?|interview\w*|took part|random\w*|groups?|given|control|pilot"
    r"|researchers?)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]*_]*\s|\n[ \t>]*\n|\|")
_REACH = 300  # characters: how far before a number its sentence may begin


@dataclass(frozen=True, slots=True)
class Number:
    """A study number in a text, from ``start`` to ``end``, and what it claims."""

    start: int
    end: int
    claim: Claim


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Yield the study numbers between two offsets of a text in which citations are blanked."""
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
    """Yield the plain numbers of sentences about 100 people: *Of 100 people: treatment 66, usual care 10*."""
    for begin, stop in split_sentences(text[start:end]):
        if HUNDRED.search(text, start + begin, start + stop):
            for match in BARE.finditer(text, start + begin, start + stop):
                if not _is_name(match, "bare") and not SIZED.match(text, match.end()):
                    yield _number(match, Kind.OF_100, "bare")


def _number(match: re.Match[str], kind: Kind, *names: str) -> Number:
    return Number(match.start(names[0]), match.end(), Claim(kind, tuple(abs(_value(match[name])) for name in names)))


def _value(written: str) -> Decimal:
    return VALUES.get(written.lower()) or Decimal(re.sub("[−–]", "-", written.replace(",", "")))


def _is_name(match: re.Match[str], name: str) -> bool:
    """Return whether the number is part of a name: *page 2 of 4*, *WCAG 2.2*."""
    return NAMED.search(match.string, max(0, match.start(name) - 14), match.start(name)) is not None


def _interval(match: re.Match[str]) -> Iterator[Number]:
    yield _number(match, Kind.INTERVAL, "low", "high")


def _share(match: re.Match[str]) -> Iterator[Number]:
    whole = _value(match["whole"])
    # '4 of 10' is mostly a point on a scale.
    counts = whole > 10 or COUNTS.match(match.string, match.end())
    if counts and not _is_name(match, "part") and _value(match["part"]) <= whole:
        yield _number(match, Kind.SHARE, "part", "whole")


def _slash(match: re.Match[str]) -> Iterator[Number]:
    over, under = _value(match["over"]), _value(match["under"])
    if over <= under and under > 12:  # otherwise a date, a fraction or a scale
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
    if some < every < 1900 and not _is_name(match, "some"):  # 'one in 2021' is not a rate
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
        counted = value not in (1, 10, 100, 1000)  # 'of 100 people' is only a denominator
    if counted:
        yield Number(match.start("count"), match.end(), Claim(Kind.COUNT, (value,)))


def _is_thing(word: str) -> bool:
    """Return whether a word between a number and its noun is what is counted: *3 questions people ask*."""
    return re.search(r"(?<![su])s$", word.strip("*_>,")) is not None


def _is_about_research(match: re.Match[str]) -> bool:
    text, earliest = match.string, max(0, match.start() - _REACH)
    begin = max((each.end() for each in _SENTENCE_END.finditer(text, earliest, match.start())), default=earliest)
    stop = _SENTENCE_END.search(text, match.end())
    return _ABOUT_RESEARCH.search(text, begin, stop.start() if stop else len(text)) is not None


def _decimal(match: re.Match[str]) -> Iterator[Number]:
    if not _is_name(match, "decimal") and not SIZED.match(match.string, match.end()):
        yield _number(match, Kind.MEASURE, "decimal")


# Keyed by a group that only this form has.
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


_SHOWN = 4


def check_numbers(page: PageText, facts: Facts) -> list[Problem]:
    """Return a problem for each number without a citation, and for each that the cited sources' facts don't contain."""
    return [problem for block in page.blocks for problem in _of_block(page, block, facts)]


def _of_block(page: PageText, block: Block, facts: Facts) -> Iterator[Problem]:
    keys: tuple[str, ...] | None = None
    for number in find_numbers(page.plain, block.start, block.end):
        keys = page.keys(block) if keys is None else keys
        if not keys:
            problem = _uncited(page, block, number)
        elif not is_supported(facts.of(keys), number.claim):
            problem = _unknown(page, number, keys, facts)
        else:
            continue
        if not page.silenced(problem.code, block, number.start):
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
    there = list_known_values(facts.of(keys), number.claim)
    shown = ", ".join(there[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
    hint = f"It has {shown}. " if there else ""
    hint += (
        f"Correct the number or the citation. If both are right, add the number to {facts.path} with where you read it."
    )
    return Problem(Code.UNKNOWN_NUMBER, page.source.at(number.start), message, hint)
