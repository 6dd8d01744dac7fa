"""A page's words held against the phrases that its site does not use, and its links against texts that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psychoed.problems import Code, Problem
from psychoed.text.blocks import Block
from psychoed.text.page import PageText
from psychoed.text.sentences import sentence_around
from psychoed.text.words import Phrase, Words, pattern_of

_DENIES = re.compile(r"\b(?:not|no|never|neither|nor|nobody|no one|nothing|cannot|without|\w+n['’]t)\b", re.IGNORECASE)
_IN_MARKS = re.compile(r"“[^“”]*”|‘[^‘’]*’(?!\w)|(?<!\w)\"[^\"]*\"")
# A link's text, whose address is blanked by now; not an image's.
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\](?=\([\0]|\[)")

_SIGNS = re.compile(r"[*_.…»→>]")


def check_words(page: PageText, words: Words) -> list[Problem]:
    """The phrases on a page that its site does not use, and its links whose text does not say where they go."""
    return [*_phrases(page, words), *_links(page, words)]


def _phrases(page: PageText, words: Words) -> Iterator[Problem]:
    small = page.plain.lower()
    for phrase in words.phrases:
        if not any(all(part in small for part in parts) for parts in phrase.parts):
            continue
        for found in phrase.pattern.finditer(page.plain):
            block = page.block_at(found.start(), found.end())
            if block is None or _may(phrase, page, block, found):
                continue
            if not page.silenced(Code.FORBIDDEN_PHRASE, block, found.start()):
                said = " ".join(found[0].split())
                hint = f"{phrase.instead}. " if phrase.instead else ""
                hint += f"Or on the line before: <!-- {Code.FORBIDDEN_PHRASE.value}: why it may stand -->."
                message = f"'{said}': {phrase.reason}"
                yield Problem(Code.FORBIDDEN_PHRASE, page.source.at(found.start()), message, hint)


def _may(phrase: Phrase, page: PageText, block: Block, found: re.Match[str]) -> bool:
    """Whether the phrase may stand here after all."""
    if any(page.source.path.startswith(path) for path in phrase.pages):
        return True
    text = page.plain[block.start : block.end]
    start, end = found.start() - block.start, found.end() - block.start
    if phrase.quoted and any(mark.start() < start and end < mark.end() for mark in _IN_MARKS.finditer(text)):
        return True
    sentence = sentence_around(text, start)
    if phrase.denied and _DENIES.search(sentence):
        return True
    return bool(phrase.beside and pattern_of(phrase.beside).search(sentence))


def _links(page: PageText, words: Words) -> Iterator[Problem]:
    for link in _LINK.finditer(page.plain):
        text = " ".join(_SIGNS.sub(" ", link["text"]).lower().split())
        block = page.block_at(link.start(), link.end()) if text in words.vague_links else None
        if block and not page.silenced(Code.VAGUE_LINK, block, link.start()):
            message = f"the link '{link['text'].strip()}' does not say where it goes"
            hint = "Say what it links to: screen readers read links without the text around them."
            yield Problem(Code.VAGUE_LINK, page.source.at(link.start()), message, hint)
