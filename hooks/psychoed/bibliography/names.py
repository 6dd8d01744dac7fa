"""The people and organisations in an author field, read as BibTeX reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psychoed.bibliography.accents import unaccented

_TOKEN = re.compile(r"\\.|[{}]|\s+and(?=\s)", re.IGNORECASE | re.DOTALL)
_BRACE = re.compile("[{}]")
_NOT_PLAIN = re.compile(r"[\\{}~]|``|''")


@dataclass(frozen=True, slots=True)
class Name:
    """One name: ``text`` as it stands, and what stands between its commas (those in braces aside)."""

    text: str
    parts: tuple[str, ...]

    @property
    def is_braced(self) -> bool:
        """Whether it stands in braces as a whole, so that it is printed as it is: an organisation, mostly."""
        return self.text.startswith("{") and not outside_braces(self.text).strip("\0")

    @property
    def family(self) -> str:
        """The plain family name, or the whole name of an organisation."""
        if self.is_braced or not self.parts[0]:
            return plain(self.text)
        if len(self.parts) > 1:
            return plain(self.parts[0])
        words = plain(self.text).split()
        return " ".join(words[family_starts(words) :])


def names(value: str) -> list[Name]:
    """The names in an author field, parted by *and* outside of braces; none in an empty one."""
    return [Name(text, tuple(part.strip() for part in _cut(text, ","))) for text in _cut_at_and(value) if text]


def family_starts(words: Sequence[str]) -> int:
    """Where in a name without a comma the family name starts: at a particle in small letters, else at the last word."""
    return next((nth for nth, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)


def plain(value: str) -> str:
    """A value's text without its braces and LaTeX, for comparing and not for printing."""
    if _NOT_PLAIN.search(value):
        value = re.sub(r"\\([&%$#_])", r"\1", unaccented(value, keep_case=False))
        value = re.sub(r"\\[a-zA-Z]+\*?|[{}\\]|``|''", "", value).replace("~", " ")
    return " ".join(value.split())


def outside_braces(value: str) -> str:
    """The value with every character inside of braces, and the braces, replaced by a zero; of the same length."""
    if "{" not in value and "}" not in value:
        return value
    kept, depth, at = [], 0, 0
    for brace in _BRACE.finditer(value):
        kept.append(value[at : brace.start()] if depth == 0 else "\0" * (brace.start() - at))
        kept.append("\0")
        depth = max(0, depth + (1 if brace[0] == "{" else -1))
        at = brace.end()
    kept.append(value[at:] if depth == 0 else "\0" * (len(value) - at))
    return "".join(kept)


def _cut(text: str, sign: str) -> list[str]:
    places = [match.start() for match in re.finditer(sign, outside_braces(text))]
    return [text[start:end] for start, end in zip([0, *(at + 1 for at in places)], [*places, len(text)], strict=True)]


def _cut_at_and(value: str) -> list[str]:
    depth, start, found = 0, 0, []
    for match in _TOKEN.finditer(f"{value} "):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif match[0][0] != "\\" and depth == 0:
            found.append(value[start : match.start()])
            start = match.end()
    return [text.strip() for text in [*found, value[start:]]]
