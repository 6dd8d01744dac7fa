"""The language of a site: its texts, dates, numbers and lists.

Texts are marked by their English form, ``t("Page not found")``, in Python, templates and scripts alike, and translated
by the catalogues in ``locales/``. A build has one language, which its first plugin sets (``use_language``), as gettext
does; a site in several languages is built once for each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

LOCALES = Path(__file__).with_name("locales")
"""The folder of the catalogues."""

_REGIONS = {"en": "en_GB"}  # 3 November 2026; a, b and c
_BLANK = re.compile(r"\{(\w+)\}")
_FORMS = ("zero", "one", "two", "few", "many", "other")
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Language:
    """A language with its texts by their English form; what has no translation stays English."""

    code: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    script_texts: Mapping[str, str] = field(default_factory=dict)
    """Those texts that scripts show."""

    @property
    def locale(self) -> Locale:
        """The language as Babel knows it; English if it does not."""
        return _find_locale(self.code)

    @property
    def is_english(self) -> bool:
        """Whether texts are as they are marked."""
        return self.code.partition("-")[0].lower() == "en"

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.code.partition("-")[0].lower() in _RIGHT_TO_LEFT


ENGLISH = Language()
_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def use_language(language: Language) -> None:
    """Set the language of the build that begins."""
    _current.set(language)


def get_current_language() -> Language:
    """Return the language of the current build."""
    return _current.get()


def read_language(code: str, folders: Sequence[Path] = ()) -> Language:
    """Return a language with its texts from ``locales/CODE/LC_MESSAGES/psychoed.po``.

    Args:
        code: The language, such as ``es`` or ``pt-BR``; for the latter, ``pt`` is used if there is no ``pt_BR``.
        folders: Folders of the site that are searched first.

    Raises:
        ValueError: A catalogue cannot be read; the message has its path and line.

    """
    for name in (code.replace("-", "_"), code.replace("-", "_").partition("_")[0]):
        for folder in (*folders, LOCALES):
            path = folder / name / "LC_MESSAGES" / "psychoed.po"
            if path.is_file():
                return _read_catalogue(code, path, path.stat().st_mtime_ns)
    return Language(code)


@lru_cache(maxsize=8)
def _read_catalogue(code: str, path: Path, _changed: int) -> Language:
    from babel.messages.pofile import PoFileError, read_po

    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    scripts: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        msg = f"{path}:{error.lineno}: {error}"
        raise ValueError(msg) from error
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple) and isinstance(message.string, tuple) and all(message.string):
            plurals[message.id[0]] = message.string
        elif isinstance(message.string, str) and message.string:
            texts[str(message.id)] = message.string
            if any(file.endswith(".js") for file, _ in message.locations):
                scripts[str(message.id)] = message.string
    return Language(code, texts, plurals, scripts)


@lru_cache(maxsize=8)
def _find_locale(code: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(_REGIONS.get(code, code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def name_language(code: str) -> str:
    """Return the name of a language in that of the current build, or in English if there is no catalogue for it."""
    current = _current.get()
    return _find_locale(code).get_language_name(current.locale if current.texts else "en") or code


def t(text: str, **blanks: object) -> str:
    """Translate a text, and fill in its ``{blanks}``."""
    own = _current.get().texts.get(text, text)
    return _fill(own, blanks) if blanks else own


def t_plural(one: str, many: str, number: int, **blanks: object) -> str:
    """Translate a text that depends on a number, such as ``{number} pages``."""
    language = _current.get()
    forms = language.plurals.get(one, (one, many))
    form = min(_choose_form(language, number), len(forms) - 1)
    return _fill(forms[form], {"number": number, **blanks})


def _choose_form(language: Language, number: int) -> int:
    """Return the index of a number's plural form, in the order that catalogues list them."""
    if language.is_english or len(language.plurals) == 0:
        return 0 if number == 1 else 1
    rule = language.locale.plural_form
    names: list[str] = [name for name in _FORMS if name in {*rule.tags, "other"}]
    return names.index(rule(number))


def _fill(text: str, blanks: Mapping[str, object]) -> str:
    return _BLANK.sub(lambda blank: str(blanks.get(blank[1], blank[0])), text)


def format_date(day: date, pattern: str = "d MMMM y") -> str:
    """Return a date as people write it, ``3 November 2026``; ``pattern`` names its parts (``MMMM y``, ``y``)."""
    return _format_date(day, pattern, _current.get().locale)


@lru_cache(maxsize=256)  # many pages have the same dates
def _format_date(day: date, pattern: str, locale: Locale) -> str:
    from babel.dates import format_date as format_whole
    from babel.dates import format_skeleton

    if pattern == "d MMMM y":
        return format_whole(day, "long", locale=locale)
    return format_skeleton(pattern.replace(" ", ""), day, locale=locale)


def format_decimal(number: float, places: int = 1) -> str:
    """Return a number with so many decimal places, ``1.2`` or ``1,2``."""
    from babel.numbers import format_decimal as format_number

    return format_number(round(number, places), f"0.{'0' * places}", locale=_current.get().locale)


def join_words(words: Iterable[str]) -> str:
    """Join words as in *one, two and three*."""
    from babel.lists import format_list

    return format_list(list(words), locale=_current.get().locale)


def format_css_content(text: str, blanks: Mapping[str, str]) -> str:
    """Return a text as the value of CSS's ``content``, with each of its ``{blanks}`` as the function that prints it."""
    parts = re.split(r"(\{\w+\})", text)
    quoted = (json.dumps(part, ensure_ascii=False) for part in parts)
    return " ".join(
        blanks[part[1:-1]] if part[1:-1] in blanks and part.startswith("{") else quote
        for part, quote in zip(parts, quoted, strict=True)
        if part
    )
