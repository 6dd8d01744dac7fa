"""Splits running text into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop ends a sentence where something begins behind it that a sentence may begin with. A long row of stops,
# blanks or stars is walked through once, not once from each of its signs.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s+[\s>\0]*[\"'“‘«¿¡(\[*_]*[A-ZÀ-ÖØ-Þ0-9“‘«¿¡]|\s*\Z)"
    r"|[\s*_]{0,99}\n[ \t>]*\n|:(?=[*_]*\s*\Z)"
)
_SHORT = re.compile(
    r"\b(?:[A-Z]|e\.g|i\.e|et al|etc|vs|cf|approx|Dr|Mr|Mrs|Ms|Prof|St|No|p|pp|Fig|para"
    r"|p\. ?ej|Sr|Sra|Dra|núm|págs?|aprox)\.\Z"  # Spanish
)

_LONGEST_SHORT = 10  # characters


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence of a block, including text after the last full stop."""
    begin = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _SHORT.search(
            text, max(begin, match.start() - _LONGEST_SHORT), match.start() + 1
        ):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:].strip(" \t\n\0*_>"):
        yield begin, len(text)


def find_sentence(text: str, at: int) -> str:
    """Return the sentence of a block that contains the offset ``at``."""
    return next((text[begin:end] for begin, end in split_sentences(text) if begin <= at < end), text)
