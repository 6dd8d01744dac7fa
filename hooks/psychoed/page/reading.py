"""The fields of a front matter read one by one, each as what it has to be, and what is refused noted at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from psychoed.page.kinds import Kind
from psychoed.page.meta import ClinicalReview
from psychoed.problems import Code, Location, Problem
from psychoed.values import Fields, Value, day_of, did_you_mean, one_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLINICAL_REVIEW = ("name", "role", "date")


class Reading:
    """The fields of one mapping, read one by one; what is refused is noted and read as empty."""

    def __init__(self, fields: Fields, where: Location, problems: list[Problem]) -> None:
        self.fields, self.where, self.problems = fields, where, problems

    def expect_only(self, known: Collection[str], elsewhere: Mapping[str, str] = MappingProxyType({})) -> None:
        """Note every other name; ``elsewhere`` has the kind of page on which a name would mean something."""
        for field in self.fields.values():
            if field.name not in known and field.name in elsewhere:
                said = f"'{field.name}' is only for pages of kind '{elsewhere[field.name]}'"
                self._note(Code.UNKNOWN_METADATA, field.where, said, "Delete it.")
            elif field.name not in known:
                hint = one_of(field.name, sorted(known))
                self._note(Code.UNKNOWN_METADATA, field.where, f"there is no field '{field.name}'", hint)

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
            self._refuse(value, name, "must be true or false")

    def day(self, name: str, quoted: bool = True) -> date | None:
        """A day; without ``quoted``, only one that YAML takes for a date."""
        value = self._value(name)
        if value is None:
            return None
        day = day_of(value)
        if quoted and day is None and _DAY.fullmatch(value.text):
            with suppress(ValueError):
                day = date.fromisoformat(value.text)
        if day is None:
            hint = "Write it as 2026-11-23" + ("." if quoted else ", without quotes.")
            self._refuse(value, name, "is not a day", hint)
        return day

    def pages(self, name: str, pages: Collection[str]) -> tuple[str, ...]:
        """A list of pages below docs/."""
        found = []
        for item in self._items(name):
            path = self._text(name, item)
            if path in pages:
                found.append(path)
            elif path:
                self._refuse(item, name, f"names '{path}', which is not a page below docs/", did_you_mean(path, pages))
        return tuple(found)

    def handout(self, kind: Kind | None) -> tuple[bool, bool]:
        """Check the fields that only handouts have; return whether it is a wallet card, and whether it is to have the
        check-first line.
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
        """Who reviewed the page, as what and when, if all of it is said."""
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
        said = f"cannot be '{value.text}'" if value.text else "is not one word"
        self._refuse(value, name, said, f"One of: {', '.join(words)}.")
        return ""

    def _refuse(self, value: Value, name: str, message: str, hint: str = "") -> None:
        self._note(Code.BAD_METADATA, value.where, f"'{name}' {message}", hint)

    def _note(self, code: Code, where: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code, where, message, hint))
