"""Parser of .bib files into one bibliography, with all problems in and between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pybtex.database.input.bibtex import month_names  # type: ignore[import-untyped]
from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]

from mkdocs_citeproc.bibliography.bibtex_grammar import HEAD_HINT, CommandParser, ParsedField, SyntaxFault
from mkdocs_citeproc.bibliography.check import check_entries
from mkdocs_citeproc.bibliography.lint import find_export_forms, lint_entries
from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey, Entry, collect_entries, merge_bibliographies
from mkdocs_citeproc.bibliography.normalize import normalize_bibliography
from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText

# Certain start of a command: at the beginning of a line, or after a closing brace. Any other "@" may be text.
_START = re.compile(r"(?:^|[})])[ \t]*(@)[^\s@{}(),=\"%]+[ \t]*[{(]", re.MULTILINE)
_HEAD = re.compile(r"@(?P<kind>\s*[^\s{(,@]*)\s*(?P<opening>[{(]?)")
# Text after a closed entry that was surely meant to be inside it.
_STRAY = re.compile(r"[\s,]*(?:(?P<field>[^\W\d]\w*)\s*=\s*(?:[{\"]|\w+\s*(?:[,}#\n]|\Z))|(?P<brace>\}))")
_FIELD = re.compile(r"[a-zA-Z]\w*\s*=", re.ASCII)
_FIELD_ON_A_NEW_LINE = re.compile(r"\n\s*[^\W\d]\w*\s*=\s*[{\"\d]")


@dataclass(frozen=True, slots=True)
class Command:
    """One ``@kind{key, …}``, ``text[start:end]``; the key of an @string is the name that it defines.

    Offsets count from the start of the whole text. Unless ``whole``, neither pybtex nor pandoc can use it.
    """

    kind: str
    start: int
    end: int
    key: str
    key_offset: int
    fields: tuple[ParsedField, ...]
    faults: tuple[SyntaxFault, ...]

    @property
    def whole(self) -> bool:
        """Whether it was parsed to its end without a fatal fault."""
        return not any(fault.fatal for fault in self.faults)


def split_commands(source: SourceText) -> Iterator[Command]:
    """Yield every command of ``source`` in order, except valid @comments; never raises, linear time."""
    return _Cutter(source).split_commands()


class _Cutter:
    """One pass over a text; tracks command starts, @strings so far, and whether every start ends the command before."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.starts = [match.start(1) for match in _START.finditer(source.text)]
        self.macros = CaseInsensitiveDict(month_names)
        self.fenced = False

    def split_commands(self) -> Iterator[Command]:
        position = 0
        while (start := self.text.find("@", position)) >= 0:
            before = self.text[max(position, self.text.rfind("\n", position, start) + 1) : start]
            head = _HEAD.match(self.text, start)
            kind, opening = (head["kind"].lower(), head["opening"]) if head else ("", "")
            if "%" in before:  # a comment for pandoc, for biber and for its author; pybtex would read on
                line_end = self.text.find("\n", start)
                position = line_end if line_end >= 0 else len(self.text)
            elif (before.strip() and not opening) or (kind == "comment" and opening != "{"):  # an e-mail address
                position = start + 1
            else:
                parser = self.parse_command(start)
                position = parser.offset if parser.closed else next(self.find_ends(start))
                faults = tuple(self.find_faults(kind, opening, parser))
                if faults or kind != "comment":
                    key, key_offset, fields = parser.key, parser.key_offset or start, tuple(parser.fields)
                    yield Command(kind, start, position, key, key_offset, fields, faults)

    def find_ends(self, start: int) -> Iterator[int]:
        """Yield ends to try for the command at ``start``: the 1st, 2nd, 4th, 8th… start after it, then the text's."""
        following, reach = bisect_right(self.starts, start), 1
        while following + reach <= len(self.starts):
            yield self.starts[following + reach - 1]
            reach *= 2
        yield len(self.text)

    def parse_command(self, start: int) -> CommandParser:
        """Parse the command at ``start``; return its parser.

        A valid value may contain a line that looks like a start, so a command that runs into one is tried again with
        more text. If that fails, a brace is missing, and from here on every start ends the command before: otherwise
        each entry of a broken file would be read to the end of the file.
        """
        tries: list[CommandParser] = []
        for end in self.find_ends(start):
            parser = CommandParser(self.text[start:end], start, self.macros)
            parser.read()
            tries.append(parser)
            if parser.closed:
                return parser
            if self.fenced or not parser.starved:
                break
        self.fenced = self.fenced or len(tries) > 1
        return tries[0]

    def find_faults(self, kind: str, opening: str, parser: CommandParser) -> Iterator[SyntaxFault]:
        """Yield the faults of the command, in whole sentences."""
        if not kind.replace("_", "").isalpha() or kind[:1] == "_" or not opening:  # pandoc:
            message = (
                f"there is no brace after '@{kind}'" if kind.isalpha() else f"'@{kind.strip()}' is not a type of entry"
            )
            yield SyntaxFault(parser.origin, message, HEAD_HINT)
            return
        name = f"this @{kind}" if kind in {"string", "preamble", "comment"} else "this entry"
        name += f" ('{parser.key}')" if parser.key else ""
        if opening == "(":  # pandoc:
            yield SyntaxFault(parser.origin, f"{name} is in parentheses", f"Use braces instead: @{kind}{{ … }}.")
        for fault in parser.faults:
            offset, message = fault.offset, fault.message
            if not message:
                last = offset == len(self.text)
                offset = len(self.text.rstrip()) if last else offset
                message = f"{name} is not closed before {'the file ends' if last else 'the next one starts'}"
            elif fault.fatal:
                message = f"{name} cannot be read: {message}"
            yield SyntaxFault(offset, message, fault.hint or self.guess_cause(parser, offset), fault.fatal)
        if parser.closed:
            yield from self.find_strays(name, parser.offset)

    def guess_cause(self, parser: CommandParser, offset: int) -> str:
        """Return the most likely cause of the fault at ``offset``."""
        line = self.source.at(parser.origin).line
        field = parser.current_field_name
        # A value without its closing brace swallows what follows, often to the end of the entry.
        runs_on = parser.starved and parser.in_value
        if field and (runs_on or _FIELD_ON_A_NEW_LINE.search(self.text, parser.field_offset, offset)):
            line = self.source.at(parser.field_offset).line
            return f"The value of '{field}', on line {line}, lacks its closing brace or quotation mark."
        if self.text.startswith("%", offset):
            return "A comment cannot be inside an entry: put it on a line above the entry."
        if _FIELD.match(self.text, offset):
            return "Put a comma after the field before this one."
        if parser.starved:
            return f"Put a closing brace at its end; it starts on line {line}."
        return f"Look for a missing comma, quotation mark or closing brace in the entry that starts on line {line}."

    def find_strays(self, name: str, end: int) -> Iterator[SyntaxFault]:
        """Yield what was meant to be inside the command that ends at ``end``, but comes after it."""
        stray = _STRAY.match(self.text, end)
        if stray is None:
            return
        line = self.source.at(end - 1).line
        if stray["field"]:
            message = f"{name} is closed on line {line}, before its field '{stray['field']}'"
            hint = f"Look for an unmatched closing brace on line {line}."
            yield SyntaxFault(stray.start("field"), message, hint)
        else:
            message = f"{name} is already closed on line {line}"
            yield SyntaxFault(stray.start("brace"), message, "Delete this brace.", fatal=False)


