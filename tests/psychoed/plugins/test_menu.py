"""The menu: rendered once for each folder, and still what each page would have rendered."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import Markup

from psychoed.plugins import pages_plugin
from psychoed.plugins.menu import MenuCache
from support.site import EXTENSIONS, PAGE_HOOK, THEME, build_site, make_site

HEAD = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
PATHS = [
    "index.md",
    "a/index.md",
    "a/b.md",
    "a/b/c.md",
    "a/b/d/index.md",
    "e/index.md",
    "e/f.md",
    "e/g.md",
    "e/g/h.md",
    "i.md",
    "j/k/l.md",
    "j/k/m.md",
]


def invent_nav(chance: random.Random) -> list[Any]:
    """Pages in any order and nesting, some of them in no menu."""

    def nest(paths: list[str]) -> list[Any]:
        items: list[Any] = []
        while paths:
            size = chance.randint(1, 5)
            part, paths = paths[:size], paths[size:]
            titled = chance.random() < 0.5
            items += [{f"Part {part[0]}": nest(part)}] if titled and len(part) > 1 else part
        return items

    paths = [path for path in PATHS if path == "index.md" or chance.random() < 0.9]
    chance.shuffle(paths)
    return [*nest(paths), {"Elsewhere": "https://example.org/"}]


def build(folder: Path, **config: Any) -> dict[str, bytes]:
    pages = {f"docs/{path}": f"{HEAD}# Page {path}\n\n## One\n\n## Two\n" for path in PATHS}
    built = build_site(make_site(folder, pages, hooks=[PAGE_HOOK], extensions=EXTENSIONS, **config))
    assert built.ended is None, built.log
    return {path.relative_to(built.site).as_posix(): path.read_bytes() for path in built.site.rglob("*.html")}


def reuse_nothing(env: Environment, _nav: object) -> None:
    env.globals["menu_item"] = lambda _page, item, macro, *args: macro(item, *args)


@pytest.mark.parametrize("theme", ["ours", "material"])
@pytest.mark.parametrize("folders", [True, False])
@pytest.mark.parametrize("seed", range(2))
def test_pages_have_the_menu_that_they_would_have_rendered(
    tmp_path: Path, theme: str, *, folders: bool, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nav = invent_nav(random.Random(seed))  # noqa: S311
    features = random.Random(seed).sample(["navigation.sections", "navigation.expand", "navigation.indexes"], 2)  # noqa: S311
    plain = {"name": "material", "font": False, "features": features}
    config: dict[str, Any] = {
        "nav": nav,
        "theme": THEME if theme == "ours" else plain,
        "use_directory_urls": folders,
    }
    reused = build(tmp_path / "one", **config)
    monkeypatch.setattr(pages_plugin, "reuse_menu", reuse_nothing)
    assert reused == build(tmp_path / "two", **config)


@pytest.mark.parametrize("theme", ["ours", "material"])
def test_an_entry_is_rendered_once_for_a_folder(tmp_path: Path, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: Counter[str] = Counter()
    name = "render" if theme == "ours" else "render_whole"
    render = getattr(MenuCache, name)

    def count(self: MenuCache, page: Any, thing: Any, macro: Any, *args: Any) -> str:
        def counted(item: Any, *args: Any) -> str:
            rendered[str(item.title)] += 1
            return Markup(macro(item, *args))  # noqa: S704

        return Markup(render(self, page, thing, counted, *args))  # noqa: S704

    monkeypatch.setattr(MenuCache, name, count)
    nav = ["index.md", "i.md", {"E": ["e/f.md", "e/g.md"]}, {"J": ["j/k/l.md", "j/k/m.md"]}]
    build(tmp_path, nav=nav, theme=THEME if theme == "ours" else {"name": "material", "font": False})
    # From the root, from the pages at its side, of a/, of e/, of j/k/, of their parts, and on the page not found.
    assert 0 < rendered["J"] < len(PATHS)


def test_a_pruned_menu_has_links_in_place_of_the_parts_a_page_is_not_in(tmp_path: Path) -> None:
    nav = ["index.md", "i.md", {"E": ["e/f.md", "e/g.md"]}, {"J": [{"K": ["j/k/l.md", "j/k/m.md"]}, "a/b.md"]}]
    theme = {**THEME, "features": ["navigation.prune"]}
    pages = build(tmp_path / "pruned", nav=nav, theme=theme)
    whole = build(tmp_path / "whole", nav=nav, theme=THEME)

    def links(name: str, built: dict[str, bytes]) -> list[str]:
        menu = built[name].decode().partition('<nav class="site-nav"')[2].partition("</nav>")[0]
        return re.findall(r'<a href="([^"#]+)"', menu)

    assert links("e/f/index.html", pages) == ["../..", "../../i/", "./", "../g/", "../../j/k/l/"]
    assert links("j/k/m/index.html", pages) == [
        "../../..",
        "../../../i/",
        "../../../e/f/",
        "../l/",
        "./",
        "../../../a/b/",
    ]
    assert len(links("e/f/index.html", whole)) == 7
