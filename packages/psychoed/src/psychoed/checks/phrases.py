"""Checks a page for phrases that the site avoids and for link texts that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, MappingReader, Value
from psychoed.checks.text import Block, PageText, find_sentence
from psychoed.problems import Code

_TOP = ("phrases", "vague_links")
_PHRASE = ("phrase", "reason", "instead", "unless")
_UNLESS = ("quoted", "denied", "with", "pages")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to avoid, with the reason and what to write instead, and where it is allowed.

    ``quoted``: allowed in quotation marks; ``denied``: in a sentence with *not*, *never*, *nunca* and the like;
    ``beside``: in a sentence with one of these words; ``pages``: on pages whose paths begin like this. ``parts`` are
    the words of each phrase in lower case: pages without them need not be searched.
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
    """A file of phrases, with the vague link texts in lower case."""

    path: str
    phrases: tuple[Phrase, ...]
    vague_links: frozenset[str]


def read_words(source: SourceText) -> tuple[Words, list[Problem]]:
    """Read a file with a list of ``phrases`` and a list of ``vague_links``, both optional."""
    reader = _WordsReader(source, Code.BAD_WORDS)
    reader.expect_only(reader.top, _TOP, "words file")
    phrases = tuple(phrase for item in reader.list_items(reader.top, "phrases") if (phrase := reader.read_phrase(item)))
    links = frozenset(_plain(text) for text in reader.read_texts(reader.top, "vague_links"))
    return Words(source.path, phrases, links), reader.problems


def make_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of these phrases, across line breaks, emphasis and kinds of apostrophe and hyphen."""
    return re.compile(rf"(?<![\w’'])(?:{'|'.join(map(loosen, words))})(?![\w’'])", re.IGNORECASE)


def loosen(phrase: str) -> str:
    """Return a regular expression for the phrase that allows other spaces, apostrophes and hyphens."""
    parts = [re.escape(part) for part in re.split(r"\s+", phrase.strip())]
    loose = r"[\s*_>]+".join(parts)
    return re.sub(r"['’]", "['’]", loose).replace(r"\-", r"[-‑\s]")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


class _WordsReader(MappingReader):
    def read_phrase(self, item: Value) -> Phrase | None:
        message = item.data if isinstance(item.data, dict) else {}
        self.expect_only(message, _PHRASE, "phrase")
        words = self.read_texts(message, "phrase")
        for name in ("phrase", "reason"):
            if name not in message:
                hint = "Write it as '- {phrase: …, reason: …}'."
                self.note(item.where, f"this phrase has no '{name}'", hint)
        inner = self.get_mapping(message["unless"], f"one of {', '.join(_UNLESS)}") if "unless" in message else {}
        self.expect_only(inner, _UNLESS, "phrase's 'unless'")
        if not words or "reason" not in message:
            return None
        return Phrase(
            words=words,
            parts=tuple(tuple(re.split(r"[\s'’-]+", word.lower())) for word in words),
            pattern=make_pattern(words),
            reason=_sentence(message["reason"].value.text),
            instead=_sentence(message["instead"].value.text) if "instead" in message else "",
            quoted=self.get_flag(inner, "quoted"),
            denied=self.get_flag(inner, "denied"),
            beside=self.read_texts(inner, "with"),
            pages=self.read_texts(inner, "pages"),
        )

    def list_items(self, fields: Fields, name: str) -> list[Value]:
        """Return the items of a list; a single value counts as a list of one."""
        if name not in fields:
            return []
        value = fields[name].value
        return value.data if isinstance(value.data, list) else [value]

    def read_texts(self, fields: Fields, name: str) -> tuple[str, ...]:
        found = []
        for item in self.list_items(fields, name):
            if text := " ".join(item.text.split()):
                found.append(text)
            else:
                self.note(item.where, f"'{name}' contains something that is not text")
        return tuple(found)


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


_DENIES = re.compile(
    r"\b(?:not|no|never|neither|nor|nobody|no one|nothing|cannot|without|\w+n['’]t"  # English
    r"|ni|nunca|jamás|nadie|nada|ningún|ninguna|ninguno|tampoco|sin)\b",  # Spanish
    re.IGNORECASE,
)
_IN_MARKS = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’(?!\w)|(?<!\w)\"[^\"]*\"")
# The text of a link, whose address is already blanked, but not of an image.
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\](?=\([\0]|\[)")

_SIGNS = re.compile(r"[*_.…»→>]")


def check_words(page: PageText, words: Words) -> list[Problem]:
    """Return a problem for each avoided phrase and each vague link text on a page."""
    return [*_phrases(page, words), *_links(page, words)]


def _phrases(page: PageText, words: Words) -> Iterator[Problem]:
    small = page.plain.lower()
    for phrase in words.phrases:
        if not any(all(part in small for part in parts) for parts in phrase.parts):
            continue
        for found in phrase.pattern.finditer(page.plain):
            block = page.find_block(found.start(), found.end())
            if block is None or _is_allowed(phrase, page, block, found):
                continue
            if not page.is_silenced(Code.FORBIDDEN_PHRASE, block, found.start()):
                text = " ".join(found[0].split())
                hint = f"{phrase.instead}. " if phrase.instead else ""
                hint += f"Or on the line before: <!-- {Code.FORBIDDEN_PHRASE.value}: why it may stand -->."
                message = f"'{text}': {phrase.reason}"
                yield Problem(Code.FORBIDDEN_PHRASE, page.source.at(found.start()), message, hint)


def _is_allowed(phrase: Phrase, page: PageText, block: Block, found: re.Match[str]) -> bool:
    """Return whether the phrase is allowed here."""
    if any(page.source.path.startswith(path) for path in phrase.pages):
        return True
    text = page.plain[block.start : block.end]
    start, end = found.start() - block.start, found.end() - block.start
    if phrase.quoted and any(mark.start() < start and end < mark.end() for mark in _IN_MARKS.finditer(text)):
        return True
    sentence = find_sentence(text, start)
    if phrase.denied and _DENIES.search(sentence):
        return True
    return bool(phrase.beside and make_pattern(phrase.beside).search(sentence))


def _links(page: PageText, words: Words) -> Iterator[Problem]:
    for link in _LINK.finditer(page.plain):
        text = " ".join(_SIGNS.sub(" ", link["text"]).lower().split())
        block = page.find_block(link.start(), link.end()) if text in words.vague_links else None
        if block and not page.is_silenced(Code.VAGUE_LINK, block, link.start()):
            message = f"the link '{link['text'].strip()}' does not say where it goes"
            hint = "Say what it links to: screen readers read links without the text around them."
            yield Problem(Code.VAGUE_LINK, page.source.at(link.start()), message, hint)
