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

_KNOWN = {
    "people": 2, "area": 3, "areas": 3, "idea": 3, "ideas": 3, "being": 2, "every": 2, "everyone": 3, "everything": 3, "different": 3, "medicine": 3, "medicines": 3, "something": 2, "sometimes": 2, "someone": 2, "somewhere": 2,
    "business": 2, "evening": 2, "interest": 3, "once": 1, "science": 2, "scientific": 4, "patient": 2, "patients": 2, "ancient": 2, "special": 2, "social": 2, "anxious": 2, "anxiety": 4, "create": 2, "created": 3, "reality": 4,
    "react": 2, "reaction": 3, "reappraisal": 4, "real": 1, "really": 2, "theatre": 3, "heart": 1, "quiet": 2,
    "diet": 2, "doing": 2, "going": 2, "seeing": 2, "experience": 4, "experiences": 5, "period": 3, "serious": 3,
    "various": 3, "trial": 2, "trials": 2, "usual": 3, "usually": 4, "gradual": 3, "gradually": 4, "actual": 3,
    "actually": 4, "situation": 4, "evaluation": 5, "individual": 5, "emotional": 4, "attention": 3, "clinician": 3,
    "clinicians": 3, "physician": 3, "aware": 2, "awareness": 3, "therefore": 2, "whole": 1, "because": 2, "safety": 2, "safely": 2, "useful": 2, "hopeful": 2, "careful": 2, "moment": 2, "movement": 2, "movements": 2,
    "treatment": 2, "statement": 2, "placebo": 3, "psychology": 4, "physiotherapist": 6, "physiotherapists": 6,
    "neuroplastic": 4, "neuropathic": 4, "nociplastic": 4, "fibromyalgia": 6, "migraine": 2, "disease": 2,
    "diseases": 3, "chronic": 2, "does": 1, "doesn": 2, "isn": 2, "didn": 2, "wasn": 2, "couldn": 2, "wouldn": 2,
    "hasn": 2, "haven": 2, "shouldn": 2, "aren": 1, "weren": 1, "don": 1, "won": 1, "can": 1, "ll": 0, "ve": 0,
    "re": 0, "s": 0, "t": 0, "m": 0, "d": 0, "eye": 1, "eyes": 1, "hour": 1, "hours": 1, "our": 1, "ours": 1,
    "fire": 1, "tired": 1, "quite": 1, "pooing": 2, "sciatica": 4, "video": 3, "studio": 3, "radio": 3, "ratio": 3,
    "audio": 3, "previous": 3, "obvious": 3, "curious": 3, "curiosity": 5, "variety": 4, "society": 4, "lion": 2,
    "museum": 3, "violence": 3, "diary": 3, "client": 2, "clients": 2, "guideline": 2, "guidelines": 2, "colleague": 2, "colleagues": 2, "anyone": 3, "suicide": 3, "centre": 2, "centres": 2, "everyday": 3, "elsewhere": 2,
    "association": 5, "easier": 3, "easiest": 3, "earlier": 3, "quieter": 3, "quietly": 3, "easily": 3, "diabetes": 4, "australia": 3, "maybe": 2, "settled": 2, "january": 4, "reliable": 4, "unreliable": 5, "ankle": 2,
    "headache": 2, "headaches": 2, "osteoporosis": 6, "judgement": 2, "anxieties": 4, "norwegian": 3,
}  # fmt: skip


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
