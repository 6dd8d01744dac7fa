from __future__ import annotations

from psychoed.site.needless import needless

FILES = ["index.html", "assets/a.js", "assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js", "road.mapped"]


def test_maps_and_stems_of_other_languages_go() -> None:
    assert needless(FILES, ["en"]) == ["assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js"]


def test_without_a_search_they_go_too() -> None:
    assert needless(FILES, []) == needless(FILES, ["en"])


def test_a_german_site_keeps_its_stems() -> None:
    assert needless(FILES, ["en", "de"]) == ["assets/a.js.map"]
