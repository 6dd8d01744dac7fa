"""Texts around citations and references, in English, and a site's translations of them.

A style's own terms come from its locale; these are ours. Each is identified by its English form, in Python and in the
scripts of docs/assets, which read a site's translations from the list's ``data-words``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape

from mkdocs_citeproc.problems import find_closest

PHRASES = (
    "Open access",
    "Open access: full text",
    "Back to the citation of {source}",
    "Back to citation {number} of {source}",
    "Back to note {number} in the text",
    "Link to {source}",
    "Download these sources",
    "Download all {number} sources",
)
"""Texts on pages."""

SCRIPT_PHRASES = (
    "Sources",
    "Show in the list",
    "Find a source",
    "Kind",
    "All kinds",
    "Sort by",
    "Author",
    "Year, newest first",
    "Year, oldest first",
    "All {number} sources",
    "{number} of {all} sources",
    "Copy reference",
    "Copy BibTeX",
    "Copied",
    "Copied: {source}",
    "Couldn’t copy",
)
"""Texts in scripts: the card for a citation, and the list of all sources."""

_BLANK = re.compile(r"\{\w+\}")

Translations = Mapping[str, str]
"""A site's texts by their English form; missing ones stay English."""

NO_TRANSLATIONS: Translations = {}
"""No translations."""


def translate(words: Translations, phrase: str, **blanks: object) -> str:
    """Translate a phrase and fill in its placeholders."""
    own = words.get(phrase, phrase)
    return _BLANK.sub(lambda blank: str(blanks.get(blank[0][1:-1], blank[0])), own) if blanks else own


def dump_translations(words: Translations) -> str:
    """Return the attribute with the translations for scripts; '' if everything is English."""
    own = {phrase: words[phrase] for phrase in SCRIPT_PHRASES if phrase in words}
    return f' data-words="{escape(json.dumps(own, ensure_ascii=False))}"' if own else ""


def find_wrong_translations(words: Mapping[object, object], kinds: frozenset[str]) -> Iterator[str]:
    """Yield a sentence for each mistake in a site's translations, which may include the names of source ``kinds``."""
    known = {*PHRASES, *SCRIPT_PHRASES, *kinds}
    for phrase, own in words.items():
        if phrase not in known:
            near = find_closest(str(phrase), known)
            meant = f"Did you mean '{near}'?" if near else "hooks/README.md lists them"
            yield f"'{phrase}' can't be changed. {meant}"
        elif not isinstance(own, str) or not own.strip():
            yield f"'{phrase}' must be text, not {own!r}"
        elif lost := sorted(set(_BLANK.findall(own)) ^ set(_BLANK.findall(str(phrase)))):
            yield f"'{phrase}' and '{own}' must have the same placeholders; {', '.join(lost)} is only in one of them"
