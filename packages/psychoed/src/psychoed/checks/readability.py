"""Readability scores of a page, and its long sentences."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from mkdocs_citeproc.problems import Location
from psychoed.checks.text import BlockKind, PageText, split_sentences

_WORD = re.compile(r"[a-z]+")
_VOWELS = re.compile(r"[aeiouy]+")
# Silent at the end of a word.
_SILENT_END = re.compile(
    r"(?:(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<=ll)e|(?<=rl)e"  # make, while; not: able
    r"|(?<![aeiouytd])ed|(?<=[aeouy]i)ed"  # walked; not: added
    r"|(?<![aeiouyhsxzcgl])es|(?<=[aeiouyl]l)es)\Z"  # takes, rules; not: boxes, tables
)
# A silent e inside a word, before an ending that begins with a consonant.
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouy])([bcdfgklmnprstvz]|th|ng|rs|ns|rc|rg)e"
    r"(?=(?:ly|less|ful|ment|ness|ments|thing|time|times|where|lines?|spread|book|s?body)\Z)"
)
# Two adjacent vowels that are two syllables.
_APART = re.compile(
    r"i(?:a(?!g|b?l?e\b)|o(?!u|n|us)|um|us|en(?=[tc]))(?<![ct]i[ao])(?<!sio)|[^gq]ua(?!r)|[^gq]uo(?!u)|eo(?!u|n\Z|p)"
    r"|(?:[aeiou]y|[^aeiou]y|[aeo])ing|creat|react|being|dia|tri(?:al|um)|poe|via|ideal?|reali|cruel|fluid"
)
_SPOKEN_END = re.compile(r"(?:sm|thm)s?\Z")

_KNOWN_BY_COUNT = {
    0: "ll ve re s t m d",
    1: "once real heart whole does aren weren don won can eye eyes hour hours our ours fire tired quite",
    2: (
        "people being every something sometimes someone somewhere business evening science patient patients ancient "
        "special social anxious create react really quiet diet doing going seeing trial trials aware therefore "
        "because safety safely useful hopeful careful moment movement movements treatment statement migraine disease "
        "chronic doesn isn didn wasn couldn wouldn hasn haven shouldn pooing lion client clients guideline guidelines "
        "colleague colleagues centre centres elsewhere maybe settled ankle headache headaches judgement"
    ),
    3: (
        "area areas idea ideas everyone everything different medicine medicines interest created reaction theatre "
        "period serious various usual gradual actual attention clinician clinicians physician awareness placebo "
        "diseases video studio radio ratio audio previous obvious curious museum violence diary anyone suicide "
        "everyday easier easiest earlier quieter quietly easily australia norwegian"
    ),
    4: (
        "scientific anxiety reality reappraisal experience usually gradually actually situation emotional psychology "
        "neuroplastic neuropathic nociplastic sciatica variety society diabetes january reliable anxieties"
    ),
    5: "experiences evaluation individual curiosity association unreliable",
    6: "physiotherapist physiotherapists fibromyalgia osteoporosis",
}
_KNOWN = {word: count for count, words in _KNOWN_BY_COUNT.items() for word in words.split()}


def count_syllables(word: str) -> int:
    """Return a word's number of syllables, at least one if it has a letter; hyphens and apostrophes split it."""
    parts = [_of(part) for part in _WORD.findall(word.lower().replace("’", "'"))]
    return max(sum(parts), 1) if parts else 0


def _of(word: str) -> int:
    if word in _KNOWN:
        return _KNOWN[word]
    spoken = _SILENT_INSIDE.sub(r"\1", _SILENT_END.sub("", word))
    count = len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)) + len(_SPOKEN_END.findall(word))
    return max(count, 1)


LONG = 30
"""A sentence with more words is too long to take in at once."""

_REPORT_WORD = re.compile(r"(?:\d[\d.,:]*|[^\W\d_]+(?:['’-][^\W\d_]+)*)%?")
_MARKUP = re.compile(r"[\0*_`>]|\[(?=[^\]]*\])|\]")
_SMOG_SENTENCES = 30  # the formula was not validated on fewer (McLaughlin, 1969)


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence with too many words: its position, its length, and its first words."""

    where: Location
    words: int
    begins: str


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of a page. Grades are US school years; ``smog`` is None below thirty sentences."""

    path: str
    words: int
    sentences: int
    long: tuple[LongSentence, ...]
    grade: float
    smog: float | None

    @property
    def share_long(self) -> float:
        """The proportion of sentences that are too long."""
        return len(self.long) / self.sentences if self.sentences else 0.0


def read_page(page: PageText) -> Report:
    """Return the scores of a page's paragraphs and list items, without headings, tables, code and citations."""
    words = spoken = hard = count = 0
    long = []
    for block in page.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        text = page.plain[block.start : block.end]
        for begin, end in split_sentences(text):
            found = _REPORT_WORD.findall(_MARKUP.sub(" ", text[begin:end]))
            if not found:
                continue
            counts = [max(count_syllables(word), 1) for word in found]
            words, spoken, count = words + len(found), spoken + sum(counts), count + 1
            hard += sum(each >= 3 for each in counts)
            if len(found) > LONG:
                at = block.start + begin + len(text[begin:end]) - len(text[begin:end].lstrip(" \n\t\0*_>"))
                long.append(LongSentence(page.source.at(at), len(found), " ".join(found[:6])))
    grade = 0.39 * words / count + 11.8 * spoken / words - 15.59 if words else 0.0
    smog = 1.043 * math.sqrt(hard * 30 / count) + 3.1291 if count >= _SMOG_SENTENCES else None
    return Report(page.source.path, words, count, tuple(long), grade, smog)


def sort_by_difficulty(reports: list[Report]) -> list[Report]:
    """Return the reports sorted by share of long sentences, then by grade, highest first."""
    return sorted(reports, key=lambda report: (-len(report.long), -report.grade, report.path))


def format_report(report: Report) -> str:
    """Return a report as one line of text."""
    smog = "    –" if report.smog is None else f"{report.smog:5.1f}"
    return (
        f"{len(report.long):4} long ({report.share_long:4.0%})  grade {report.grade:4.1f}  SMOG {smog}  "
        f"{report.words:5} words in {report.sentences:3} sentences  {report.path}"
    )
