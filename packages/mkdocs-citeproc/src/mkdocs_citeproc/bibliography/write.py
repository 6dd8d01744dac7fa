"""Writer of .bib files in house style: sorts a whole file or inserts one entry, without losing any content.

One field per line, in a fixed order; entries sorted by key under each heading. Keys, types, fields and comments stay; a
second run changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_citeproc.bibliography.field_values import fix_text, fix_value, get_raw_value
from mkdocs_citeproc.bibliography.parse import Command, parse_bibtex, split_commands
from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.source import SourceText

_RULE = re.compile(r"%+\s*-{3,}\s*(?P<name>.*?)[\s-]*")

_BEHIND = re.compile(r"[ \t,]*%[^\n]*")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its comments, from ``start`` to ``end``: ``lead`` is above it, ``tail`` after its brace."""

    command: Command
    lead: str
    tail: str
    start: int
    end: int


@dataclass(slots=True)
class FilePart:
    """Other text in ``blocks``, separated by blank lines, and the ``items`` under it; it ends at ``end``."""

    end: int = 0
    blocks: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name in a heading of the form ``% ---------- Name ----------``; '' if there is none."""
        rules = [describe_rule(line) for block in self.blocks for line in block.split("\n")]
        return next((name for name in reversed(rules) if name), "")


def describe_rule(line: str) -> str | None:
    """Return the name between the dashes of a line that separates sections; None for any other line."""
    match = _RULE.fullmatch(line.strip())
    return match["name"] if match else None


def split_parts(source: SourceText) -> list[FilePart]:
    """Split the text into parts, in order; the text must have no faulty command."""
    text, found = source.text, list(split_commands(source))
    ends = [0, *(command.end for command in found)]
    starts = [*(command.start for command in found), len(text)]
    gaps = [_gap(text, end, start) for end, start in zip(ends, starts, strict=True)]
    cut = [FilePart()]
    for command, (tail_before, lead), (tail, _) in zip(found, gaps, gaps[1:], strict=False):
        _add_text(cut, text, tail_before, lead)
        if command.key and command.kind != "string":
            item = Item(command, _lines(text[lead : command.start]), text[command.end : tail].strip(" \t,"), lead, tail)
            cut[-1].items.append(item)
            cut[-1].end = tail
        else:
            _add_block(cut, text[lead:tail].strip(), tail, joined=text.count("\n", tail_before, lead) < 2)
    _add_text(cut, text, *gaps[-1])
    return cut


def _gap(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the comment after the first command ends, and where the one above the second begins."""
    behind = _BEHIND.match(text, start, end) if start else None
    tail = behind.end() if behind and "@" not in behind[0] else start
    lead = end
    while end < len(text) and lead > tail and text[lead - 1] == "\n":
        line_start = text.rfind("\n", tail, lead - 1) + 1
        line = text[line_start : lead - 1]
        if line_start < tail or not line.lstrip().startswith("%") or describe_rule(line) is not None:
            break
        lead = line_start
    return tail, lead


def _add_text(cut: list[FilePart], text: str, start: int, end: int) -> None:
    between = text[start:end]
    lines = between.split("\n")
    # A @comment, or an entry with only one line commented out, may contain blank lines and must not be split.
    whole = "@" in between and any(line.strip()[:1] not in ("", "%") for line in lines)
    for block in [between] if whole else re.split(r"\n(?:[^\S\n]*\n)+", between):
        if not re.fullmatch(r"[\s,]*", block):  # a comma after an entry's brace has no meaning
            _add_block(cut, _lines(block), start + len(between.rstrip()))


def _add_block(cut: list[FilePart], block: str, end: int, *, joined: bool = False) -> None:
    if cut[-1].items:
        cut.append(FilePart())
    if joined and cut[-1].blocks:
        cut[-1].blocks[-1] += f"\n{block}"
    else:
        cut[-1].blocks.append(block)
    cut[-1].end = end


def _lines(text: str) -> str:
    """Return the lines without trailing spaces or surrounding blank lines."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


# Who, what, in what, by whom, when, where in it, how to find it; last, what is only for readers of the file. Fields
# that are not listed go before the last group, in their original order.
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


def sort_entries(source: SourceText) -> tuple[str, list[Problem]]:
    """Return the whole file in house style, and its syntax problems; with any, the text is returned unchanged."""
    problems = find_syntax_problems(source)
    if problems:
        return source.text, problems
    return "".join(_part(source.text, part) for part in split_parts(source)).lstrip("\n"), []


def find_syntax_problems(source: SourceText) -> list[Problem]:
    """Return the problems that make ``source`` invalid BibTeX."""
    return [problem for problem in parse_bibtex(source)[1] if problem.code is Code.BIB_SYNTAX]


def format_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Format a new entry in house style; ``fields`` maps names to the text between their braces."""
    return _entry(kind, key, ((name, f"{{{fix_text(name, text)}}}") for name, text in fields.items() if text))


def insert_entry(source: SourceText, entry: str, key: str, section: str) -> str:
    """Insert ``entry`` by its key under the heading ``section``; everything else stays byte for byte.

    A file without headings is one section. If there are others but not this one, it is added at the end.
    """
    cut = split_parts(source)
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


def split_sections(source: SourceText) -> list[str]:
    """Return the headings of the file, in order."""
    return list(dict.fromkeys(part.name for part in split_parts(source) if part.name))


def _sort_key(key: str) -> tuple[str, str]:
    return key.lower(), key


def _part(text: str, part: FilePart) -> str:
    """Format a part with blank lines before it: two before a heading, one elsewhere."""
    ordered = sorted(part.items, key=lambda item: _sort_key(item.command.key))
    blocks = "".join(f"{_space(block)}{block}\n" for block in part.blocks)
    return blocks + "".join(f"\n{_item(text, item)}\n" for item in ordered)


def _space(block: str) -> str:
    return "\n" if describe_rule(block.split("\n", 1)[0]) is None else "\n\n"


def _item(text: str, item: Item) -> str:
    lead, tail = item.lead and f"{item.lead}\n", item.tail and f" {item.tail}"
    return f"{lead}{_command(text, item.command)}{tail}"


def _command(text: str, command: Command) -> str:
    values = ((field.name, fix_value(field.name, get_raw_value(text, field.offset))) for field in command.fields)
    return _entry(command.kind, command.key, values)


def _entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    ordered = sorted(fields, key=lambda field: _RANK.get(field[0], len(_RANK)))
    return "\n".join([f"@{kind}{{{key},", *(f"  {name} = {value}," for name, value in ordered), "}"])
