r"""Shared definitions: ``\definition{NAME}`` inside a sentence is replaced by the text of that name in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.source import Insertion, SourceText
from mkdocs_citeproc.yaml_values import MappingReader, Value, list_choices
from psychoed.problems import Code

_COMMAND = re.compile(r"\\definition\{[ \t]*(?P<name>[^{}\n]*?)[ \t]*\}")
_NO_FILE = "Name the file of definitions in mkdocs.yml, extra.page.definitions."

Definitions = Mapping[str, Value]
"""Texts by name, each on one line."""


def read_definitions(source: SourceText) -> tuple[Definitions, list[Problem]]:
    """Read a file whose key ``definitions`` maps names to texts."""
    reader = MappingReader(source, Code.BAD_DEFINITION)
    reader.expect_only(reader.top, ("definitions", "glossary"), "file of definitions")
    if "definitions" not in reader.top:
        return {}, reader.problems
    found = {}
    for field in reader.get_mapping(reader.top["definitions"], "names with their texts").values():
        if text := reader.get_text(field.name, field.value, "Write the words to print in the sentence."):
            found[field.name] = Value(text, field.value.where, text)
    return found, reader.problems


def find_definitions(
    source: SourceText, masked: str, definitions: Definitions
) -> tuple[list[Insertion], list[Problem]]:
    """Return what to insert for each definition, and a problem for each unknown name.

    ``masked`` is the source with code blanked, of the same length.
    """
    insertions, problems = [], []
    for command in _COMMAND.finditer(masked):
        name = command["name"]
        if name in definitions:
            part = (definitions[name].text, definitions[name].where)
            insertions.append(Insertion(command.start(), command.end(), (part,)))
        else:
            message = f"there is no definition '{name}'"
            where = source.at(command.start())
            hint = list_choices(name, definitions) if definitions else _NO_FILE
            problems.append(Problem(Code.UNKNOWN_DEFINITION, where, message, hint))
    return insertions, problems
