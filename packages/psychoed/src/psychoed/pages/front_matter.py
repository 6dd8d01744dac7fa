"""Reads and validates the front matter of a page; each problem has a line and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Fields, Value, list_choices, parse_day, read_mapping, suggest
from psychoed.pages.kinds import Kind
from psychoed.pages.metadata import ClinicalReview, Dated, PageMeta, Precision

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
_CLINICAL_REVIEW = ("name", "role", "date")


class Reading:
    """Reads the fields of one mapping; invalid values are recorded as problems and read as empty."""

    def __init__(self, fields: Fields, where: Location, problems: list[Problem]) -> None:
        self.fields, self.where, self.problems = fields, where, problems

    def expect_only(self, known: Collection[str], elsewhere: Mapping[str, str] = MappingProxyType({})) -> None:
        """Refuse all other names; ``elsewhere`` maps a name to the kind of page on which it is allowed."""
        for field in self.fields.values():
            if field.name not in known and field.name in elsewhere:
                message = f"'{field.name}' is only for pages of kind '{elsewhere[field.name]}'"
                self._note(Code.UNKNOWN_METADATA, field.where, message, "Delete it.")
            elif field.name not in known:
                hint = list_choices(field.name, sorted(known))
                self._note(Code.UNKNOWN_METADATA, field.where, f"there is no field '{field.name}'", hint)

    def require(self, name: str, hint: str) -> None:
        """Record a problem if a field is missing."""
        if name not in self.fields:
            self._note(Code.MISSING_METADATA, self.where, f"'{name}' is missing", hint)

    def text(self, name: str, limit: int = 0) -> str:
        """Return a text without line breaks; empty if it is invalid or missing."""
        value = self._value(name)
        text = self._text(name, value) if value else ""
        if value and limit and len(text) > limit:
            self._refuse(value, name, f"has {len(text)} characters, more than {limit}", "Shorten it.")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(text for item in self._items(name) if (text := self._text(name, item)))

    def choice(self, name: str, words: Collection[str]) -> str:
        """Return one of ``words``; empty if it is invalid or missing."""
        value = self._value(name)
        return self._choice(name, value, words) if value else ""

    def choices(self, name: str, words: Collection[str]) -> tuple[str, ...]:
        """Return a list of values from ``words``."""
        return tuple(word for item in self._items(name) if (word := self._choice(name, item, words)))

    def flag(self, name: str) -> None:
        """Check that a value is true or false."""
        value = self._value(name)
        if value and not isinstance(value.data, bool):
            self._refuse(value, name, "must be true or false")

    def day(self, name: str, quoted: bool = True) -> date | None:
        """Return a date. Without ``quoted``, only an unquoted YAML date is accepted."""
        value = self._value(name)
        if value is None:
            return None
        day = parse_day(value)
        if quoted and day is None and _DAY.fullmatch(value.text):
            with suppress(ValueError):
                day = date.fromisoformat(value.text)
        if day is None:
            hint = "Write it as 2026-11-23" + ("." if quoted else ", without quotes.")
            self._refuse(value, name, "is not a day", hint)
        elif not _EARLIEST <= day.year <= _LATEST:
            self._refuse(value, name, f"is in the year {day.year}", "Correct the year.")
            return None
        return day

    def pages(self, name: str, pages: Collection[str]) -> tuple[str, ...]:
        """Return a list of paths of pages below docs/."""
        found = []
        for item in self._items(name):
            path = self._text(name, item)
            if path in pages:
                found.append(path)
            elif path:
                others = [page for page in pages if not self.where.path.endswith(f"/{page}")]
                self._refuse(item, name, f"names '{path}', which is not a page below docs/", suggest(path, others))
        return tuple(found)

    def handout(self, kind: Kind | None) -> tuple[bool, bool]:
        """Check the fields that only handouts have.

        Returns whether the page is a wallet card, and whether it should have the check-first line.
        """
        for name, allowed in (("sides", (1, 2)), ("card", (True, False)), ("check_first", (True, False))):
            value = self._value(name)
            if value is None:
                continue
            if kind is not Kind.HANDOUT:
                self._refuse(value, name, "is only for pages of kind 'handout'", "Delete it.")
            elif value.data not in allowed or type(value.data) is not type(allowed[0]):
                hint = f"One of: {', '.join(map(str, allowed)).lower()}."
                self._refuse(value, name, f"cannot be '{value.text}'", hint)
        card, check_first = self._value("card"), self._value("check_first")
        if kind is not Kind.HANDOUT:
            return False, True
        return card is not None and card.data is True, check_first is None or check_first.data is not False

    def clinical_review(self) -> ClinicalReview | None:
        """Return who reviewed the page, their role and the date, if all three are given and valid."""
        value = self._value("clinical_review")
        if value is None:
            return None
        if not isinstance(value.data, dict):
            hint = "Add what is missing, or delete the field."
            self._refuse(value, "clinical_review", "must have a name, a role and a date", hint)
            return None
        inner = Reading(value.data, value.where, self.problems)
        inner.expect_only(_CLINICAL_REVIEW)
        for name in _CLINICAL_REVIEW:
            inner.require(name, "A clinical review has a name, a role and a date.")
        name, role, day = inner.text("name"), inner.text("role"), inner.day("date")
        return ClinicalReview(name, role, day) if name and role and day else None

    def not_before(self, name: str, day: date | None, written: date | None) -> None:
        """Record a problem if a date is before the date of writing."""
        value = self._value(name)
        if value and day and written and day < written:
            self._refuse(value, name, f"is {day}, before the page was written ({written})")

    def refuse(self, name: str, message: str, hint: str = "") -> None:
        """Record that a field's value is invalid."""
        self._refuse(self.fields[name].value, name, message, hint)

    def _value(self, name: str) -> Value | None:
        return self.fields[name].value if name in self.fields else None

    def _items(self, name: str) -> list[Value]:
        value = self._value(name)
        if value is None:
            return []
        if isinstance(value.data, list) and value.data:
            return value.data
        self._refuse(value, name, "must be a list with at least one item", f"Write it as '{name}: [one, two]'.")
        return []

    def _text(self, name: str, value: Value) -> str:
        text = " ".join(value.text.split()) if value.data is not None else ""
        if not text:
            self._refuse(value, name, "is not text" if value.data else "is empty")
        return text

    def _choice(self, name: str, value: Value, words: Collection[str]) -> str:
        if value.text in words:
            return value.text
        message = f"cannot be '{value.text}'" if value.text else "is not one word"
        self._refuse(value, name, message, f"One of: {', '.join(words)}.")
        return ""

    def _refuse(self, value: Value, name: str, message: str, hint: str = "") -> None:
        self._note(Code.BAD_METADATA, value.where, f"'{name}' {message}", hint)

    def _note(self, code: Code, where: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code, where, message, hint))


