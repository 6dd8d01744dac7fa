"""The text of a .bib file cut into its commands, broken ones too: where each stands, and every place it stumbles.

Left to itself pybtex loses all that follows a missing brace. So its parser is handed one command at a time, up to the
next line that starts one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pybtex.database.input.bibtex import month_names  # type: ignore[import-untyped]
from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]

from psychoed.bibliography.grammar import HEAD_HINT, CommandParser, Fault, Field
from psychoed.source import SourceText

# Where a command surely starts: at the head of a line, or behind a closing brace. Another "@" may be text.
_START = re.compile(r"(?:^|[})])[ \t]*(@)[^\s@{}(),=\"%]+[ \t]*[{(]", re.MULTILINE)
_HEAD = re.compile(r"@(?P<kind>\s*[^\s{(,@]*)\s*(?P<opening>[{(]?)")
# What follows a closed entry but was surely meant to stand in it.
_STRAY = re.compile(r"[\s,]*(?:(?P<field>[^\W\d]\w*)\s*=\s*(?:[{\"]|\w+\s*(?:[,}#\n]|\Z))|(?P<brace>\}))")
_FIELD = re.compile(r"[a-zA-Z]\w*\s*=", re.ASCII)
_FIELD_ON_A_NEW_LINE = re.compile(r"\n\s*[^\W\d]\w*\s*=\s*[{\"\d]")


@dataclass(frozen=True, slots=True)
class Command:
    """One ``@kind{key, …}``, ``text[start:end]``; of an @string the key is the name it defines.

    Offsets count from the start of the whole text. What is not ``whole`` is of no use to pybtex or to pandoc.
    """

    kind: str
    start: int
    end: int
    key: str
    key_offset: int
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether it was read to its end without a fatal fault."""
        return not any(fault.fatal for fault in self.faults)


def commands(source: SourceText) -> Iterator[Command]:
    """Every command of ``source`` in order, a sound @comment left out. Never raises; takes time linear in the text."""
    return _Cutter(source).commands()


class _Cutter:
    """One pass over one text: where commands start in it, the @strings so far, whether starts are fences by now."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.starts = [match.start(1) for match in _START.finditer(source.text)]
        self.macros = CaseInsensitiveDict(month_names)
        self.fenced = False

    def commands(self) -> Iterator[Command]:
        position = 0
        while (start := self.text.find("@", position)) >= 0:
            before = self.text[max(position, self.text.rfind("\n", position, start) + 1) : start]
            head = _HEAD.match(self.text, start)
            kind, opening = (head["kind"].lower(), head["opening"]) if head else ("", "")
            if "%" in before:  # a comment to pandoc, to biber and to whoever wrote it; pybtex would read on
                line_end = self.text.find("\n", start)
                position = line_end if line_end >= 0 else len(self.text)
            elif (before.strip() and not opening) or (kind == "comment" and opening != "{"):  # text, say an address
                position = start + 1
            else:
                parser = self.read(start)
                position = parser.offset if parser.closed else next(self.ends(start))
                faults = tuple(self.faults(kind, opening, parser))
                if faults or kind != "comment":
                    key, key_offset, fields = parser.key, parser.key_offset or start, tuple(parser.fields)
                    yield Command(kind, start, position, key, key_offset, fields, faults)

    def ends(self, start: int) -> Iterator[int]:
        """How far to read the command at ``start``: to the next start, then two, four, eight… of them, to the end."""
        following, reach = bisect_right(self.starts, start), 1
        while following + reach <= len(self.starts):
            yield self.starts[following + reach - 1]
            reach *= 2
        yield len(self.text)

    def read(self, start: int) -> CommandParser:
        """The parser that has read the command at ``start``.

        A legal value may hold a line that looks like a start, so a command that runs into one is tried again with more
        text. If that does not help the file lacks a brace, and from here on a start is taken at its word: else each
        entry of a broken file would be read to the file's end.
        """
        tries: list[CommandParser] = []
        for end in self.ends(start):
            parser = CommandParser(self.text[start:end], start, self.macros)
            parser.read()
            tries.append(parser)
            if parser.closed:
                return parser
            if self.fenced or not parser.starved:
                break
        self.fenced = self.fenced or len(tries) > 1
        return tries[0]

    def faults(self, kind: str, opening: str, parser: CommandParser) -> Iterator[Fault]:
        """What is wrong with the command, in whole sentences."""
        if not kind.isalpha() or not opening:  # pandoc:
            message = (
                f"there is no brace after '@{kind}'" if kind.isalpha() else f"'@{kind.strip()}' is not a type of entry"
            )
            yield Fault(parser.origin, message, HEAD_HINT)
            return
        name = f"this @{kind}" if kind in {"string", "preamble", "comment"} else "this entry"
        name += f" ('{parser.key}')" if parser.key else ""
        if opening == "(":  # pandoc:
            yield Fault(parser.origin, f"{name} is in parentheses", f"Use braces instead: @{kind}{{ … }}.")
        for fault in parser.faults:
            offset, message = fault.offset, fault.message
            if not message:
                last = offset == len(self.text)
                offset = len(self.text.rstrip()) if last else offset
                message = f"{name} is not closed before {'the file ends' if last else 'the next one starts'}"
            elif fault.fatal:
                message = f"{name} cannot be read: {message}"
            yield Fault(offset, message, fault.hint or self.hint(parser, offset), fault.fatal)
        if parser.closed:
            yield from self.strays(name, parser.offset)

    def hint(self, parser: CommandParser, offset: int) -> str:
        """What most likely led to the fault at ``offset``."""
        line = self.source.at(parser.origin).line
        field = parser.current_field_name
        # A value without its closing brace takes in what follows it, often to the end of the entry.
        runs_on = parser.starved and parser.in_value
        if field and (runs_on or _FIELD_ON_A_NEW_LINE.search(self.text, parser.field_offset, offset)):
            line = self.source.at(parser.field_offset).line
            return f"The value of '{field}', on line {line}, lacks its closing brace or quotation mark."
        if self.text.startswith("%", offset):
            return "A comment cannot stand inside an entry: put it on a line above the entry."
        if _FIELD.match(self.text, offset):
            return "Put a comma after the field before this one."
        if parser.starved:
            return f"Put a closing brace at its end; it starts on line {line}."
        return f"Look for a missing comma, quotation mark or closing brace in the entry that starts on line {line}."

    def strays(self, name: str, end: int) -> Iterator[Fault]:
        """What was meant to stand in the command that ends at ``end``, but stands behind it."""
        stray = _STRAY.match(self.text, end)
        if stray is None:
            return
        line = self.source.at(end - 1).line
        if stray["field"]:
            message = f"{name} is closed on line {line}, before its field '{stray['field']}'"
            hint = f"Look for an unmatched closing brace on line {line}."
            yield Fault(stray.start("field"), message, hint)
        else:
            message = f"{name} is already closed on line {line}"
            yield Fault(stray.start("brace"), message, "Delete this brace.", fatal=False)
