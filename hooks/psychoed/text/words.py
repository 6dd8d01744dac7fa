"""The text of a words file in, the phrases that a site does not use out, and everything wrong with the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from psychoed.problems import Code, Problem
from psychoed.source import SourceText
from psychoed.values import Fields, MappingReader, Value

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
    reader = _WordsReader(source, Code.BAD_WORDS)
    reader.expect_only(reader.top, _TOP, "words file")
    phrases = tuple(phrase for item in reader.items(reader.top, "phrases") if (phrase := reader.phrase(item)))
    links = frozenset(_plain(text) for text in reader.texts(reader.top, "vague_links"))
    return Words(source.path, phrases, links), reader.problems


def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of these phrases, over line ends, emphasis and either kind of apostrophe and hyphen."""
    return re.compile(rf"(?<![\w’'])(?:{'|'.join(map(loosen, words))})(?![\w’'])", re.IGNORECASE)


def loosen(phrase: str) -> str:
    """Return a regular expression for the phrase that allows other blanks, apostrophes and hyphens."""
    parts = [re.escape(part) for part in re.split(r"\s+", phrase.strip())]
    loose = r"[\s*_>]+".join(parts)
    return re.sub(r"['’]", "['’]", loose).replace(r"\-", r"[-‑\s]")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


class _WordsReader(MappingReader):
    def phrase(self, item: Value) -> Phrase | None:
        said = item.data if isinstance(item.data, dict) else {}
        self.expect_only(said, _PHRASE, "phrase")
        words = self.texts(said, "phrase")
        for name in ("phrase", "reason"):
            if name not in said:
                hint = "Write it as '- {phrase: …, reason: …}'."
                self.note(item.where, f"this phrase has no '{name}'", hint)
        inner = self.mapping(said["unless"], f"one of {', '.join(_UNLESS)}") if "unless" in said else {}
        self.expect_only(inner, _UNLESS, "phrase's 'unless'")
        if not words or "reason" not in said:
            return None
        return Phrase(
            words=words,
            parts=tuple(tuple(re.split(r"[\s'’-]+", word.lower())) for word in words),
            pattern=pattern_of(words),
            reason=_sentence(said["reason"].value.text),
            instead=_sentence(said["instead"].value.text) if "instead" in said else "",
            quoted=self.flag(inner, "quoted"),
            denied=self.flag(inner, "denied"),
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
                self.note(item.where, f"'{name}' contains something that is not text")
        return tuple(found)


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
