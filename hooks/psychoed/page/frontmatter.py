"""The front matter of one page in, what it says and everything wrong with it out, each at its own line and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from psychoed.page.kinds import Kind
from psychoed.page.meta import ClinicalReview, PageMeta
from psychoed.page.news import FIELDS as _NEWS
from psychoed.page.news import read_news
from psychoed.page.values import read_values
from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText
from psychoed.values import Field, Value, did_you_mean

DESCRIPTION_LIMIT = 200  # what a search engine or a list of pages shows before it cuts

_KINDS = {str(kind.value): kind for kind in Kind}
REQUIRED = {
    "description": "Say in one or two sentences what the reader gets: search results and lists of pages show it.",
    "kind": f"One of: {', '.join(_KINDS)}.",
    "audience": "Whom the page is written for, as a list.",
    "written": "The day it was written, such as 2026-11-23.",
}
_OURS = (*REQUIRED, "reviewed", "clinical_review", "authors", "search_terms", "next", "sides", "card")
THEMES = ("title", "template", "hide", "tags", "status", "icon", "search", "subtitle", "social", "image")
_CLINICAL_REVIEW = ("name", "role", "date")


def read_front_matter(
    source: SourceText,
    pages: Collection[str],
    audiences: Collection[str] = (),
    categories: Collection[str] = (),
    post: bool = False,
) -> tuple[PageMeta, list[Problem]]:
    """What the page says of itself.

    ``pages`` are the paths below docs/ that its ``next`` may name, ``audiences`` the readers it may be written for,
    ``categories`` those that news may be in; any, where there are none. ``post``: it is one of a blog's.
    """
    fields, problems = read_values(source)
    if fields is None:
        return PageMeta(), problems
    reading = Reading(fields, Location(source.path), problems)
    kind = _KINDS.get(reading.choice("kind", _KINDS))
    news = kind is Kind.NEWS
    reading.expect_only((*_OURS, *THEMES, *(_NEWS if news else ())), dict.fromkeys(_NEWS, "news"))
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
        reading.refuse("kind", f"is '{kind.value}' on a post", "A post is of kind 'news'.")
    if meta.kind and meta.kind.reads_on:
        reading.require("next", f"A page of kind '{meta.kind.value}' lists what to read next, as paths below docs/.")
    reading.not_before("reviewed", meta.reviewed, meta.written)
    reading.not_before("clinical_review", meta.clinical_review.date if meta.clinical_review else None, meta.written)
    return replace(meta, card=reading.sheet(meta.kind)), reading.problems


class Reading:
    """The fields of one mapping, read one by one; what is refused is noted and read as empty."""

    def __init__(self, fields: dict[str, Field], where: Location, problems: list[Problem]) -> None:
        self.fields, self.where, self.problems = fields, where, problems

    def expect_only(self, known: Collection[str], elsewhere: Mapping[str, str] = MappingProxyType({})) -> None:
        """Note every other name; ``elsewhere`` has the kind of page on which a name would mean something."""
        for field in self.fields.values():
            if field.name not in known and field.name in elsewhere:
                said = f"only a page of kind '{elsewhere[field.name]}' has a '{field.name}'"
                self._note(Code.UNKNOWN_METADATA, field.where, said, "Delete it.")
            elif field.name not in known:
                self._note(
                    Code.UNKNOWN_METADATA,
                    field.where,
                    f"no page has a '{field.name}'",
                    did_you_mean(field.name, known) or f"Known are: {', '.join(sorted(known))}.",
                )

    def require(self, name: str, hint: str) -> None:
        """Note that a field is not there."""
        if name not in self.fields:
            self._note(Code.MISSING_METADATA, self.where, f"'{name}' is missing", hint)

    def text(self, name: str, limit: int = 0) -> str:
        """One text, without its line ends; empty where it is refused or not there."""
        value = self._value(name)
        text = self._text(name, value) if value else ""
        if value and limit and len(text) > limit:
            self._refuse(value, name, f"has {len(text)} characters, more than {limit}", "Shorten it.")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text for item in self._items(name) if (text := self._text(name, item)))

    def choice(self, name: str, words: Collection[str]) -> str:
        """One of these words."""
        value = self._value(name)
        return self._choice(name, value, words) if value else ""

    def choices(self, name: str, words: Collection[str]) -> tuple[str, ...]:
        """A list of these words."""
        return tuple(word for item in self._items(name) if (word := self._choice(name, item, words)))

    def flag(self, name: str) -> None:
        """See that it is true or false."""
        value = self._value(name)
        if value and not isinstance(value.data, bool):
            self._refuse(value, name, "is not true or false")

    def day(self, name: str, quoted: bool = True) -> date | None:
        """A day; without ``quoted``, only one that YAML takes for a date."""
        value = self._value(name)
        if value is None:
            return None
        data = value.data
        if isinstance(data, str) and quoted:
            try:
                return date.fromisoformat(data)
            except ValueError:
                pass
        elif isinstance(data, date) and not isinstance(data, datetime):
            return data
        self._refuse(value, name, "is not a day", "Write it as 2026-11-23" + ("." if quoted else ", without quotes."))
        return None

    def pages(self, name: str, pages: Collection[str]) -> tuple[str, ...]:
        """A list of pages below docs/."""
        found = []
        for item in self._items(name):
            path = self._text(name, item)
            if path in pages:
                found.append(path)
            elif path:
                self._refuse(item, name, f"names '{path}', which is no page below docs/", did_you_mean(path, pages))
        return tuple(found)

    def sheet(self, kind: Kind | None) -> bool:
        """Check what only a handout says; gives back whether it is a sheet of wallet cards."""
        for name, allowed in (("sides", (1, 2)), ("card", (True, False))):
            value = self._value(name)
            if value is None:
                continue
            if kind is not Kind.HANDOUT:
                self._refuse(value, name, "is for pages of kind 'handout' only", "Take it out.")
            elif value.data not in allowed or type(value.data) is not type(allowed[0]):
                self._refuse(
                    value, name, f"cannot be '{value.text}'", f"One of: {', '.join(map(str, allowed)).lower()}."
                )
        card = self._value("card") if kind is Kind.HANDOUT else None
        return card is not None and card.data is True

    def clinical_review(self) -> ClinicalReview | None:
        """Who reviewed the page, as what and when, if all of it is said."""
        value = self._value("clinical_review")
        if value is None:
            return None
        if not isinstance(value.data, dict):
            hint = "Give name, role and date, or leave it out."
            self._refuse(value, "clinical_review", "does not say who, as what and when", hint)
            return None
        inner = Reading(value.data, value.where, self.problems)
        inner.expect_only(_CLINICAL_REVIEW)
        for name in _CLINICAL_REVIEW:
            inner.require(name, "A clinical review has a name, a role and a date.")
        name, role, day = inner.text("name"), inner.text("role"), inner.day("date")
        return ClinicalReview(name, role, day) if name and role and day else None

    def not_before(self, name: str, day: date | None, written: date | None) -> None:
        """Note a day that is before that of writing."""
        value = self._value(name)
        if value and day and written and day < written:
            self._refuse(value, name, f"is {day}, before the page was written ({written})")

    def refuse(self, name: str, message: str, hint: str = "") -> None:
        """Note that a value, which is there, is not right."""
        self._refuse(self.fields[name].value, name, message, hint)

    def _value(self, name: str) -> Value | None:
        return self.fields[name].value if name in self.fields else None

    def _items(self, name: str) -> list[Value]:
        value = self._value(name)
        if value is None:
            return []
        if isinstance(value.data, list) and value.data:
            return value.data
        self._refuse(value, name, "is not a list with something in it", f"Write it as '{name}: [one, two]'.")
        return []

    def _text(self, name: str, value: Value) -> str:
        text = " ".join(value.text.split()) if value.data is not None else ""
        if not text:
            self._refuse(value, name, "is not text" if value.data else "is empty")
        return text

    def _choice(self, name: str, value: Value, words: Collection[str]) -> str:
        if value.text in words:
            return value.text
        said = f"cannot be '{value.text}'" if value.text else "is not one word"
        self._refuse(value, name, said, f"One of: {', '.join(words)}.")
        return ""

    def _refuse(self, value: Value, name: str, message: str, hint: str = "") -> None:
        self._note(Code.BAD_METADATA, value.where, f"'{name}' {message}", hint)

    def _note(self, code: Code, where: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code, where, message, hint))
