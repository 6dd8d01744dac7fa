"""YAML values with their locations, or the one problem that prevented reading them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from mkdocs_citeproc.problems import Location, Problem, ProblemCode, find_closest

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs_citeproc.source import SourceText

_LONGEST_NUMBER = 50
_DEEPEST = 20
_NUMBER = re.compile(r"[-+]?\.?[0-9][-+0-9a-fxo_.:]*", re.IGNORECASE)
# The loader that MkDocs chooses, so that both accept the same files.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its location; ``text`` is a scalar as written, so that 016 stays 016."""

    data: Data
    where: Location
    text: str = ""


@dataclass(frozen=True, slots=True)
class YamlField:
    """A key, its location, and its value."""

    name: str
    where: Location
    value: Value


Data: TypeAlias = "str | int | float | bool | date | list[Value] | dict[str, YamlField] | None"
Fields: TypeAlias = "dict[str, YamlField]"


def read_mapping(
    text: str,
    path: str,
    unreadable: ProblemCode,
    repeated: ProblemCode,
    *,
    what: str = "The file",
    first_line: int = 1,
    tags: Collection[str] = (),
) -> tuple[Fields | None, list[Problem]]:
    """Read a YAML mapping.

    Args:
        text: The YAML, which begins on ``first_line`` of the file at ``path``.
        path: The file to name in problems.
        unreadable: ProblemCode for a text that is not valid YAML.
        repeated: ProblemCode for a key that occurs twice; the last value counts.
        what: Name of the text in messages.
        first_line: Line of the file on which ``text`` begins.
        tags: Tags that values may have, such as ``!ENV`` in mkdocs.yml; what has one is read as its text.

    Returns:
        The fields by name, None if they cannot be read, and the problems.

    """
    value, problems = _read(text, _NodeReader(path, first_line, repeated), unreadable, what, tags=tags)
    if value is None:
        return None, problems
    if value.data is None:
        return {}, problems
    if isinstance(value.data, dict):
        return value.data, problems
    return None, [Problem(unreadable, value.where, f"{what} must be lines of 'key: value'")]


def read_items(source: SourceText, code: ProblemCode) -> tuple[list[Value], list[Problem]]:
    """Read a YAML list; return its items, none if it cannot be read, and the problems."""
    value, problems = _read(source.text, _NodeReader(source.path, 1, code), code, "The file")
    if value is None or value.data is None:
        return [], problems
    if isinstance(value.data, list):
        return value.data, problems
    return [], [Problem(code, value.where, "The file must be a list", "Begin each entry with '- '.")]


def _read(
    text: str, reading: _NodeReader, unreadable: ProblemCode, what: str, *, tags: Collection[str] = ()
) -> tuple[Value | None, list[Problem]]:
    """Read a YAML text as a value; None if it cannot be read."""
    if found := find_expanding_part(text, tags=tags):
        where, message, hint = reading.locate(found[0]), *found[1:]
        return None, [Problem(unreadable, where, message, hint)]
    try:
        node = yaml.compose(text, Loader=_LOADER)
        return (reading.build_value(node) if node else Value(None, Location(reading.path))), reading.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.problem == "could not find expected ':'":
            mark = error.context_mark or mark  # where the key without one begins
        where = reading.locate(mark) if mark else Location(reading.path)
        message = f"{what} is not valid YAML: {error.problem or error.context}"
        hint = "Quote a value that contains ': ' or ' #'."
        if "expected ':'" in message:
            hint = "Add the colon."
        elif "mapping values" in message:  # most often the colon is missing on the line before
            hint = "Add the colon that is missing here or on the line above, or quote a value that contains ': '."
    except yaml.YAMLError as error:
        message, hint = f"{what} is not valid YAML: {str(error).splitlines()[0]}", ""
        unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
        before = text[: unprintable.start()].split("\n") if unprintable else [""]
        where = Location(reading.path, reading.first_line + len(before) - 1, len(before[-1]) + 1)
    except RecursionError:
        where, hint = Location(reading.path), ""
        message = f"{what} is not valid YAML: something in it contains itself, or it is nested too deeply"
    return None, [Problem(unreadable, where, message, hint)]


def find_expanding_part(text: str, *, tags: Collection[str] = ()) -> tuple[Any, str, str] | None:
    """Find the first construct in a YAML text that would take excessive time or memory.

    398 bytes of nested aliases expand to a billion values, a number with many parts takes quadratic time, and deeply
    nested brackets crash PyYAML's C parser along with the process. This reads only events, at most one per character,
    and builds no values. Invalid YAML is ignored here and reported elsewhere.

    Args:
        text: The YAML.
        tags: Tags that are allowed.

    Returns:
        Its mark, a message and a hint, or None if the text is harmless.

    """
    return _find_expanding_part(text, frozenset(tags))


