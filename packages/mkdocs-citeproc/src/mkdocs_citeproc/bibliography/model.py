"""Entries, their cite keys, bibliographies, and the relations between entries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain, count, product
from string import ascii_lowercase
from typing import Any, NewType
from unicodedata import normalize

from mkdocs_citeproc.bibliography.field_values import (
    LANGUAGE_FIELDS,
    find_language,
    find_value_span,
    get_entry_language,
)
from mkdocs_citeproc.bibliography.names import Name, split_name_list, strip_latex
from mkdocs_citeproc.problems import Code, Location, Problem

PRIVATE = frozenset({"annotation", "annote", "file"})
"""Editors' remarks and paths of local copies; never published."""

_HEAD = re.compile(r"@\w+\s*[{(]\s*[^\s,{}]+\s*,")


def _add_language(source: str, language: str) -> str:
    """Return an entry's BibTeX with ``langid`` after its key; unchanged without a language."""
    head = _HEAD.match(source) if language else None
    return f"{head[0]} langid = {{{language}}},{source[head.end() :]}" if head else source


_NAME = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=")
_COMMA = re.compile(r"\s*,")


@cache  # an entry is exported once for each page that cites it
def strip_private_fields(source: str) -> str:
    """Return an entry's source, ``@type{key, …}``, without its private fields."""
    if not any(name in source.lower() for name in PRIVATE):
        return source
    kept, done = "", 0
    for name, start, end in _fields(source):
        if name in PRIVATE:
            kept, done = kept + source[done:start], end
    return kept + source[done:]


def _fields(source: str) -> Iterable[tuple[str, int, int]]:
    """Yield each field's lower-case name and its span, from leading whitespace to trailing comma."""
    start = source.find(",") + 1
    while start and (name := _NAME.match(source, start)):
        _, end = find_value_span(source, name.start(1))
        comma = _COMMA.match(source, end)
        end = comma.end() if comma else end
        yield name[1].lower(), start, end
        start = end


CiteKey = NewType("CiteKey", str)

INHERITING = ("crossref", "xdata")


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: lower-case ``type`` and names of ``fields``; values have @strings expanded and braces kept.

    ``where`` is the location of the key, ``field_places`` those of the fields' names. ``source`` is the entry as
    written, from ``@`` to its closing brace; pandoc gets this text, because pybtex's writer damages LaTeX.
    """

    key: CiteKey
    type: str
    fields: Mapping[str, str]
    where: Location
    source: str
    field_places: Mapping[str, Location] = field(default_factory=dict)

    def locate(self, *names: str) -> Location:
        """Return the location of the first of these fields that the entry has, else of its key."""
        return next((self.field_places[name] for name in names if name in self.field_places), self.where)

    def list_keys(self, *names: str) -> list[CiteKey]:
        """Return the keys that these fields list, as ``xdata = {journal, publisher}`` does."""
        listed = (re.split(r"[\s,]+", self.fields[name]) for name in names if name in self.fields)
        return [CiteKey(key) for key in chain.from_iterable(listed) if key]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Entries in file order, and the source of the @string and @preamble commands.

    ``invalid_keys`` has the locations of keys whose entries could not be used, so that citing one is not reported as an
    unknown key.
    """

    entries: Mapping[CiteKey, Entry] = field(default_factory=dict)
    strings: str = ""
    invalid_keys: Mapping[CiteKey, Location] = field(default_factory=dict)

    def find_closure(self, keys: Iterable[CiteKey]) -> set[CiteKey]:
        """Return these keys and those of entries they inherit from or consist of, omitting keys without an entry."""
        found: set[CiteKey] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in self.entries and key not in found:
                found.add(key)
                waiting += self.entries[key].list_keys(*INHERITING, "entryset")
        return found

    def _language_to_add(self, key: CiteKey, language: str) -> str:
        """Return the language to add to an entry; '' if pandoc finds it itself, or if it is English."""
        family = [self.entries[each].fields for each in self.find_closure([key])]
        if any(find_language(fields.get(name, "")) for fields in family for name in LANGUAGE_FIELDS):
            return ""
        own = next((code for code in map(get_entry_language, family) if code), language)
        return "" if own == "en" else own

    def find_related(self, keys: Iterable[CiteKey]) -> set[CiteKey]:
        """Return keys named in ``related``, with their parents; used for formatting, never listed."""
        return self.find_closure(
            other for key in self.find_closure(keys) for other in self.entries[key].list_keys("related")
        )

    def write_biblatex(self, keys: Iterable[CiteKey], language: str = "") -> str:
        """The BibTeX source needed to print these entries: the @strings, then the entries sorted by key.

        Without private fields: a long remark takes pandoc long to read, and to change one changes nothing that prints.
        Where ``language`` is not English, entries without a language of their own get it: pandoc puts English titles
        into sentence case.
        """
        sources = [self.strings]
        for key in sorted(self.find_closure(keys)):
            source = strip_private_fields(self.entries[key].source)
            sources.append(_add_language(source, self._language_to_add(key, language)))
        return "".join(f"{source}\n" for source in sources if source)


