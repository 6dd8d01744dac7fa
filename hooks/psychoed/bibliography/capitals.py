r"""Capitals in titles: which of them pandoc's sentence case takes away, and which of these belong to names.

Pandoc lowers each word of an English title that has its first letter large and the others small, unless it begins a
sentence or stands in braces. *ICD-11*, *mRNA* and, thanks to `style/`, *U.S.* and *vitamin D* need no braces. Tried
with pandoc 3.9; `tests/bibliography/test_capitals.py` tries it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from psychoed.bibliography.names import outside_braces
from psychoed.bibliography.proper_nouns import PROPER_NOUNS, PROPER_PHRASES

_WORD = re.compile(r"[^\W\d_]+")
NamesByWord = Mapping[str, Sequence[str]]
"""Names by the first word of each."""

_OPENING = r"[\s\"'“‘`(\[]*\Z"
_TITLE_START = re.compile(_OPENING)
_SENTENCE_START = re.compile(rf"[:.?!][\"'”’)\]]*\s{_OPENING}")
_GROUP = re.compile(r"\{([^{}\\]+)\}")


def names_in_braces(titles: Iterable[str]) -> set[str]:
    """The names that stand in braces in some title, for they are names in the other titles too.

    A single word that also stands somewhere in small letters is left out: it may be one here and none there.
    """
    titles = list(titles)
    small = {word for title in titles for word in _WORD.findall(outside_braces(title)) if word.islower()}
    groups = {group for title in titles for group in _GROUP.findall(title) if group != title.strip("{} ")}
    return {name for name in groups if len(name) > 1 and (" " in name or name.lower() not in small)}


def by_first_word(names: Iterable[str]) -> NamesByWord:
    """Names for ``lowered_names``, with the house's own, the longest first: a site may have a thousand."""
    found: dict[str, list[str]] = {}
    for name in sorted({*names, *PROPER_NOUNS, *PROPER_PHRASES}, key=len, reverse=True):
        if first := _WORD.search(name):
            found.setdefault(first[0], []).append(name[first.start() :])
    return found


def lowered_names(title: str, known: NamesByWord) -> list[str]:
    """The names in ``title`` that lose a capital when it is printed, in order."""
    bare = outside_braces(title)
    lost, end = [], 0
    for word in _WORD.finditer(bare):
        names = known.get(word[0], ()) if word.start() >= end else ()
        name = next((name for name in names if _stands_at(name, bare, word.start())), "")
        if name:
            end = word.start() + len(name)
            lost += [name] if _loses_a_capital(bare, word.start(), end) else []
    return lost


def _stands_at(name: str, bare: str, at: int) -> bool:
    end = at + len(name)
    return bare.startswith(name, at) and not bare[end : end + 1].isalnum()


def _loses_a_capital(bare: str, start: int, end: int) -> bool:
    words = (start + word.start() for word in _WORD.finditer(bare[start:end]) if word[0].istitle() and len(word[0]) > 1)
    return any(not begins_a_sentence(bare, at) for at in words)


def begins_a_sentence(bare: str, at: int) -> bool:
    """Whether the word at ``at`` keeps its capital because a sentence begins there; one word alone is no sentence."""
    if _TITLE_START.match(bare, 0, at):
        return True
    return _SENTENCE_START.search(bare, 0, at) is not None and " " in bare[at:]


def braced(title: str, named: Iterable[str]) -> str:
    """``title`` with each of these names in braces wherever it stands outside of any."""
    for name in sorted(set(named), key=len, reverse=True):
        bare = outside_braces(title)
        for match in reversed(list(re.finditer(rf"(?<![\w]){re.escape(name)}(?!\w)", bare))):
            title = f"{title[: match.start()]}{{{name}}}{title[match.end() :]}"
    return title