@lru_cache(maxsize=4096)  # front matter is asked about before MkDocs reads it, and again when it is read here
def _find_expanding_part(text: str, tags: frozenset[str]) -> tuple[Any, str, str] | None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if found := _expanding(event, depth, tags):
                return event.start_mark, *found
    except yaml.YAMLError:
        return None
    return None


def _expanding(event: Any, depth: int, tags: Collection[str]) -> tuple[str, str] | None:
    name, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if depth > _DEEPEST:
        return f"YAML is nested more than {_DEEPEST} deep here", "Make it flatter."
    if name:
        message = f"YAML anchors and aliases ('&{name}', '*{name}') are not read here"
        return message, "Write the value out, or quote it if it is a text."
    if tag and tag != "!" and tag not in tags:
        return f"YAML tags ('{tag}') are not read here", "Delete the tag, or quote the text."
    plain = isinstance(event, yaml.ScalarEvent) and event.implicit[0] and len(event.value) > _LONGEST_NUMBER
    return (
        ("this number is too long", "Quote it if it is a text.") if plain and _NUMBER.fullmatch(event.value) else None
    )


def suggest(name: str, known: Collection[str]) -> str:
    """Return a hint with the closest of the known names; empty if none is close."""
    near = find_closest(name, known)
    return f"Did you mean '{near}'?" if near else ""


def list_choices(name: str, known: Collection[str]) -> str:
    """Return a hint with the closest of the known names, or all of them if none is close."""
    return suggest(name, known) or f"Known: {', '.join(known) or 'none'}."


def parse_day(value: Value) -> date | None:
    """Return a value's date; None for anything else, including a date with a time."""
    return value.data if isinstance(value.data, date) and not isinstance(value.data, datetime) else None


class MappingReader:
    """Validating reader of one YAML file: invalid values are reported under one code and left out.

    ``top`` has the fields of the file, none if it cannot be read.
    """

    def __init__(self, source: SourceText, code: ProblemCode) -> None:
        fields, self.problems = read_mapping(source.text, source.path, code, code)
        self.top: Fields = fields or {}
        self._code = code

    def note(self, where: Location, message: str, hint: str = "") -> None:
        """Record a problem."""
        self.problems.append(Problem(self._code, where, message, hint))

    def expect_only(self, fields: Fields, known: Collection[str], what: str) -> None:
        """Report each field that a ``what`` does not have."""
        for field in fields.values():
            if field.name not in known:
                self.note(field.where, f"this {what} has no field '{field.name}'", list_choices(field.name, known))

    def get_mapping(self, field: YamlField, holds: str) -> Fields:
        """Return the mapping below a field; report an empty one, with what it should contain (``holds``)."""
        if isinstance(field.value.data, dict) and field.value.data:
            return field.value.data
        self.note(field.value.where, f"'{field.name}' is empty", f"It must contain {holds}.")
        return {}

    def get_text(self, name: str, value: Value, hint: str = "") -> str:
        """Return a text on one line; report it if empty."""
        text = " ".join(value.text.split())
        if not text:
            self.note(value.where, f"'{name}' is empty", hint)
        return text

    def get_flag(self, fields: Fields, name: str, hint: str = "") -> bool:
        """Return whether a field is present and true; report a value that is not a boolean."""
        value = fields[name].value if name in fields else None
        if value and not isinstance(value.data, bool):
            self.note(value.where, f"'{name}' must be true or false", hint)
        return value is not None and value.data is True


class _NodeReader:
    """One YAML text while it is read; ``problems`` collects repeated keys."""

    def __init__(self, path: str, first_line: int, repeated: ProblemCode) -> None:
        self.path, self.first_line, self.repeated = path, first_line, repeated
        self.problems: list[Problem] = []
        self._constructor = yaml.constructor.SafeConstructor()

    def locate(self, mark: yaml.Mark) -> Location:
        """Return the location of a mark; YAML counts from 0."""
        return Location(self.path, mark.line + self.first_line, mark.column + 1)

    def build_fields(self, pairs: list[tuple[yaml.Node, yaml.Node]]) -> Fields:
        found: Fields = {}
        for key_node, value_node in pairs:
            name, where = str(key_node.value), self.locate(key_node.start_mark)
            if name in found:
                self.problems.append(Problem(self.repeated, where, f"'{name}' is given twice", "Keep one."))
            found[name] = YamlField(name, where, self.build_value(value_node))
        return found

    def build_value(self, node: yaml.Node) -> Value:
        where = self.locate(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return Value(self.build_fields(node.value), where)
        if isinstance(node, yaml.SequenceNode):
            return Value([self.build_value(item) for item in node.value], where)
        try:
            data = self._constructor.construct_object(node)
        # 2026-13-40 looks like a date but is not one, and '!!bool x' contradicts its tag. Both are read as text, as is
        # what has a tag that only MkDocs knows; a caller that expects another type reports them.
        except (ValueError, LookupError, AttributeError, yaml.constructor.ConstructorError):
            data = str(node.value)
        return Value(data, where, str(node.value))
