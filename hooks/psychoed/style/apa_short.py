"""Titles in the text, of works without an author (8.14): shortened, and with APA's capitals.

Mends on CSL JSON before the run; CSL takes ``title-short`` for the text.
"""

from __future__ import annotations

import re

from psychoed.style.apa_legal import LEGAL, nocase
from psychoed.style.apa_names import Fields
from psychoed.style.apa_rich import rich, small_words
from psychoed.style.request import CslItem

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
    return item | {"title-short": nocase(small_words(re.sub(r"[.:]$", "", short)))}
