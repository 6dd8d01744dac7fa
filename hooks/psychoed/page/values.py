"""The front matter of a file as values that know their place, or the one problem that kept it from being read.

MkDocs swallows every YAML error and shows the front matter to the reader instead, so it is read here a second time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import yaml

from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText

# The same reader as MkDocs chooses, so that what one accepts the other does.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = re.compile(r"(?P<blank>\s*)-{3}[ \t]*\n")
_CLOSING = re.compile(r"(?:\.{3}|-{3})[ \t]*\n\Z")


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


def read_values(source: SourceText) -> tuple[dict[str, Field] | None, list[Problem]]:
    """The fields of the file's front matter by name, and what is wrong with it as YAML.

    ``None`` where it cannot be read at all; empty where the file has none.
    """
    opening = _OPENING.match(source.text)
    if opening is None:
        return {}, []
    try:
        if opening["blank"]:
            wrong = _unreadable(
                Location(source.path), "Front matter starts on the first line", "Delete what is above it."
            )
        elif not source.body_start:
            said, hint = "The front matter that starts here is never closed", "Close it with a line of three dashes."
            wrong = _unreadable(Location(source.path), said, hint)
        else:
            node = yaml.compose(_CLOSING.sub("", source.text[opening.end() : source.body_start]), Loader=_LOADER)
            if node is None or isinstance(node, yaml.MappingNode):
                return _fields(node.value if node else [], source)
            wrong = _unreadable(
                _place(source, node.start_mark), "Front matter is lines of 'key: value', which this is not"
            )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _place(source, mark) if mark else Location(source.path)
        said = f"YAML cannot be read here: {error.problem or error.context}"
        wrong = _unreadable(where, said, "Quote a value that holds ': ' or ' #'.")
    except yaml.YAMLError as error:
        wrong = _unreadable(Location(source.path), f"YAML cannot be read: {str(error).splitlines()[0]}")
    return None, [wrong]


def _unreadable(where: Location, message: str, hint: str = "") -> Problem:
    return Problem(Code.BAD_FRONT_MATTER, where, message, hint)


def _place(source: SourceText, mark: yaml.Mark) -> Location:
    """YAML counts from 0 and begins below the opening dashes, which are line 1 of the file."""
    return Location(source.path, mark.line + 2, mark.column + 1)


def _fields(pairs: list[tuple[yaml.Node, yaml.Node]], source: SourceText) -> tuple[dict[str, Field], list[Problem]]:
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for key_node, value_node in pairs:
        name, where = str(key_node.value), _place(source, key_node.start_mark)
        if name in fields:
            problems.append(Problem(Code.BAD_METADATA, where, f"'{name}' is given a second time", "Keep one of them."))
        value, inner = _value(value_node, source)
        fields[name] = Field(name, where, value)
        problems += inner
    return fields, problems


def _value(node: yaml.Node, source: SourceText) -> tuple[Value, list[Problem]]:
    where = _place(source, node.start_mark)
    if isinstance(node, yaml.MappingNode):
        fields, problems = _fields(node.value, source)
        return Value(fields, where), problems
    if isinstance(node, yaml.SequenceNode):
        pairs = [_value(item, source) for item in node.value]
        return Value([value for value, _ in pairs], where), [problem for _, inner in pairs for problem in inner]
    try:
        data = yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError:  # 2026-13-40 looks like a date and is none; whoever wants a date there will say so
        data = str(node.value)
    return Value(data, where, str(node.value)), []
