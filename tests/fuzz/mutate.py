"""Sound texts made unsound: pieces cut, doubled, moved and mixed with what breaks parsers."""

from __future__ import annotations

import random
from collections.abc import Sequence

NASTY = (
    *("[@", "@", "]", "[", "-@", ";", ",", "@{", "}", "{", '"', "'s", "\\", "\\@", "`", "```\n", "~~~\n", "    ", "\t"),
    *("<!--", "-->", "<b>", "</b>", "<a title='", "<script>", "</div>", "&amp;", "&", "<", ">", "](", "[^1]", "[^1]: "),
    *("\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n# ", "\n!!! note\n    ", "|", "---", "***", "_", "*", "::", "%", "#"),
    *("\\bibliography\n", "\\full_bibliography\n", "\\cite{ashar2021}", "https://x.example/@ashar2021 ", "a@b.example"),
    *("@ashar2021", "[@ashar2021, p. 3]", "[@nobody]", "@nobody [p. 3; see @tankha2023]", "[--@ashar2021, 1]"),
    *("@book{", "@article{x,", "@string{a = ", "@comment{", "@preamble{", "author = ", "title = {", "year = ", " and "),
    *("\x00", "\x01", "\x02", "\x03", "\x1b[31m", "\x7f", "\u2028", "\u2064", "\ufeff", "\u202e", "\u0627\u0644"),
    *("e" + "\u0301" * 40, "\U0001f600", "\u00a0", "\r", "\x0b", "\x0c", "\x85", "\ud7ff", "ß", "İ", "ﬁ", "٣"),
)


def mutated(chance: random.Random, texts: Sequence[str], most: int) -> str:
    """One of ``texts``, at most ``most`` characters of it, changed in one to eight places."""
    text = _piece(chance, chance.choice(texts), most)
    for _ in range(chance.randint(1, 8)):
        text = _changed(chance, text, texts)
    return text[:most]


def _piece(chance: random.Random, text: str, most: int) -> str:
    if len(text) <= most:
        return text
    start = chance.randrange(len(text) - most)
    start = text.rfind("\n", 0, start) + 1 if chance.random() < 0.7 else start
    return text[start : start + most]


def _changed(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    one, other = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    near = min(other, one + chance.randint(1, 30))
    match chance.randrange(6):
        case 0:
            return text[:one] + text[near:]
        case 1:
            return text[:near] + text[one:near] + text[near:]
        case 2:
            return text[:one] + _piece(chance, chance.choice(texts), 60) + text[one:]
        case 3:
            return (
                text[:one] + text[other:] if chance.random() < 0.1 else text[:one] + text[near : near + 1] + text[one:]
            )
        case _:
            return text[:one] + chance.choice(NASTY) + text[one:]
