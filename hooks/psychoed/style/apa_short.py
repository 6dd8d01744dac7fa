"""Titles in the text, of works without an author (8.14): shortened, and with APA's capitals.

Mends on CSL JSON before the run; CSL takes ``title-short`` for the text.
"""

from __future__ import annotations

import re

from psychoed.style.apa_legal import LEGAL, nocase
from psychoed.style.apa_names import Fields
from psychoed.style.apa_rich import rich
from psychoed.style.request import CslItem

_MINOR = frozenset("a an and as at but by en for if in nor of off on or per so the to up via vs vs. yet".split())  # noqa: SIM905
_NAMED = ("author", "editor", "director", "composer")


def title_in_text(item: CslItem, fields: Fields) -> CslItem:
    """*(Interpersonal Skills, 2019)* of ``shorttitle``; else the title without its ``subtitle`` (8.14).

    APA writes a word of four letters or more with a capital, also *With* and *From*; CSL has a list of small words.
    """
    if not item.get("title") or any(name in item for name in _NAMED) or item.get("type") in LEGAL:
        return item
    short = rich(fields.get("shorttitle", ""))
    title = str(item.get("title-short", item["title"]))
    if not short:
        sub = f": {rich(fields.get('subtitle', ''))}"
        short = title[: -len(sub)] if len(sub) > 2 and title.casefold().endswith(sub.casefold()) else title
    return item | {"title-short": nocase(title_case(re.sub(r"[.:]$", "", short)))}


def title_case(title: str) -> str:
    """A title in words as APA 7 capitalizes them in the text: every word of four letters or more, and major ones."""
    words = re.split(r"(\s+|[-–](?=\w))", title)
    first = True
    shown = []
    for word in words:
        shown.append(word if not word.strip() or word in "-–" else _in_title(word, first=first))
        if word.strip():
            first = word.endswith((":", "?", "!", "."))
    return "".join(shown)


def _in_title(word: str, *, first: bool) -> str:
    bare = word.strip("“”‘’\"'(),;:?!.")
    if not bare or (bare.lower() in _MINOR and not first) or not bare[:1].islower() or bare[1:] != bare[1:].lower():
        return word
    return word.replace(bare, bare[:1].upper() + bare[1:], 1)
