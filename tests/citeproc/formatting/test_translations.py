"""A site's translations replace the English texts wherever these are shown."""

from __future__ import annotations

import re

import pytest

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.lists import Note, render_reference_list
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.formatting.styles import render_note_list
from mkdocs_citeproc.formatting.translations import (
    PHRASES,
    SCRIPT_PHRASES,
    dump_translations,
    find_wrong_translations,
    translate,
)
from support.site import ROOT


def test_blanks_are_filled_in_and_nothing_in_them_is_read_again() -> None:
    own = {"Link to {source}": "Verweis auf {source}"}
    assert translate(own, "Link to {source}", source="{number} & x") == "Verweis auf {number} & x"
    assert translate({}, "Link to {source}", source="x") == "Link to x"


def test_lists_and_notes_in_other_words() -> None:
    key = CiteKey("a")
    own = {"Back to citation {number} of {source}": "Zurück zu {number} <{source}>", "Copied": "Kopiert"}
    html = render_reference_list({key: RenderedCitation("A", "A")}, [key], {key: Note("A & B")}, {key: [1, 2]}, own)
    assert 'aria-label="Zurück zu 2 &lt;A &amp; B&gt;"' in html
    assert ' data-words="{&quot;Copied&quot;: &quot;Kopiert&quot;}"' in html
    notes = render_note_list(["x"], {"Back to note {number} in the text": "Zurück zu Anmerkung {number}"})
    assert 'aria-label="Zurück zu Anmerkung 1"' in notes


def test_english_pages_carry_no_words_for_scripts() -> None:
    assert dump_translations({"Open access": "Frei"}) == ""


def test_nothing_is_wrong_with_words_that_fit() -> None:
    given: dict[object, object] = {"Link to {source}": "Verweis auf {source}", "Copied": "Kopiert", "Book": "Buch"}
    assert list(find_wrong_translations(given, frozenset({"Book"}))) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"Copied!": "x"}, "'Copied!' can't be changed. Did you mean 'Copied'?"),
        ({"Copied": 3}, "'Copied' must be text, not 3"),
        ({"Link to {source}": "Verweis"}, "must have the same placeholders; {source} is only in one of them"),
        ({"Copied": "{source} kopiert"}, "must have the same placeholders; {source} is only in one of them"),
    ],
)
def test_what_is_wrong_with_them(given: dict[object, object], message: str) -> None:
    [wrong] = find_wrong_translations(given, frozenset())
    assert wrong.endswith(message)


def test_every_phrase_is_said_somewhere_and_every_one_said_is_known() -> None:
    scripts = "".join(
        (ROOT / "packages/psychoed/src/psychoed/theme/assets" / name).read_text()
        for name in ("citations.js", "references.js")
    )
    message = {phrase for call in re.findall(r"say\(([^()]*)", scripts) for phrase in re.findall(r'"([^"]+)"', call)}
    assert message == set(SCRIPT_PHRASES)
    code = "".join(path.read_text() for path in (ROOT / "packages/mkdocs-citeproc/src").rglob("*.py"))
    assert set(re.findall(r'translate\(\w+, "([^"]+)"', code)) == set(PHRASES)


def test_all_are_documented() -> None:
    readme = (ROOT / "hooks" / "README.md").read_text(encoding="utf-8")
    listed = readme.split("#### `words`\n")[1].split("####")[0]
    assert not [phrase for phrase in (*PHRASES, *SCRIPT_PHRASES) if f"`{phrase}`" not in " ".join(listed.split())]
