"""Readable citation keys: ``ashar2021``, ``ashar2021a``; ``acme2021`` for an organisation, ``acmend`` if undated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, count, product
from string import ascii_lowercase
from unicodedata import normalize

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.bibliography.names import Name, split_names, to_plain_text

# Letters that Unicode does not decompose into a base letter and a mark.
_FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "is", "my", "of", "on", "the", "to", "what", "with"}


def make_key(fields: Mapping[str, str], taken: Collection[str]) -> CiteKey:
    """Make a key for an entry with ``fields`` that differs from all those ``taken``, ignoring case."""
    stem = f"{_name_part(fields)}{get_year(fields) or 'nd'}"
    used = {key.lower() for key in taken}
    return CiteKey(next(key for key in (f"{stem}{suffix}" for suffix in _suffixes()) if key not in used))


def get_year(fields: Mapping[str, str]) -> str:
    """Return the year of the entry; '' if it is undated."""
    found = re.search(r"\d{4}", fields.get("year") or fields.get("date", ""))
    return found[0] if found else ""


def get_first_name(fields: Mapping[str, str]) -> Name | None:
    """Return the first author, or the first editor if there is no author."""
    people = split_names(fields.get("author") or fields.get("editor", ""))
    return people[0] if people else None


def fold_to_ascii(text: str) -> str:
    """Return the letters and digits of ``text`` in ASCII and lower case, omitting what has no ASCII form."""
    apart = normalize("NFKD", text.lower().translate(_FOLDED))
    return re.sub(r"[^a-z0-9]", "", apart)


def _name_part(fields: Mapping[str, str]) -> str:
    """Return the first family name or the organisation's initials; else a word of the title."""
    name = get_first_name(fields)
    who = _initials(name.family) if name and name.is_braced else fold_to_ascii(name.family) if name else ""
    words = (fold_to_ascii(word) for word in to_plain_text(fields.get("title", "")).split())
    return who or next((word for word in words if word and word not in _SMALL_WORDS), "source")


def _initials(organisation: str) -> str:
    """Return ``who`` for the World Health Organization; a single word, or a surname in braces, is used in full."""
    words = [word for word in re.split(r"[\s/–-]+", organisation) if fold_to_ascii(word)]
    capital = [word for word in words if word[:1].isupper() and word.lower() not in _SMALL_WORDS]
    return fold_to_ascii("".join(word.lstrip("(")[:1] for word in capital) if len(capital) > 1 else organisation)


def _suffixes() -> Iterator[str]:
    """Yield '', then a to z, aa to zz and so on."""
    return map("".join, chain.from_iterable(product(ascii_lowercase, repeat=length) for length in count()))
