"""The text of a words file in, the phrases that a site does not use out, and everything wrong with the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText
from psychoed.values import Fields, Value, did_you_mean, read_mapping

_TOP = ("phrases", "vague_links")
_PHRASE = ("phrase", "reason", "instead", "unless")
_UNLESS = ("quoted", "denied", "with", "pages")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that a page does not use, with why and what to write instead; and where they may stand after all.

    ``quoted``: in quotation marks; ``denied``: in a sentence that says *not*, *no*, *never* or *without*; ``beside``:
    in a sentence that also has one of these words; ``pages``: on pages whose paths begin so.
    ``parts`` are the words of each, in small letters: a page without them need not be looked through.
    """

    words: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    reason: str
    instead: str = ""
    quoted: bool = False
    denied: bool = False
    beside: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A words file: its phrases, and the link texts, in small letters, that do not say where a link goes."""

    path: str
    phrases: tuple[Phrase, ...]
    vague_links: frozenset[str]


def read_words(source: SourceText) -> tuple[Words, list[Problem]]:
    """What a words file says: a list of ``phrases`` and one of ``vague_links``, either of which may be left out."""
    reading = _Reading(source)
    phrases = tuple(phrase for item in reading.items(reading.top, "phrases") if (phrase := reading.phrase(item)))
    links = frozenset(_plain(text) for text in reading.texts(reading.top, "vague_links"))
    return Words(source.path, phrases, links), reading.problems


def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of these phrases, over line ends, emphasis and either kind of apostrophe and hyphen."""
    return re.compile(rf"(?<![\w’'])(?:{'|'.join(map(_loose, words))})(?![\w’'])", re.IGNORECASE)


def _loose(phrase: str) -> str:
    parts = [re.escape(part) for part in re.split(r"\s+", phrase.strip())]
    loose = r"[\s*_>]+".join(parts)
    return re.sub(r"['’]", "['’]", loose).replace(r"\-", r"[-‑\s]")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


class _Reading:
    """One file on its way to words; what is refused is noted and left out."""

    def __init__(self, source: SourceText) -> None:
        found, self.problems = read_mapping(source.text, source.path, Code.BAD_WORDS, Code.BAD_WORDS)
        self.top: Fields = found or {}
        self._expect_only(self.top, _TOP)

    def phrase(self, item: Value) -> Phrase | None:
        said = item.data if isinstance(item.data, dict) else {}
        self._expect_only(said, _PHRASE)
        words = self.texts(said, "phrase")
        for name in ("phrase", "reason"):
            if name not in said:
                hint = "Write it as '- {phrase: …, reason: …}'."
                self._note(item.where, f"a phrase without '{name}'", hint)
        unless = said["unless"].value if "unless" in said else None
        inner = unless.data if unless and isinstance(unless.data, dict) else {}
        if unless and not inner:
            self._note(unless.where, "'unless' has nothing in it", f"It holds one of {', '.join(_UNLESS)}.")
        self._expect_only(inner, _UNLESS)
        if not words or "reason" not in said:
            return None
        return Phrase(
            words=words,
            parts=tuple(tuple(re.split(r"[\s'’-]+", word.lower())) for word in words),
            pattern=pattern_of(words),
            reason=_sentence(said["reason"].value.text),
            instead=_sentence(said["instead"].value.text) if "instead" in said else "",
            quoted=self._flag(inner, "quoted"),
            denied=self._flag(inner, "denied"),
            beside=self.texts(inner, "with"),
            pages=self.texts(inner, "pages"),
        )

    def items(self, fields: Fields, name: str) -> list[Value]:
        """The items of a list; one value stands for a list of it."""
        if name not in fields:
            return []
        value = fields[name].value
        return value.data if isinstance(value.data, list) else [value]

    def texts(self, fields: Fields, name: str) -> tuple[str, ...]:
        found = []
        for item in self.items(fields, name):
            if text := " ".join(item.text.split()):
                found.append(text)
            else:
                self._note(item.where, f"'{name}' holds something that is not text")
        return tuple(found)

    def _flag(self, fields: Fields, name: str) -> bool:
        if name in fields and not isinstance(fields[name].value.data, bool):
            self._note(fields[name].value.where, f"'{name}' is not true or false")
        return name in fields and fields[name].value.data is True

    def _expect_only(self, fields: Fields, known: tuple[str, ...]) -> None:
        for field in fields.values():
            if field.name not in known:
                hint = did_you_mean(field.name, known) or f"Known are: {', '.join(known)}."
                self._note(field.where, f"a words file has no '{field.name}' here", hint)

    def _note(self, where: Location, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Code.BAD_WORDS, where, message, hint))


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
