"""A page's text in, what the usual formulas make of it and its long sentences out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from psychoed.problems import Location
from psychoed.readability.syllables import syllables
from psychoed.text.blocks import BlockKind
from psychoed.text.page import PageText
from psychoed.text.sentences import sentences

LONG = 30
"""More words than these make a sentence too long to take in at one go."""

_WORD = re.compile(r"(?:\d[\d.,:]*|[^\W\d_]+(?:['’-][^\W\d_]+)*)%?")
_MARKUP = re.compile(r"[\0*_`>]|\[(?=[^\]]*\])|\]")
_SMOG_SENTENCES = 30  # fewer, and the formula was never tried on it (McLaughlin, 1969)


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence with too many words: where it begins, how many, and its first ones."""

    where: Location
    words: int
    begins: str


@dataclass(frozen=True, slots=True)
class Report:
    """One page. Grades are school years in the United States; ``smog`` is None below thirty sentences."""

    path: str
    words: int
    sentences: int
    long: tuple[LongSentence, ...]
    grade: float
    smog: float | None

    @property
    def share_long(self) -> float:
        """The part of its sentences that is too long."""
        return len(self.long) / self.sentences if self.sentences else 0.0


def read_page(page: PageText) -> Report:
    """What the formulas say of a page's paragraphs and list items, without headings, tables, code and citations."""
    words = spoken = hard = count = 0
    long = []
    for block in page.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        text = page.plain[block.start : block.end]
        for begin, end in sentences(text):
            found = _WORD.findall(_MARKUP.sub(" ", text[begin:end]))
            if not found:
                continue
            counts = [max(syllables(word), 1) for word in found]
            words, spoken, count = words + len(found), spoken + sum(counts), count + 1
            hard += sum(each >= 3 for each in counts)
            if len(found) > LONG:
                at = block.start + begin + len(text[begin:end]) - len(text[begin:end].lstrip(" \n\t\0*_>"))
                long.append(LongSentence(page.source.at(at), len(found), " ".join(found[:6])))
    grade = 0.39 * words / count + 11.8 * spoken / words - 15.59 if words else 0.0
    smog = 1.043 * math.sqrt(hard * 30 / count) + 3.1291 if count >= _SMOG_SENTENCES else None
    return Report(page.source.path, words, count, tuple(long), grade, smog)


def worst_first(reports: list[Report]) -> list[Report]:
    """Those with the most long sentences first, then those of the highest grade."""
    return sorted(reports, key=lambda report: (-len(report.long), -report.grade, report.path))


def as_line(report: Report) -> str:
    """A page on one line."""
    smog = "    –" if report.smog is None else f"{report.smog:5.1f}"
    return (
        f"{len(report.long):4} long ({report.share_long:4.0%})  grade {report.grade:4.1f}  SMOG {smog}  "
        f"{report.words:5} words in {report.sentences:3} sentences  {report.path}"
    )
