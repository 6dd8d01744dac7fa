r"""Definitions and the glossary, both in one file of the site.

``\definition{NAME}`` inside a sentence is replaced by the text of that name. ``\term{NAME}`` explains a term when it is
pressed, ``\term{words|NAME}`` shows other words, and ``\glossary`` lists all terms. The browser itself shows the
explanation and takes it away again (the attribute ``popover``), so no script is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

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


Glossary = Mapping[str, str]
"""Explanations by term, both as plain text."""

_TERM = re.compile(r"\\term\{[ \t]*(?:(?P<shown>[^{}|<>\n]+)\|)?(?P<name>[^{}|<>\n]+?)[ \t]*\}")
_LIST = re.compile(r"<p>\\glossary</p>")
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)


def read_glossary(source: SourceText) -> tuple[Glossary, list[Problem]]:
    """Read the key ``glossary``, which maps terms to explanations, of a file of definitions."""
    reader = MappingReader(source, Code.BAD_DEFINITION)
    if "glossary" not in reader.top:
        return {}, []
    found = {}
    for field in reader.get_mapping(reader.top["glossary"], "terms with their explanations").values():
        if text := reader.get_text(field.name, field.value, "Write a sentence that explains the term."):
            found[field.name] = text
    return found, reader.problems


def has_terms(text: str) -> bool:
    """Return whether a text may have terms or ask for the glossary."""
    return "\\term{" in text or "\\glossary" in text


def find_unknown_terms(source: SourceText, masked: str, glossary: Glossary) -> list[Problem]:
    """Return a problem for each term that the glossary does not have; ``masked`` is the source with code blanked."""
    unknown = [found for found in _TERM.finditer(masked) if found["name"] not in glossary]
    hint = "Add it to the key 'glossary' of the file of definitions."
    return [
        Problem(
            Code.UNKNOWN_DEFINITION,
            source.at(found.start()),
            f"there is no term '{found['name']}' in the glossary",
            list_choices(found["name"], glossary) if glossary else hint,
        )
        for found in unknown
    ]


def insert_terms(html: str, glossary: Glossary) -> str:
    """Return a page's HTML with its terms explained and the glossary listed, but for code."""
    number = 0

    def explain(found: re.Match[str]) -> str:
        nonlocal number
        name = unescape(found["name"])
        if name not in glossary:
            return found["shown"] or found["name"]
        number += 1
        shown = found["shown"] or found["name"]
        return (
            f'<button type="button" class="term" popovertarget="term-{number}">{shown}</button>'
            f'<span class="term-card" id="term-{number}" popover role="note" data-search-exclude>'
            f"<strong>{escape(name)}</strong> {escape(glossary[name])}</span>"
        )

    apart: list[str] = []

    def put_apart(code: re.Match[str]) -> str:
        apart.append(code[0])
        return f"\x00{len(apart) - 1}\x00"

    html = _CODE.sub(put_apart, html)
    html = _LIST.sub(lambda _: render_glossary(glossary), _TERM.sub(explain, html))
    return re.sub(r"\x00(\d+)\x00", lambda place: apart[int(place[1])], html)


def render_glossary(glossary: Glossary) -> str:
    """Return all terms with their explanations, from A to Z, each with an id."""
    order = sorted(glossary, key=str.casefold)
    entries = (f'<dt id="{_slug(name)}">{escape(name)}</dt>\n<dd>{escape(glossary[name])}</dd>' for name in order)
    lines = "\n".join(entries)
    return f'<dl class="glossary">\n{lines}\n</dl>'


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
