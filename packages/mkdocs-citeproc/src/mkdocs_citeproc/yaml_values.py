"""YAML as values that know their place, or the one problem that kept it from being read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from mkdocs_citeproc.problems import Code, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs_citeproc.source import SourceText

_LONGEST_NUMBER = 50
_DEEPEST = 20
_NUMBER = re.compile(r"[-+0-9a-fxo_.:]+", re.IGNORECASE)
# The same reader as MkDocs chooses, so that what one accepts the other does.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Value:
    """One value and the place where it begins; ``text`` is a single value as written, so that 016 stays 016."""

    data: Data
    where: Location
    text: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A key, the place of the key, and its value."""

    name: str
    where: Location
    value: Value


Data: TypeAlias = "str | int | float | bool | date | list[Value] | dict[str, Field] | None"
Fields: TypeAlias = "dict[str, Field]"


def read_mapping(
    text: str, path: str, unreadable: Code, repeated: Code, *, what: str = "The file", first_line: int = 1
) -> tuple[Fields | None, list[Problem]]:
    """The fields of a YAML mapping by name, and what is wrong with it as YAML: ``None`` where it cannot be read.

    ``text`` begins on ``first_line`` of the file at ``path``; ``what`` names it in a message. A key given twice is a
    problem of the code ``repeated``, the last one counts.
    """
    value, problems = _read(text, _Reading(path, first_line, repeated), unreadable, what)
    if value is None:
        return None, problems
    if value.data is None:
        return {}, problems
    if isinstance(value.data, dict):
        return value.data, problems
    return None, [Problem(unreadable, value.where, f"{what} must be lines of 'key: value'")]


def read_items(source: SourceText, code: Code) -> tuple[list[Value], list[Problem]]:
    """Read a YAML file that is a list: its items, and what is wrong with it as YAML; none where it cannot be read."""
    value, problems = _read(source.text, _Reading(source.path, 1, code), code, "The file")
    if value is None or value.data is None:
        return [], problems
    if isinstance(value.data, list):
        return value.data, problems
    return [], [Problem(code, value.where, "The file must be a list", "Begin each entry with '- '.")]


def _read(text: str, reading: _Reading, unreadable: Code, what: str) -> tuple[Value | None, list[Problem]]:
    """One YAML text as a value; None where it cannot be read."""
    if found := expanding_part(text):
        where, message, hint = reading.place(found[0]), *found[1:]
        return None, [Problem(unreadable, where, message, hint)]
    try:
        node = yaml.compose(text, Loader=_LOADER)
        return (reading.value(node) if node else Value(None, Location(reading.path))), reading.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = reading.place(mark) if mark else Location(reading.path)
        message = f"{what} is not valid YAML: {error.problem or error.context}"
        hint = "Quote a value that contains ': ' or ' #'."
    except yaml.YAMLError as error:
        where, message, hint = Location(reading.path), f"{what} is not valid YAML: {str(error).splitlines()[0]}", ""
    except RecursionError:
        where, hint = Location(reading.path), ""
        message = f"{what} is not valid YAML: something in it contains itself, or it is nested too deeply"
    return None, [Problem(unreadable, where, message, hint)]


def expanding_part(text: str) -> tuple[Any, str, str] | None:
    """The first thing in a YAML text that makes little text into much work: its place, what it is and what to do.

    398 bytes of aliases of aliases are a billion values, a number of many parts takes quadratic time, and brackets in
    brackets end PyYAML's C parser, and with it the process. Reads events, of which there are never more than
    characters, and builds nothing. A text that is not YAML is left to others.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if found := _expanding(event, depth):
                return event.start_mark, *found
    except yaml.YAMLError:
        return None
    return None


def _expanding(event: Any, depth: int) -> tuple[str, str] | None:
    name, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if depth > _DEEPEST:
        return f"YAML is nested more than {_DEEPEST} deep here", "Make it flatter."
    if name:
        message = f"YAML anchors and aliases ('&{name}', '*{name}') are not read here"
        return message, "Write the value out, or quote it if it is a text."
    if tag and tag != "!":
        return f"YAML tags ('{tag}') are not read here", "Delete the tag, or quote the text."
    plain = isinstance(event, yaml.ScalarEvent) and event.implicit[0] and len(event.value) > _LONGEST_NUMBER
    return (
        ("this number is too long", "Quote it if it is a text.") if plain and _NUMBER.fullmatch(event.value) else None
    )


def suggest(name: str, known: Collection[str]) -> str:
    """A hint that names the nearest of the known names; empty where none is near."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean '{near[0]}'?" if near else ""


