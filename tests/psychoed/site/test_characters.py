"""Characters that readers can't see, that turn text round, or that look like another letter."""

from __future__ import annotations

import time

import pytest

from psychoed.site.characters import find_odd_characters, find_odd_in_html, find_spellings

ODD = {
    "text that is turned round": ("Call \u202e119", 5),
    "the same, isolated": ("Call \u2067119\u2069", 5),
    "a zero-width space in a word": ("cu\u200bred", 2),
    "a soft hyphen": ("cu\u00adred", 2),
    "a joiner between Latin letters": ("cu\u200dred", 2),
    "a direction mark in Latin text": ("no \u200fmore", 3),
    "a variation selector on a letter": ("a\ufe0f", 1),
    "words in tag characters": ("word\U000e0041\U000e0042", 4),
    "a filler that is a letter": ("a \u3164", 2),
    "a line separator": ("a\u2028b", 1),
    "a character of private use": ("a\ue000", 1),
    "a byte order mark inside": ("a\ufeffb", 1),
    "a pile of accents": ("Z" + "\u0301" * 9, 1),
    "a Cyrillic letter in a Latin word": ("gu\u0430rantee", 1),
}


@pytest.mark.parametrize(("text", "at"), ODD.values(), ids=ODD.keys())
def test_it_is_found_where_it_is(text: str, at: int) -> None:
    assert next(find_odd_characters(text)).offset == at
    assert find_odd_in_html(f"<p>{text}</p>".encode())
    references = "".join(f"&#{ord(sign)};" if ord(sign) > 0x7F else sign for sign in text)
    assert find_odd_in_html(f"<p>{references}</p>".encode())


@pytest.mark.parametrize("sign", ["\x1b", "\x7f", "\x9b"])
def test_a_control_is_found(sign: str) -> None:
    assert [each.offset for each in find_odd_characters(f"a{sign}31mb")] == [1]
    assert find_odd_in_html(f"a{sign}31mb".encode())


NEEDED = {
    "quotes, dashes and spaces": "“don’t” – 5 mg … naïve café",
    "Greek in Latin words": "TNFα, μg, β-blockers",
    "a family of emoji": "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3 🧔🏽\u200d♂\ufe0f",
    "the sign that leads back from a footnote": "↩\ufe0e",
    "Persian": "می\u200cخواهم",
    "Hindi": "क्\u200dष",
    "Hebrew with a mark": "שלום!\u200f",
    "Thai with places to break": "ภาษา\u200bไทย",
    "Vietnamese, decomposed": "tie\u0302\u0301ng",
    "Russian": "боль",
}


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED.keys())
def test_what_a_script_needs_is_not_odd(text: str) -> None:
    assert list(find_odd_characters(text)) == []
    assert find_odd_in_html(text.encode()) == []


@pytest.mark.parametrize("spelling", ["\u202e", "&#8238;", "&#x202E;", "&#x202e", '"\\u202e"', '"\\U0000202E"'])
def test_a_source_may_spell_it_in_many_ways(spelling: str) -> None:
    found = [each.offset for each in find_spellings(f"Call {spelling} now", frozenset("\u202e"))]
    assert found == [5 + spelling.startswith('"')]


def test_only_what_was_published_is_looked_for() -> None:
    assert list(find_spellings("a\u200bb &shy;", frozenset("\u202e"))) == []


def test_it_takes_time_in_proportion() -> None:
    def measure(sign: str, size: int) -> float:
        begun = time.process_time()
        list(find_odd_characters(sign * size))
        find_odd_in_html((sign * size).encode())
        return time.process_time() - begun

    for sign in ("\u0301", "\u200f", "&#x202e;", "a\u0430", "\u05d0\u200f", "&"):
        assert measure(sign, 80_000) < 12 * max(measure(sign, 20_000), 0.01), sign


@pytest.mark.parametrize("text", ["ᠪᠠ᠋ᠢᠨ᠎ᠠ", "\u1820\u180b"])
def test_a_mongolian_letter_may_have_its_form_chosen(text: str) -> None:
    assert [*find_odd_characters(text)] == []


def test_the_form_of_a_latin_letter_can_not_be_chosen() -> None:
    assert [each.offset for each in find_odd_characters("loaf\u180b")] == [4]
