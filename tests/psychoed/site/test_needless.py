from __future__ import annotations

from psychoed.site.assets import find_unused_assets

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
