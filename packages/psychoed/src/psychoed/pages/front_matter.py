"""Reads and validates the front matter of a page; each problem has a line and column.

The rules are those of the JSON Schema (``schema.py``). They are applied here to located values, because a validator of
plain data does not know lines, nor that 016 was typed; the tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, Value, list_choices, parse_day, read_mapping, suggest
from psychoed.pages.kinds import DEFAULT_RULES, PageRules
from psychoed.pages.metadata import ClinicalReview, Dated, PageMeta, Precision, Translation
from psychoed.pages.schema import build_page_schema
from psychoed.problems import Code

_OPENING = re.compile(r"(?P<blank>\s*)-{3}[ \t]*\n")
_CLOSING = re.compile(r"(?:\.{3}|-{3})[ \t]*\n\Z")


def read_values(source: SourceText) -> tuple[Fields | None, list[Problem]]:
    """Return the front matter's fields by name, and its problems as YAML.

    The fields are None if it cannot be read, and empty if there is none.
    """
    opening = _OPENING.match(source.text)
    if opening is None:
        return {}, []
    if opening["blank"]:
        message, hint = "Front matter must start on the first line", "Delete everything above it."
    elif not source.body_start:
        message, hint = "The front matter that starts here is not closed", "Close it with a line of three dashes."
    else:
        text = _CLOSING.sub("", source.text[opening.end() : source.body_start])
        codes = Code.BAD_FRONT_MATTER, Code.BAD_METADATA
        return read_mapping(text, source.path, *codes, what="Front matter", first_line=2)
    return None, [Problem(Code.BAD_FRONT_MATTER, Location(source.path), message, hint)]


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EARLIEST, _LATEST = 1970, 2099
"""Years that every file of a site can hold; a packed sitemap counts seconds from the first."""


def read_front_matter(
    source: SourceText, pages: Collection[str], rules: PageRules = DEFAULT_RULES, *, post: bool = False
) -> tuple[PageMeta, list[Problem]]:
    """Return the page's metadata and its problems; invalid values are empty.

    Args:
        source: The page's source.
        pages: Paths below docs/ that ``next`` may name.
        rules: The site's kinds of pages, audiences, and categories of news.
        post: Whether the page is a blog post.

    """
    fields, problems = read_values(source)
    if fields is None:
        return PageMeta(), problems
    reader = _SchemaReader(problems)
    read = reader.read_object(fields, Location(source.path), build_page_schema(rules, post=post))
    kind = rules.find_kind(read.get("kind", ""))
    for item, path in zip(_get_items(fields, "next"), read.get("next", ()), strict=False):
        if path is not None and path not in pages:
            others = [page for page in pages if not source.path.endswith(f"/{page}")]
            reader.refuse("next", item, f"names '{path}', which is not a page below docs/", suggest(path, others))
    written, review = read.get("written"), read.get("clinical_review", {})
    translation = read.get("translation", {})
    checked = translation.get("checked", {})
    days = {"reviewed": read.get("reviewed"), "clinical_review": review.get("date"), "translation": checked.get("date")}
    for name, day in days.items():
        if day and written and day < written:
            message = f"is {day}, before the page was written ({written})"
            reader.refuse(name, fields[name].value, message)
    return PageMeta(
        description=read.get("description", ""),
        kind=kind,
        audience=_as_tuple(read.get("audience")),
        written=written,
        reviewed=read.get("reviewed"),
        clinical_review=ClinicalReview(**review) if review.keys() == {"name", "role", "date"} else None,
        authors=_as_tuple(read.get("authors")),
        search_terms=_as_tuple(read.get("search_terms")),
        next=tuple(path for path in read.get("next", ()) if path in pages),
        dated=_read_dated(reader, fields, read) if kind and kind.role == "news" else None,
        card=read.get("card", False),
        check_first=read.get("check_first", True),
        translation=Translation(translation["original"], checked.get("by", ""), checked.get("date"))
        if "original" in translation
        else None,
    ), problems


def _get_items(fields: Fields, name: str) -> list[Value]:
    data = fields[name].value.data if name in fields else None
    return data if isinstance(data, list) else []


def _as_tuple(texts: list[str | None] | None) -> tuple[str, ...]:
    return tuple(text for text in texts or () if text is not None)


def _read_dated(reader: _SchemaReader, fields: Fields, read: Mapping[str, Any]) -> Dated | None:
    """Return the date of the study or event that a news page covers; None on the page that lists news."""
    if "date" not in read:
        return None
    value = fields["date"].value
    if parse_day(value) is None:  # the blog plugin compares dates
        reader.refuse("date", value, "is not a day", "Write it as 2026-11-23, without quotes.")
        return None
    dated = Dated(read["date"], Precision(read.get("date_precision", "day")))
    if not dated.begins:
        message = f"is more exact than 'date_precision: {dated.precision.value}'"
        reader.refuse("date", value, message, f"Write the first day of the {dated.precision.value}.")
    return dated


class _SchemaReader:
    """Reads values as a JSON Schema describes them, with those keywords that ``schema.py`` uses."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def refuse(self, name: str, value: Value, message: str, hint: str = "") -> None:
        """Record that a field's value is invalid."""
        self.problems.append(Problem(Code.BAD_METADATA, value.where, f"'{name}' {message}", hint))

    def read_object(self, fields: Fields, where: Location, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the valid values by name, and record what is wrong with the others or missing."""
        rules, required = schema["properties"], list(schema["required"])
        refused = {name: "pages in another language than the site's first" for name in rules if rules[name] is False}
        kind = fields["kind"].value.text if "kind" in fields else ""
        for each in schema.get("allOf", ()):
            others = each["if"]["properties"]["kind"]["enum"]
            if kind in others:
                required += each["then"].get("required", ())
                only = next((name for name in rules["kind"]["enum"] if name not in others), None)
                refused |= dict.fromkeys(each["then"].get("properties", ()), f"pages of kind '{only}'")
        for field in fields.values():
            if field.name not in rules:
                hint = list_choices(field.name, sorted(rules.keys() - refused.keys()))
                self._note(Code.UNKNOWN_METADATA, field.where, f"there is no field '{field.name}'", hint)
            elif field.name in refused:
                message = f"'{field.name}' is only for {refused[field.name]}"
                self._note(Code.UNKNOWN_METADATA, field.where, message, "Delete it.")
        for name in required:
            if name not in fields:
                self._note(Code.MISSING_METADATA, where, f"'{name}' is missing", rules[name].get("description", ""))
        accepted = [name for name in rules if name in fields and name not in refused]
        read = {name: self._read(name, fields[name].value, rules[name]) for name in accepted}
        return {name: value for name, value in read.items() if value is not None}

    def _read(self, name: str, value: Value, rule: Mapping[str, Any]) -> Any:
        match rule:
            case {"enum": choices}:
                return self._read_choice(name, value, choices)
            case {"type": "object"}:
                if isinstance(value.data, dict):
                    return self.read_object(value.data, value.where, rule)
                hint = "Add what is missing, or delete the field."
                self.refuse(name, value, f"must have {' and '.join(map(repr, rule['required']))}", hint)
            case {"type": "array"}:
                if isinstance(value.data, list) and value.data:
                    return [self._read(name, item, rule["items"]) for item in value.data]
                hint = f"Write it as '{name}: [one, two]'."
                self.refuse(name, value, "must be a list with at least one item", hint)
            case {"type": "boolean"}:
                if isinstance(value.data, bool):
                    return value.data
                self.refuse(name, value, f"cannot be '{value.text}'", "One of: true, false.")
            case {"format": "date"}:
                return self._read_day(name, value)
            case {"type": "string"}:
                return self._read_text(name, value, rule)
        return None

    def _read_choice(self, name: str, value: Value, choices: list[Any]) -> Any:
        found = [each for each in choices if each == (value.text if isinstance(each, str) else value.data)]
        if found and type(found[0]) in (str, type(value.data)):
            return found[0]
        message = f"cannot be '{value.text}'" if value.text else "is not one word"
        self.refuse(name, value, message, f"One of: {', '.join(map(str, choices))}.")
        return None

    def _read_text(self, name: str, value: Value, rule: Mapping[str, Any]) -> str | None:
        """Return a text without line breaks; None if it is invalid."""
        text = " ".join(value.text.split()) if value.data is not None else ""
        if not text:
            self.refuse(name, value, "is not text" if value.data else "is empty")
            return None
        if len(text) > rule.get("maxLength", len(text)):
            message = f"has {len(text)} characters, more than {rule['maxLength']}"
            self.refuse(name, value, message, "Shorten it.")
        if "pattern" in rule and not re.search(rule["pattern"], text):
            self.refuse(name, value, f"cannot be '{text}'", rule["description"])
            return None
        return text

    def _read_day(self, name: str, value: Value) -> date | None:
        day = parse_day(value)
        if day is None and _DAY.fullmatch(value.text):
            with suppress(ValueError):
                day = date.fromisoformat(value.text)
        if day is None:
            self.refuse(name, value, "is not a day", "Write it as 2026-11-23.")
        elif not _EARLIEST <= day.year <= _LATEST:
            self.refuse(name, value, f"is in the year {day.year}", "Correct the year.")
            return None
        return day

    def _note(self, code: Code, where: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code, where, message, hint))
