"""The lists by which pages are scored, each item in a few words of our own; the lists themselves have the wording.

PEMAT-P is by the Agency for Healthcare Research and Quality, the Clear Communication Index by the Centers for Disease
Control and Prevention, DISCERN by the University of Oxford and the British Library, the benchmarks by authors in JAMA.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instrument:
    """One list: its items by number, the marks that an item can get, and how many must be reached.

    ``whole`` is what all marks together can make, 100 where they are counted in per cent; a list whose ``counted``
    items are fewer than its items ends with a rating of the whole.
    """

    name: str
    items: Sequence[str]
    marks: str = "01n"
    goal: int = 80
    whole: int = 100
    counted: int = 100

    def score(self, marks: str) -> int:
        """The score of a page whose items got these marks."""
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
