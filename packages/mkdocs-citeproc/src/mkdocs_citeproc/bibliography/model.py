"""What came as JSON from elsewhere, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Any, NewType

from mkdocs_citeproc.bibliography.field_values import find_value_span
from mkdocs_citeproc.bibliography.languages import READ_BY_PANDOC, find_language, get_language
from mkdocs_citeproc.problems import Code, Location, Problem

PRIVATE = frozenset({"annotation", "annote", "file"})
"""Remarks for the people who edit the .bib file, and where on their disks they keep a copy; never published."""

_HEAD = re.compile(r"@\w+\s*[{(]\s*[^\s,{}]+\s*,")


def _add_language(source: str, language: str) -> str:
    head = _HEAD.match(source) if language else None
    return f"{head[0]} langid = {{{language}}},{source[head.end() :]}" if head else source


_NAME = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=")
_COMMA = re.compile(r"\s*,")


@cache  # a source stands in the file of each page that cites it
def strip_private_fields(source: str) -> str:
    """An entry's source, ``@type{key, …}``, without its private fields."""
    if not any(name in source.lower() for name in PRIVATE):
        return source
    kept, done = "", 0
    for name, start, end in _fields(source):
        if name in PRIVATE:
            kept, done = kept + source[done:start], end
    return kept + source[done:]


def _fields(source: str) -> Iterable[tuple[str, int, int]]:
    """Each field's name in lower case and where it stands, from its white space to behind its comma."""
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
    """One source: ``type`` and the names of ``fields`` in lower case, values with @strings expanded, braces kept.

    ``where`` is the place of the key, ``field_places`` those of the fields' names. ``source`` is the entry as it stands
    in the file, from ``@`` to its closing brace; it is what pandoc is given, since pybtex's writer damages LaTeX.
    """

    key: CiteKey
    type: str
    fields: Mapping[str, str]
    where: Location
    source: str
    field_places: Mapping[str, Location] = field(default_factory=dict)

    def place(self, *names: str) -> Location:
        """Where the first of these fields stands that the entry has, else where its key stands."""
        return next((self.field_places[name] for name in names if name in self.field_places), self.where)

    def keys_in(self, *names: str) -> list[CiteKey]:
        """The keys these fields list, as ``xdata = {journal, publisher}`` does."""
        listed = (re.split(r"[\s,]+", self.fields[name]) for name in names if name in self.fields)
        return [CiteKey(key) for key in chain.from_iterable(listed) if key]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Entries in the order of the file, and the source of its @string and @preamble commands.

    ``unread`` holds the keys, with their places, that stand in the file but whose entries could not be used: who cites
    one should not be told that there is no such key.
    """

    entries: Mapping[CiteKey, Entry] = field(default_factory=dict)
    strings: str = ""
    invalid_keys: Mapping[CiteKey, Location] = field(default_factory=dict)

    def closure(self, keys: Iterable[CiteKey]) -> set[CiteKey]:
        """These keys and those of all entries they inherit from or consist of; keys without an entry are left out."""
        found: set[CiteKey] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in self.entries and key not in found:
                found.add(key)
                waiting += self.entries[key].keys_in(*INHERITING, "entryset")
        return found

    def _language_to_add(self, key: CiteKey, language: str) -> str:
        """What the entry must be told to be in; nothing where pandoc reads that itself, or English is meant."""
        family = [self.entries[each].fields for each in self.closure([key])]
        if any(find_language(fields.get(name, "")) for fields in family for name in READ_BY_PANDOC):
            return ""
        own = next((code for code in map(get_language, family) if code), language)
        return "" if own == "en" else own

    def related(self, keys: Iterable[CiteKey]) -> set[CiteKey]:
        """The entries that these tell of, as a review does of a book: printed with them, and not listed for it."""
        return self.closure(other for key in self.closure(keys) for other in self.entries[key].keys_in("related"))

    def biblatex(self, keys: Iterable[CiteKey], language: str = "") -> str:
        """The BibTeX source needed to print these entries: the @strings, then the entries sorted by key.

        Without private fields: a long remark takes pandoc long to read, and to change one changes nothing that prints.
        Where ``language`` is not English, entries that say no language of their own are said to be in it: pandoc puts
        English titles into sentence case.
        """
        sources = [self.strings]
        for key in sorted(self.closure(keys)):
            source = strip_private_fields(self.entries[key].source)
            sources.append(_add_language(source, self._language_to_add(key, language)))
        return "".join(f"{source}\n" for source in sources if source)


def collect_entries(entries: Iterable[Entry]) -> tuple[dict[CiteKey, Entry], list[Problem]]:
    """The entries by key, the first of each key and none that inherits from itself; and what was wrong with the rest.

    Two keys that differ in case alone are both kept, for pandoc tells them apart, but said to be one too many.
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
            Problem(Code.BIB_SYNTAX, entry.place(*INHERITING), message, "Delete one crossref or xdata field.")
        )
    return by_key, problems


def merge_bibliographies(bibliographies: Iterable[Bibliography]) -> tuple[Bibliography, list[Problem]]:
    """The bibliographies of several files as one, in order, and what is wrong between them.

    What is wrong within one of them was said when it was read. Of an @string that two files define, the last counts.
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
    """The entries that inherit from themselves or from such a one: pandoc never comes to an end with them."""
    parents = {key: entry.keys_in(*INHERITING) for key, entry in entries.items()}
    known = {key: [parent for parent in named if parent in entries] for key, named in parents.items() if named}
    order = TopologicalSorter(known)
    with suppress(CycleError):  # the sorter still yields what does not hang on a cycle
        order.prepare()
    sound: set[CiteKey] = set()
    while ready := order.get_ready():
        sound.update(ready)
        order.done(*ready)
    return [entries[key] for key in known if key not in sound]


_WITHOUT = {"audio", "dataset", "electronic", "image", "misc", "movie", "music", "online", "software", "video", "www"}


def keys_with_pages(bibliography: Bibliography) -> set[CiteKey]:
    """The keys of all works but web pages, recordings, data and the like."""
    return {entry.key for entry in bibliography.entries.values() if entry.type not in _WITHOUT}


def json_objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, all else in it left out; none where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
