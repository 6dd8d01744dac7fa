"""Scripts without what is for people."""

from __future__ import annotations

from psychoed.site.lean import without_comments


def test_comments_and_indentation_go_and_words_stay() -> None:
    script = '// Why.\n"use strict";\n  // And how.\n  const said = `<b name="x">${two} minutes</b>`; // kept\n'
    assert without_comments(script) == '"use strict";\nconst said = `<b name="x">${two} minutes</b>`; // kept\n'


def test_addresses_are_no_comments() -> None:
    assert without_comments('  fetch("https://a.example/");\n') == 'fetch("https://a.example/");\n'
