"""Finds characters that readers can't see, that reverse the text around them, or that look like another letter.

What is shown would differ from what a reviewer, a search or a check of phrases reads: ``U+202E`` shows the number after
it backwards, and a zero-width space inside a forbidden phrase hides it from a check. Characters that a script or an
emoji needs are allowed where it needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

# Controls, format characters, line and paragraph separators, variation selectors, fillers, private use.
_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
# Accents and other marks that are drawn above or below the letter before them: a pile of them covers other lines.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MOST_MARKS = 4
# Alphabets with letters that look Latin. Greek letters are not among them: "TNFα" is a word.
_LOOKALIKE = "\u0400-\u052f\u0531-\u058f\u13a0-\u13ff\uab70-\uabbf\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_LATIN = "A-Za-z\u00c0-\u024f"
_ODD = re.compile(
    rf"(?P<hidden>[{_HIDDEN}])|(?P<marks>[{_MARKS}]{{{_MOST_MARKS + 1},}})|"
    rf"(?P<mixed>[{_LATIN}](?=[{_LOOKALIKE}])|[{_LOOKALIKE}](?=[{_LATIN}]))"
)
_WORTH_READING = re.compile(rf"[{_HIDDEN}{_MARKS}{_LOOKALIKE}]")
_REFERENCE = re.compile(r"&(?:#[0-9xX][0-9a-fA-F]*|[A-Za-z][A-Za-z0-9]*);?")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))")
_JSON_ESCAPE = re.compile(r"\\u00[0-9a-f]{2}")
# The sign that leads back from a footnote, with the selector that keeps it from becoming an emoji.
_USUAL = "\u21a9\ufe0e"
_PLAIN_BYTES = bytes([*b"\t\n\r", *range(0x20, 0x7F)])

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_NEAR = 60  # characters in which to look for a letter that is written from right to left
_JOINERS = frozenset("\u200c\u200d")
# Scripts whose letters are joined or kept apart by joiners, and those written without spaces.
_JOINED = re.compile("[\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff]")
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_MONGOLIAN = re.compile("[\u1800-\u18af]")
_PICTURED = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


@dataclass(frozen=True, slots=True)
class OddCharacter:
    """Something odd at ``offset`` of a text: the characters, and what is wrong with them."""

    offset: int
    text: str
    message: str

    @property
    def hint(self) -> str:
        """What to do about it."""
        if any(map(_turns, self.text)):
            return "Delete it; put text in another direction into <bdi>…</bdi>."
        return "Delete it, or type the word again."


def find_odd_characters(text: str) -> Iterator[OddCharacter]:
    """Yield what is odd in ``text``."""
    for found in _ODD.finditer(text):
        odd = found[0]
        if found.lastgroup == "marks":
            yield OddCharacter(found.start(), odd, f"{len(odd)} marks are piled on one letter")
        elif found.lastgroup == "mixed":
            word = text[found.start() : found.start() + 2]
            yield OddCharacter(found.start(), word, f"'{word}' mixes two alphabets whose letters look alike")
        elif not _is_needed(text, found.start()):
            yield OddCharacter(found.start(), odd, f"U+{ord(odd):04X} {_describe(odd)}")


def find_odd_in_html(data: bytes) -> list[OddCharacter]:
    """Return what is odd in an HTML or text file once its character references are resolved, without offsets in it.

    Nearly all files have nothing of the kind, so the bytes of usual characters are dropped first.
    """
    rest = data.translate(None, _PLAIN_BYTES).decode(errors="replace").replace(_USUAL, "")
    if not _WORTH_READING.search(rest) and not any(map(_is_odd_reference, _find_references(data))):
        return []
    return list(find_odd_characters(_JSON_ESCAPE.sub(" ", unescape(data.decode(errors="replace")))))


def find_spellings(text: str, odd: frozenset[str]) -> Iterator[OddCharacter]:
    """Yield where a source writes some of the characters ``odd``, as they are, as references or as escapes of YAML."""
    yield from (each for each in find_odd_characters(text) if not odd.isdisjoint(each.text))
    for pattern, read in ((_REFERENCE, unescape), (_ESCAPE, _read_escape)):
        for found in pattern.finditer(text):
            sign = read(found[0])
            if sign in odd:
                yield OddCharacter(found.start(), sign, f"'{found[0]}' {_describe(sign)}")


def _find_references(data: bytes) -> set[str]:
    return set(_REFERENCE.findall(data.decode(errors="replace"))) if b"&" in data else set()


@lru_cache(maxsize=1 << 12)
def _is_odd_reference(reference: str) -> bool:
    sign = unescape(reference)
    return sign != reference and bool(_WORTH_READING.search(sign))


def _read_escape(escape: str) -> str:
    code = int(escape[2:], 16)
    return chr(code) if code <= 0x10FFFF else ""


def _turns(sign: str) -> bool:
    return "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" or sign in _DIRECTION_MARKS


def _describe(sign: str) -> str:
    return "changes the direction of the text" if _turns(sign) else "is a character that readers can't see"


def _is_needed(text: str, at: int) -> bool:
    """Return whether the invisible character at ``at`` is one that the script or emoji around it needs."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in _DIRECTION_MARKS:
        return bool(_RIGHT_TO_LEFT.search(text, max(0, at - _NEAR), at + _NEAR))
    if sign in _JOINERS and _JOINED.match(before):
        return True
    if sign == "\u200d":
        return (_is_symbol(before) or (bool(before) and before in _PICTURED)) and _is_symbol(after)
    if sign in "\ufe0e\ufe0f":
        return (
            _is_symbol(before) or before in {"‼", "⁉", "〰", "〽"} or (after == "\u20e3" and before in "#*0123456789")
        )
    if sign == "\u200b":
        return bool(_UNSPACED.match(before))
    if "\u180b" <= sign <= "\u180f":
        return bool(_MONGOLIAN.match(before))
    return sign == "\ufeff" and at == 0  # where it says how a file is encoded


def _is_symbol(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign).startswith("S")