_NOT_ENTRIES = {"string", "preamble", "comment"}


def parse_bibtex(source: SourceText) -> tuple[Bibliography, list[Problem]]:
    """Parse ``source``; return the bibliography and all problems; never raises.

    A broken entry does not affect others: it is left out of ``entries``, since it would make pandoc reject them all,
    and its key is in ``invalid_keys``. Text between entries is a comment; so are ``@comment{…}`` and the rest of a line
    after ``%``.
    """
    found = list(split_commands(source))
    problems = [
        Problem(Code.BIB_SYNTAX, source.at(fault.offset), fault.message, fault.hint)
        for command in found
        for fault in command.faults
    ]
    problems += _defined_again(source, (command for command in found if command.kind == "string"))
    keyed = [command for command in found if command.key and command.kind not in _NOT_ENTRIES]
    read = []
    for command in keyed:
        entry, doubled = _entry(source, command)
        read.append(entry)
        problems += doubled
    entries, clashes = collect_entries(entry for entry, command in zip(read, keyed, strict=True) if command.whole)
    strings = [source.text[c.start : c.end] for c in found if c.whole and c.kind in {"string", "preamble"}]
    unread = {entry.key: entry.where for entry in read if entry.key not in entries}
    return Bibliography(entries, "\n".join(strings), unread), problems + clashes


def _entry(source: SourceText, command: Command) -> tuple[Entry, list[Problem]]:
    """Return the entry with the first of each of its fields, as pybtex does, and a problem for each repeated field."""
    fields: dict[str, str] = {}
    places: dict[str, Location] = {}
    problems = []
    for field in command.fields:
        place = source.at(field.offset)
        if field.name in fields:
            message = f"the entry '{command.key}' already has a field '{field.name}', on line {places[field.name].line}"
            problems.append(
                Problem(Code.DUPLICATE_FIELD, place, message, "Only one can be printed. Delete one of them.")
            )
        else:
            fields[field.name], places[field.name] = field.value, place
    where, text = source.at(command.key_offset), source.text[command.start : command.end]
    return Entry(CiteKey(command.key), command.kind, fields, where, text, places), problems


def _defined_again(source: SourceText, strings: Iterable[Command]) -> list[Problem]:
    """Report @strings whose name is taken: pybtex uses the nearest above an entry, pandoc here the last of all."""
    first: dict[str, Command] = {}
    again = [command for command in strings if first.setdefault(command.key.lower(), command) is not command]
    return [
        Problem(
            Code.DUPLICATE_KEY,
            source.at(command.key_offset),
            f"@string '{command.key}' is already defined on line {source.at(first[command.key.lower()].start).line}",
            "Rename one of them, or delete one if they mean the same.",
        )
        for command in again
        if command.key
    ]


def read_and_check(texts: Iterable[SourceText], year: int, language: str = "en") -> tuple[Bibliography, list[Problem]]:
    """Parse and check all texts.

    Args:
        texts: The .bib files.
        year: The current year; later ones are reported.
        language: Language of the titles of entries without one of their own.

    Returns:
        The entries, the first of each key, and all problems.

    """
    parsed = [parse_bibtex(text) for text in texts]
    bibliography, clashes = merge_bibliographies(read for read, _ in parsed)
    problems = [problem for _, found in parsed for problem in found]
    problems += [*clashes, *find_export_forms(bibliography)]
    normalized = normalize_bibliography(bibliography, bibliography.entries)
    return bibliography, [*problems, *check_entries(normalized), *lint_entries(normalized, year, language)]
