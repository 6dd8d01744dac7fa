"""The languages of the interface: catalogues are complete, and no template or script holds a text of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.jslexer import tokenize
from jinja2 import Environment

from psychoed.catalogues import extract_texts, list_catalogues, read_catalogue
from psychoed.language import (
    ENGLISH,
    Language,
    format_css_content,
    format_date,
    format_decimal,
    join_words,
    read_language,
    t,
    t_plural,
    use_language,
)
from support.site import THEME_FILES

CATALOGUES = {path.parts[-3]: path for path in list_catalogues()}
DAY = date(2026, 11, 3)
SPANISH = ("2 páginas, 3 KB", "En esta página")


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_language(ENGLISH)


def test_there_are_four_languages() -> None:
    assert set(CATALOGUES) == {"de", "es", "fr"}  # and English, whose texts are the keys of the others


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_catalogue_has_every_text_and_no_other(code: str) -> None:
    catalogue = read_catalogue(CATALOGUES[code])
    assert {message.id for message in catalogue if message.id} == set(extract_texts()), "python -m psychoed.catalogues"
    assert [message.id for message in catalogue if message.id and not all(strings(message))] == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_translation_has_the_same_blanks(code: str) -> None:
    for message in read_catalogue(CATALOGUES[code]):
        first = message.id if isinstance(message.id, str) else message.id[0]
        for text in strings(message):
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", first)), first


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ("3 November 2026", "November 2026", "1.2", "a, b and c", "2 pages, 3 KB", "On this page")),
        ("es", ("3 de noviembre de 2026", "noviembre de 2026", "1,2", "a, b y c", *SPANISH)),
        ("de", ("3. November 2026", "November 2026", "1,2", "a, b und c", "2 Seiten, 3 KB", "Auf dieser Seite")),
        ("fr", ("3 novembre 2026", "novembre 2026", "1,2", "a, b et c", "2 pages, 3 KB", "Sur cette page")),
        (
            "es-MX",
            ("3 de noviembre de 2026", "noviembre de 2026", "1.2", "a, b y c", *SPANISH),
        ),
    ],
)
def test_texts_dates_numbers_and_lists(code: str, expected: tuple[str, ...]) -> None:
    use_language(read_language(code))
    pages = t_plural("{number} page, {size}", "{number} pages, {size}", 2, size="3 KB")
    found = (format_date(DAY), format_date(DAY, "MMMM y"), format_decimal(1.2), join_words(["a", "b", "c"]), pages)
    assert (*found, t("On this page")) == expected


def test_one_is_not_many() -> None:
    use_language(read_language("es"))
    assert t_plural("{number} page, {size}", "{number} pages, {size}", 1, size="3 KB") == "1 página, 3 KB"


def test_a_language_without_a_catalogue_stays_english_with_its_own_dates() -> None:
    use_language(read_language("it"))
    assert (t("On this page"), format_date(DAY)) == ("On this page", "3 novembre 2026")
    assert Language("ar").is_right_to_left
    use_language(read_language("xx"))
    assert format_date(DAY) == "3 November 2026"


def test_a_site_may_bring_a_catalogue_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "it" / "LC_MESSAGES" / "psychoed.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "On this page"\nmsgstr "In questa pagina"\n', encoding="utf-8")
    assert read_language("it", [tmp_path]).texts == {"On this page": "In questa pagina"}
    path.write_text('msgid "On this page"\nmsgstr "a"\nsomething else\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"psychoed\.po:"):
        read_language("it", [tmp_path])


def test_a_text_of_a_style_sheet_is_quoted() -> None:
    content = format_css_content('Page {number} of "{all}"', {"number": "counter(page)", "all": "counter(pages)"})
    assert content == '"Page " counter(page) " of \\"" counter(pages) "\\""'


# ---- No literal texts

TEMPLATES = sorted(THEME_FILES.rglob("*.html"))
# The little words that English searches leave out are no text for readers.
SCRIPTS = [path for path in sorted((THEME_FILES / "assets").glob("*.js")) if not path.name.startswith("search-")]
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Names and values that HTML gives a meaning; what a browser reads out or shows is not among them.
_SHOWN = re.compile(r'\b(?:aria-label|alt|title|placeholder|summary)="([^"{]*)"')


def find_template_texts(source: str) -> list[str]:
    """The words in a template outside of tags and expressions, or in attributes that readers hear or see."""
    text = "".join(
        value if kind == "data" else " {} " if kind in {"variable_end", "block_end"} else ""
        for _, kind, value in Environment().lex(source)  # noqa: S701 - only read, never rendered
    )
    outside = re.sub(r"<!doctype[^>]*>|<script\b.*?</script>|<[^<>]*>", " ", text, flags=re.DOTALL)
    outside = re.sub(r"\S*/\S*", " ", outside)  # addresses
    return [found for found in [*outside.split("\n"), *_SHOWN.findall(text)] if _WORDS.search(found)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_text_of_its_own(path: Path) -> None:
    assert find_template_texts(path.read_text(encoding="utf-8")) == []


def test_a_text_in_a_template_is_found() -> None:
    assert find_template_texts("<p>{{ t('Fine') }}</p>{# a remark #}<a title=\"{{ t('So') }}\">2</a>") == []
    assert find_template_texts('<p class="x">Hello</p>') == [" Hello "]
    assert find_template_texts('<a aria-label="Close menu">{{ x }}</a>') == ["Close menu"]


# A sentence, or a word with a capital letter, is for readers; names of elements, keys and events are not.
_FOR_READERS = re.compile(r"^\W*[A-Z][^\W\d_]+|[^\W\d_]{2,} [^\W\d_]{2,}")
NOT_FOR_READERS = {
    "use strict", "Enter", "Escape", "Tab", "Content-Security-Policy", "AbortError", "ArrowDown", "ArrowUp", "End",
    "Home", "Backspace", "NFD", "@media print", "@media all",
}  # fmt: skip
_TECHNICAL = re.compile(
    r"[#.:\[>{}=;]|^(?:default-src|<)|\b(?:sans-serif|noreferrer|noopener)\b|^[a-z-]+(?:, [a-z-]+)+$"
)


def find_script_texts(source: str) -> list[str]:
    """The strings in a script that look as if readers see them and that are not given to ``t``."""
    tokens = [each for each in tokenize(source) if each.type not in {"linecomment", "multilinecomment"}]
    found = []
    for index, token in enumerate(tokens):
        if token.type not in {"string", "template_string"}:
            continue
        before = [each.value for each in tokens[max(0, index - 2) : index]]
        text = token.value[1:-1]
        marked = before in (["t", "("], ["say", "("])
        if not marked and text not in NOT_FOR_READERS and _FOR_READERS.search(text) and not _TECHNICAL.search(text):
            found.append(text)
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_no_text_of_its_own(path: Path) -> None:
    assert find_script_texts(path.read_text(encoding="utf-8")) == []


def test_a_text_in_a_script_is_found() -> None:
    assert find_script_texts('say(t("Answers cleared."));\nmake("div", { className: "a b" }, ".x > y");\n') == []
    assert find_script_texts('line.textContent = "Answers cleared";\n') == ["Answers cleared"]
    assert find_script_texts('button.ariaLabel = "Menu";\n') == ["Menu"]