def collect_entries(entries: Iterable[Entry]) -> tuple[dict[CiteKey, Entry], list[Problem]]:
    """Index entries by key, keeping the first of each key and omitting those that inherit from themselves.

    Keys that differ only in case are both kept, because pandoc distinguishes them, but are reported.

    Returns:
        The entries by key, and the problems of the others.

    """
    by_key: dict[CiteKey, Entry] = {}
    in_any_case: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        same = by_key.setdefault(entry.key, entry)
        alike = in_any_case.setdefault(entry.key.lower(), entry)
        if same is not entry:
            hint = "Give one of them another key, or delete one if they are the same source."
            problems.append(_find_duplicates(entry, same, f"the key '{entry.key}' is already in use", hint))
        elif alike is not entry:
            message = f"the key '{entry.key}' differs only in case from '{alike.key}'"
            problems.append(
                _find_duplicates(entry, alike, message, "Some programs treat these as one key. Change one of them.")
            )
    for entry in _find_circular_parents(by_key):
        del by_key[entry.key]
        message = f"the entry '{entry.key}' inherits from itself, directly or through another entry"
        problems.append(
            Problem(Code.BIB_SYNTAX, entry.locate(*INHERITING), message, "Delete one crossref or xdata field.")
        )
    return by_key, problems


def merge_bibliographies(bibliographies: Iterable[Bibliography]) -> tuple[Bibliography, list[Problem]]:
    """Merge the bibliographies of several files in order; return the result and the problems between them.

    Problems within a file were reported when it was read. If two files define an @string, the last one counts.
    """
    parts = list(bibliographies)
    message = {problem for part in parts for problem in collect_entries(part.entries.values())[1]}
    entries, problems = collect_entries(chain.from_iterable(part.entries.values() for part in parts))
    places = {entry.key: entry.where for part in reversed(parts) for entry in part.entries.values()}
    for part in reversed(parts):
        places |= part.invalid_keys
    unread = {key: place for key, place in places.items() if key not in entries}
    strings = "\n".join(part.strings for part in parts if part.strings)
    return Bibliography(entries, strings, unread), [problem for problem in problems if problem not in message]


def _find_duplicates(entry: Entry, first: Entry, message: str, hint: str) -> Problem:
    elsewhere = f"in {first.where.path}, " if first.where.path != entry.where.path else ""
    return Problem(Code.DUPLICATE_KEY, entry.where, f"{message}, {elsewhere}on line {first.where.line}", hint)


def _find_circular_parents(entries: Mapping[CiteKey, Entry]) -> list[Entry]:
    """Return entries that inherit from themselves, directly or through others; pandoc would loop forever on them."""
    parents = {key: entry.list_keys(*INHERITING) for key, entry in entries.items()}
    known = {key: [parent for parent in named if parent in entries] for key, named in parents.items() if named}
    order = TopologicalSorter(known)
    with suppress(CycleError):  # the sorter still yields entries that are not on a cycle
        order.prepare()
    sound: set[CiteKey] = set()
    while ready := order.get_ready():
        sound.update(ready)
        order.done(*ready)
    return [entries[key] for key in known if key not in sound]


_WITHOUT = {"audio", "dataset", "electronic", "image", "misc", "movie", "music", "online", "software", "video", "www"}


def list_keys_with_pages(bibliography: Bibliography) -> set[CiteKey]:
    """Return the keys of all works except web pages, recordings, data and the like."""
    return {entry.key for entry in bibliography.entries.values() if entry.type not in _WITHOUT}


def parse_json_objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list, skipping other items; empty if ``value`` is not a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


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
    people = split_name_list(fields.get("author") or fields.get("editor", ""))
    return people[0] if people else None


def fold_to_ascii(text: str) -> str:
    """Return the letters and digits of ``text`` in ASCII and lower case, omitting what has no ASCII form."""
    apart = normalize("NFKD", text.lower().translate(_FOLDED))
    return re.sub(r"[^a-z0-9]", "", apart)


def _name_part(fields: Mapping[str, str]) -> str:
    """Return the first family name or the organisation's initials; else a word of the title."""
    name = get_first_name(fields)
    who = _initials(name.family) if name and name.is_braced else fold_to_ascii(name.family) if name else ""
    words = (fold_to_ascii(word) for word in strip_latex(fields.get("title", "")).split())
    return who or next((word for word in words if word and word not in _SMALL_WORDS), "source")


def _initials(organisation: str) -> str:
    """Return ``who`` for the World Health Organization; a single word, or a surname in braces, is used in full."""
    words = [word for word in re.split(r"[\s/–-]+", organisation) if fold_to_ascii(word)]
    capital = [word for word in words if word[:1].isupper() and word.lower() not in _SMALL_WORDS]
    return fold_to_ascii("".join(word.lstrip("(")[:1] for word in capital) if len(capital) > 1 else organisation)


def _suffixes() -> Iterator[str]:
    """Yield '', then a to z, aa to zz and so on."""
    return map("".join, chain.from_iterable(product(ascii_lowercase, repeat=length) for length in count()))