def list_choices(name: str, known: Collection[str]) -> str:
    """A hint that names the nearest of the known names, or all of them where none is near."""
    return suggest(name, known) or f"Known: {', '.join(known) or 'none'}."


def parse_day(value: Value) -> date | None:
    """The day that YAML reads in a value; None for anything else, a moment of a day too."""
    return value.data if isinstance(value.data, date) and not isinstance(value.data, datetime) else None


class MappingReader:
    """One YAML file on its way to a room's own values: what is refused is noted under one code, and left out.

    ``top`` are the file's fields, none where it cannot be read.
    """

    def __init__(self, source: SourceText, code: Code) -> None:
        fields, self.problems = read_mapping(source.text, source.path, code, code)
        self.top: Fields = fields or {}
        self._code = code

    def note(self, where: Location, message: str, hint: str = "") -> None:
        """Take in that something is wrong."""
        self.problems.append(Problem(self._code, where, message, hint))

    def expect_only(self, fields: Fields, known: Collection[str], what: str) -> None:
        """Note every field that a ``what`` has not."""
        for field in fields.values():
            if field.name not in known:
                self.note(field.where, f"this {what} has no field '{field.name}'", list_choices(field.name, known))

    def mapping(self, field: Field, holds: str) -> Fields:
        """What stands below a field; noted where it is nothing, with what it ``holds``."""
        if isinstance(field.value.data, dict) and field.value.data:
            return field.value.data
        self.note(field.value.where, f"'{field.name}' is empty", f"It must contain {holds}.")
        return {}

    def text(self, name: str, value: Value, hint: str = "") -> str:
        """A text on one line; noted where it is empty."""
        text = " ".join(value.text.split())
        if not text:
            self.note(value.where, f"'{name}' is empty", hint)
        return text

    def flag(self, fields: Fields, name: str, hint: str = "") -> bool:
        """Whether a field is there and true; noted where it is neither true nor false."""
        value = fields[name].value if name in fields else None
        if value and not isinstance(value.data, bool):
            self.note(value.where, f"'{name}' must be true or false", hint)
        return value is not None and value.data is True


class _Reading:
    """One YAML text on its way to values; ``problems`` grows as keys are met twice."""

    def __init__(self, path: str, first_line: int, repeated: Code) -> None:
        self.path, self.first_line, self.repeated = path, first_line, repeated
        self.problems: list[Problem] = []

    def place(self, mark: yaml.Mark) -> Location:
        """YAML counts from 0."""
        return Location(self.path, mark.line + self.first_line, mark.column + 1)

    def fields(self, pairs: list[tuple[yaml.Node, yaml.Node]]) -> Fields:
        found: Fields = {}
        for key_node, value_node in pairs:
            name, where = str(key_node.value), self.place(key_node.start_mark)
            if name in found:
                self.problems.append(Problem(self.repeated, where, f"'{name}' is given twice", "Keep one."))
            found[name] = Field(name, where, self.value(value_node))
        return found

    def value(self, node: yaml.Node) -> Value:
        where = self.place(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return Value(self.fields(node.value), where)
        if isinstance(node, yaml.SequenceNode):
            return Value([self.value(item) for item in node.value], where)
        try:
            data = yaml.constructor.SafeConstructor().construct_object(node)
        # 2026-13-40 looks like a date and is none, '!!bool x' says it is what it is not: whoever wants something else
        # than a text there will say so.
        except (ValueError, LookupError, AttributeError):
            data = str(node.value)
        return Value(data, where, str(node.value))