FIELDS = ("date", "date_precision", "categories", "slug", "draft", "pin")

_PRECISIONS = {precision.value: precision for precision in Precision}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_news(reading: Reading, categories: Collection[str], post: bool) -> Dated | None:
    """Return the date of the study or event that a news page covers; None on the page that lists news.

    Args:
        reading: The page's front matter.
        categories: Allowed categories; empty if any is allowed.
        post: Whether the blog plugin publishes the page, which needs a date and, on this site, a category.

    """
    if post:
        reading.require("date", "Give the day the study or report was published, such as 2026-11-23.")
        reading.require("categories", f"One of: {', '.join(categories)}." if categories else "Give a list of words.")
    _ = reading.choices("categories", categories) if categories else reading.texts("categories")
    for name in ("draft", "pin"):
        reading.flag(name)
    if (slug := reading.text("slug")) and not _SLUG.fullmatch(slug):
        reading.refuse("slug", "can't be used in an address", "Use lower-case letters, digits and hyphens.")
    day = reading.day("date", quoted=False)
    if day is None:
        return None
    dated = Dated(day, _PRECISIONS.get(reading.choice("date_precision", _PRECISIONS), Precision.DAY))
    if not dated.begins:
        first = f"Write the first day of the {dated.precision.value}."
        reading.refuse("date", f"is more exact than 'date_precision: {dated.precision.value}'", first)
    return dated


DESCRIPTION_LIMIT = 200  # search engines and lists of pages cut off longer descriptions

_KINDS = {str(kind.value): kind for kind in Kind}
REQUIRED = {
    "description": "Describe the page in one or two sentences for search results and lists.",
    "kind": f"One of: {', '.join(_KINDS)}.",
    "audience": "Give a list of the readers it is for.",
    "written": "Give the day it was written, such as 2026-11-23.",
}
_OURS = (*REQUIRED, "reviewed", "clinical_review", "authors", "search_terms", "next", "sides", "card", "check_first")
THEMES = ("title", "template", "hide", "tags", "status", "icon", "search", "subtitle", "social", "image")


def read_front_matter(
    source: SourceText,
    pages: Collection[str],
    audiences: Collection[str] = (),
    categories: Collection[str] = (),
    post: bool = False,
) -> tuple[PageMeta, list[Problem]]:
    """Return the page's metadata and its problems.

    Args:
        source: The page's source.
        pages: Paths below docs/ that ``next`` may name.
        audiences: Allowed audiences; empty if any is allowed.
        categories: Allowed categories of news; empty if any is allowed.
        post: Whether the page is a blog post.

    """
    fields, problems = read_values(source)
    if fields is None:
        return PageMeta(), problems
    reading = Reading(fields, Location(source.path), problems)
    kind = _KINDS.get(reading.choice("kind", _KINDS))
    news = kind is Kind.NEWS
    reading.expect_only((*_OURS, *THEMES, *(FIELDS if news else ())), dict.fromkeys(FIELDS, "news"))
    for name, hint in REQUIRED.items():
        reading.require(name, hint)
    meta = PageMeta(
        description=reading.text("description", limit=DESCRIPTION_LIMIT),
        kind=kind,
        audience=reading.choices("audience", audiences) if audiences else reading.texts("audience"),
        written=reading.day("written"),
        reviewed=reading.day("reviewed"),
        clinical_review=reading.clinical_review(),
        authors=reading.texts("authors"),
        search_terms=reading.texts("search_terms"),
        next=reading.pages("next", pages),
        dated=read_news(reading, categories, post) if news else None,
    )
    if post and kind and not news:
        reading.refuse("kind", f"is '{kind.value}' on a post", "Posts must have kind 'news'.")
    if meta.kind and meta.kind.reads_on:
        reading.require(
            "next", f"A page of kind '{meta.kind.value}' needs a list of pages to read next, as paths below docs/."
        )
    reading.not_before("reviewed", meta.reviewed, meta.written)
    reading.not_before("clinical_review", meta.clinical_review.date if meta.clinical_review else None, meta.written)
    card, check_first = reading.handout(meta.kind)
    return replace(meta, card=card, check_first=check_first), reading.problems
