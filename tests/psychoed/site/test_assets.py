"""Files that readers never need are left out, and the others are minified."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.site import assets as room
from psychoed.site.assets import find_unused_assets, minify_text


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


FILES = ["index.html", "assets/a.js", "assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js", "road.mapped"]


def test_maps_and_stems_of_other_languages_go() -> None:
    assert find_unused_assets(FILES, ["en"]) == ["assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js"]


def test_without_a_search_they_go_too() -> None:
    assert find_unused_assets(FILES, []) == find_unused_assets(FILES, ["en"])


def test_a_german_site_keeps_its_stems() -> None:
    assert find_unused_assets(FILES, ["en", "de"]) == ["assets/a.js.map"]


def test_where_the_theme_has_its_own_search_materials_goes() -> None:
    other = "assets/javascripts/workers/search.abc.min.js"
    files = [*FILES, other]
    assert other not in find_unused_assets(files, ["de"])
    own = find_unused_assets([*files, "assets/search-worker.js"], ["de"])
    assert own == [*find_unused_assets(FILES, ["en"]), other]
