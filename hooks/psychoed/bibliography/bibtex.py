"""From the text of a .bib file to a bibliography and all that is wrong with the file."""

from __future__ import annotations

from collections.abc import Iterable

from psychoed.bibliography.commands import Command, commands
from psychoed.bibliography.entry import Bibliography, CiteKey, Entry, collect
from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText

_NOT_ENTRIES = {"string", "preamble", "comment"}


def parse_bibtex(source: SourceText) -> tuple[Bibliography, list[Problem]]:
    """What ``source`` holds, and all that is wrong with it; never raises.

    One broken entry costs no other: it is left out of ``entries``, since pandoc would refuse all of them for it, and
    its key is ``unread``. Text between entries is a comment; so are ``@comment{…}`` and a line from its ``%`` on.
    """
    found = list(commands(source))
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
    entries, clashes = collect(entry for entry, command in zip(read, keyed, strict=True) if command.whole)
    strings = [source.text[c.start : c.end] for c in found if c.whole and c.kind in {"string", "preamble"}]
    unread = {entry.key: entry.where for entry in read if entry.key not in entries}
    return Bibliography(entries, "\n".join(strings), unread), problems + clashes


def _entry(source: SourceText, command: Command) -> tuple[Entry, list[Problem]]:
    """The entry with the first of each of its fields, as pybtex has it, and its fields that stand there again."""
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
    """The @strings whose name is taken: to pybtex the nearest above an entry counts, to pandoc here the last of all."""
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
