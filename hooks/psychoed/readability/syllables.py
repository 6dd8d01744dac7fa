"""Syllables of an English word, by rules on its letters and a list of common words that break them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]+")
_VOWELS = re.compile(r"[aeiouy]+")
# At a word's end: what is written and not spoken.
_SILENT_END = re.compile(
    r"(?:(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<=ll)e|(?<=rl)e"  # make, while; not: able
    r"|(?<![aeiouytd])ed|(?<=[aeouy]i)ed"  # walked; not: added
    r"|(?<![aeiouyhsxzcgl])es|(?<=[aeiouyl]l)es)\Z"  # takes, rules; not: boxes, tables
)
# An e inside a word, before an ending that begins with a consonant.
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouy])([bcdfgklmnprstvz]|th|ng|rs|ns|rc|rg)e"
    r"(?=(?:ly|less|ful|ment|ness|ments|thing|time|times|where|lines?|spread|book|s?body)\Z)"
)
# Two vowels side by side that are two syllables.
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


def syllables(word: str) -> int:
    """How many syllables a word has; at least one if it has a letter. A hyphen or an apostrophe parts it."""
    parts = [_of(part) for part in _WORD.findall(word.lower().replace("’", "'"))]
    return max(sum(parts), 1) if parts else 0


def _of(word: str) -> int:
    if word in _KNOWN:
        return _KNOWN[word]
    spoken = _SILENT_INSIDE.sub(r"\1", _SILENT_END.sub("", word))
    count = len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)) + len(_SPOKEN_END.findall(word))
    return max(count, 1)
