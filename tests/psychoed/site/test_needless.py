from __future__ import annotations

from psychoed.site.unused_assets import find_unused_assets

FILES = ["index.html", "assets/a.js", "assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js", "road.mapped"]


def test_maps_and_stems_of_other_languages_go() -> None:
    assert find_unused_assets(FILES, ["en"]) == ["assets/a.js.map", "assets/javascripts/lunr/min/lunr.de.min.js"]


def test_without_a_search_they_go_too() -> None:
    assert find_unused_assets(FILES, []) == find_unused_assets(FILES, ["en"])


def test_a_german_site_keeps_its_stems() -> None:
    assert find_unused_assets(FILES, ["en", "de"]) == ["assets/a.js.map"]
