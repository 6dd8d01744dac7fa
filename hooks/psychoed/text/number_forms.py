"""The forms in which English text gives a study's numbers, as one pattern."""

from __future__ import annotations

import re
from decimal import Decimal

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
_GAP = r"[\s*_>]+"  # also over a line's end and the signs of emphasis
_TO = rf"(?:{_GAP}to{_GAP}|\s?[–-]\s?|,\s)"
_OF = rf"{_GAP}(?:of|out{_GAP}of){_GAP}(?:the{_GAP}|every{_GAP}|all{_GAP})?"
_IS = rf"{_GAP}?(?:=|<|>|≤|≥|was{_GAP}|of{_GAP}){_GAP}?"
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)"
_SCALE = "|".join(SCALES)

PEOPLE = "people|persons|adults|patients|participants|veterans|women|men|children|teenagers|volunteers|individuals"
_COUNTED = rf"(?:{PEOPLE}|studies|trials|RCTs|reviews|clinics|hospitals|meta-analyses)\b"
# Between a count and what it counts: up to four words, none of which counts or relates something itself.
_RELATES = (
    "of|the|a|an|in|to|for|with|by|that|than|or|as|at|on|among|some|other|most|many|few|all|per|points?|where|if|when"
    "|out"
)
_BETWEEN = rf"(?:(?!(?:{_RELATES})\b)[a-z][\w’'-]*{_GAP}){{0,4}}?"

# The first that fits counts; text/numbers.py tells them apart by the names of their groups.
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
"""Where one of the forms can begin: trying them all at every letter takes four times as long."""


HUNDRED = re.compile(rf"(?<!\d\s)\b(?:of|out{_GAP}of|among){_GAP}(?:every{_GAP})?100\b", re.IGNORECASE)
"""What makes the plain numbers of a sentence shares of 100."""

BARE = re.compile(rf"{_BEFORE}(?P<bare>[1-9]\d?)(?![\w/:%]|[.,]\d|-\w|\s?[–-]\s?\d|{_GAP}(?:of|to|or|and){_GAP}\d)")

COUNTS = re.compile(rf"{_GAP}(?:[\w-]+{_GAP})?{_COUNTED}", re.IGNORECASE)
"""What stands behind a number that counts people or studies."""

NAMED = re.compile(
    r"(?:version|v\.?|wcag|guidelines|attribution|international|licen[cs]e|cc by(?:-\w+)*|chapter|section|figure|table"
    r"|part|page|sheet|step|item|level|html|python|icd)\)?\s*\Z",
    re.IGNORECASE,
)
"""What stands before a number that is part of a name."""

SIZED = re.compile(
    rf"\s?(?:mm|cm|m|km|kg|g|mg|ml|lb|in(?=\s*(?:[().,;:×]|x\s?\d|\Z))|inch|inches|pt|px|em|rem|[kMG]B|[ap]\.?m\b|×|x\s?\d+|{_TIME})(?!\w)",
    re.IGNORECASE,
)
"""What stands behind a number that is a size or a time."""
