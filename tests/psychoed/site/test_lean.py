"""Scripts and style sheets without what is for people."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.site import assets as room
from psychoed.site.assets import minify_text


def script(text: str) -> SourceText:
    return SourceText("docs/a.js", text)


def test_comments_and_blanks_go_and_words_stay() -> None:
    text = '// Why.\n"use strict";\nconst said = `<b name="x">\n  ${two} minutes ${`of ${many}`}</b>`; // and how\n'
    assert minify_text(script(text)) == (
        '"use strict";const said=`<b name="x">\n  ${two} minutes ${`of ${many}`}</b>`\n',
        [],
    )


def test_style_sheets_too() -> None:
    text = "/* Why. */\n@media print {\n  p { margin: 0 0 1em; color: var(--ink); }\n}\n"
    assert minify_text(SourceText("docs/a.css", text)) == ("@media print{p{margin:0 0 1em;color:var(--ink)}}\n", [])


def test_a_mistake_is_named_where_it_is() -> None:
    short, (problem,) = minify_text(script("a = 1;\n\n  b = = 2;\n"))
    assert short == "a = 1;\n\n  b = = 2;\n"
    assert str(problem).startswith("docs/a.js:3:7: [bad-script] this script has a syntax error: unexpected =")


def test_without_the_minifier_scripts_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_find_minifier", lambda: None)
    assert minify_text(script("a = 1; // kept\n")) == ("a = 1; // kept\n", [])
