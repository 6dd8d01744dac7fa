"""Writing a .bib file as the house does, without losing a word of it: put in order as a whole, or given one entry more.

One field a line, in a fixed order; entries sorted by key under each heading. What is written is what was read, in other
clothes: keys, types, fields and comments stay, and a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psychoed.bibliography.bibtex import parse_bibtex
from psychoed.bibliography.commands import Command
from psychoed.bibliography.layout import Item, Part, parts, rule_name
from psychoed.bibliography.values import house_text, house_value, raw_value
from psychoed.problems import Code, Problem
from psychoed.source import SourceText

# Who, what, in what, by whom, when, where in it, how to find it, and last what is only for the file's readers. A field
# that is not named here stands before the last group, among its like in the order it was written.
_ORDER = (
    "crossref", "xdata", "entryset", "entrysubtype",
    "author", "shortauthor", "bookauthor", "director", "editor", "editortype", "translator",
    "title", "subtitle", "titleaddon", "shorttitle", "type",
    "booktitle", "booksubtitle", "maintitle", "eventtitle", "eventdate", "venue",
    "journal", "journaltitle", "series", "edition", "publisher", "address", "location",
    "date", "year", "month", "pubstate", "origdate", "organization", "institution", "school", "howpublished",
    "volume", "volumes", "number", "issue", "eid", "pages", "chapter", "pagetotal", "version",
    "isbn", "issn", "doi", "eprint", "eprinttype", "eprintclass", "url", "urldate",
)  # fmt: skip
_LAST = ("note", "addendum", "langid", "language", "keywords", "options", "abstract", "file", "annote", "annotation")
_RANK = {name: rank for rank, name in enumerate(_ORDER)} | {name: 1000 + rank for rank, name in enumerate(_LAST)}


def in_order(source: SourceText) -> tuple[str, list[Problem]]:
    """The whole file in house style, and what cannot be read in it; where anything cannot, it is left as it stands."""
    problems = syntax_problems(source)
    if problems:
        return source.text, problems
    return "".join(_part(source.text, part) for part in parts(source)).lstrip("\n"), []


def syntax_problems(source: SourceText) -> list[Problem]:
    """What of ``source`` is no sound BibTeX."""
    return [problem for problem in parse_bibtex(source)[1] if problem.code is Code.BIB_SYNTAX]


def entry_text(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """A new entry in house style; ``fields`` maps names to what shall stand between their braces."""
    return _entry(kind, key, ((name, f"{{{house_text(name, text)}}}") for name, text in fields.items() if text))


def with_entry(source: SourceText, entry: str, key: str, section: str) -> str:
    """The file with ``entry`` in the place that its key has under the heading ``section``; all else byte for byte.

    A file without any heading is one section. If there are others but not this one, it is made at the end.
    """
    cut = parts(source)
    named = {part.name for part in cut if part.name}
    if not source.text.strip():
        return f"{entry}\n"
    if named and section not in named:
        return f"{source.text.rstrip()}\n\n\n% ---------- {section} ----------\n\n{entry}\n"
    part = [part for part in cut if part.name == section][-1] if named else cut[-1]
    later = next((item for item in part.items if _sort_key(item.command.key) > _sort_key(key)), None)
    if later:
        return f"{source.text[: later.start]}{entry}\n\n{source.text[later.start :]}"
    return f"{source.text[: part.end]}\n\n{entry}{source.text[part.end :] or chr(10)}"


def sections(source: SourceText) -> list[str]:
    """The headings of the file, in order."""
    return list(dict.fromkeys(part.name for part in parts(source) if part.name))


def _sort_key(key: str) -> tuple[str, str]:
    return key.lower(), key


def _part(text: str, part: Part) -> str:
    """A part with the blank lines before it: two before a heading, one between all else."""
    ordered = sorted(part.items, key=lambda item: _sort_key(item.command.key))
    blocks = "".join(f"{_space(block)}{block}\n" for block in part.blocks)
    return blocks + "".join(f"\n{_item(text, item)}\n" for item in ordered)


def _space(block: str) -> str:
    return "\n" if rule_name(block.split("\n", 1)[0]) is None else "\n\n"


def _item(text: str, item: Item) -> str:
    lead, tail = item.lead and f"{item.lead}\n", item.tail and f" {item.tail}"
    return f"{lead}{_command(text, item.command)}{tail}"


def _command(text: str, command: Command) -> str:
    values = ((field.name, house_value(field.name, raw_value(text, field.offset))) for field in command.fields)
    return _entry(command.kind, command.key, values)


def _entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    ordered = sorted(fields, key=lambda field: _RANK.get(field[0], len(_RANK)))
    return "\n".join([f"@{kind}{{{key},", *(f"  {name} = {value}," for name, value in ordered), "}"])
