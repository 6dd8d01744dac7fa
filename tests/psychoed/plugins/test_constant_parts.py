"""What Material prints alike on every page: rendered once, and still what each page would have rendered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta, nodes
from mkdocs.theme import Theme
from mkdocs.utils import templates

from psychoed.plugins import cache_plugin
from psychoed.plugins.constant_parts import HEADINGS, LANGUAGE, PARTS, ConstantParts
from psychoed.plugins.templates import THEME as REPLACED
from support.site import PAGE_HOOK, ROOT, THEME, build_site, make_site

CACHE_HOOK = str(ROOT / "hooks" / "cache_hook.py")
HEAD = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
PATHS = ("index.md", "a.md", "a/b.md", "assets/c.md", "assets/c/d.md")
TOGGLES = [{"scheme": name, "toggle": {"icon": "material/brightness-7", "name": name}} for name in ("default", "slate")]
MATERIAL = {
    "name": "material",
    "language": "de",
    "font": False,
    "features": ["content.tabs.link", "search.share", "search.suggest"],
    "palette": TOGGLES,
    "icon": {"admonition": {"note": "material/note"}, "annotation": "material/plus", "logo": "material/school"},
}


def build(folder: Path, theme: dict[str, Any], *hooks: str) -> dict[str, bytes]:
    files = {f"docs/{path}": f"{HEAD}# Page {path}\n\n## One\n" for path in PATHS}
    plugins = ["material/search"]
    built = build_site(make_site(folder, files, hooks=[CACHE_HOOK, *hooks], theme=theme, plugins=plugins))
    assert built.ended is None, built.log
    return {path.relative_to(built.site).as_posix(): path.read_bytes() for path in built.site.rglob("*.html")}


@pytest.mark.parametrize(("theme", "hooks"), [(MATERIAL, ()), (MATERIAL, (PAGE_HOOK,)), (THEME, (PAGE_HOOK,))])
def test_pages_have_the_parts_that_they_would_have_rendered(
    tmp_path: Path, theme: dict[str, Any], hooks: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    reused = build(tmp_path / "one", theme, *hooks)
    monkeypatch.setattr(cache_plugin, "reuse_constant_parts", lambda *_: None)
    assert reused == build(tmp_path / "two", theme, *hooks)


def test_a_part_is_rendered_once_for_each_way_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: Counter[str] = Counter()
    render = ConstantParts.render

    def count(self: ConstantParts, name: str, base_url: str, whole: Any) -> str:
        def counted() -> str:
            rendered[name] += 1
            return str(whole())

        return render(self, name, base_url, counted)

    monkeypatch.setattr(ConstantParts, "render", count)
    build(tmp_path, MATERIAL)
    # From the root, from a/, a/b/ and assets/c/d/, and from the page not found, which may be asked for anywhere.
    assert rendered.keys() == {*PARTS}
    assert all(number <= 5 for number in rendered.values())


def test_a_sites_own_template_is_rendered_on_each_page(tmp_path: Path) -> None:
    files = {
        "own/partials/search.html": "<p>{{ page.title }} is searched</p>",
        "own/partials/language.html": "{% macro t(key) %}Ours: {{ key }}{% endmacro %}",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    pages = build(tmp_path, {**MATERIAL, "custom_dir": "own"})
    assert b"<p>Page a/b.md is searched</p>" in pages["a/b/index.html"]
    assert b'<html lang="Ours: language"' in pages["a/b/index.html"]


def test_the_headings_of_a_page_are_rendered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: Counter[str] = Counter()
    render = ConstantParts.render_headings

    def count(self: ConstantParts, page: Any, whole: Any) -> str:
        def counted() -> str:
            rendered[page.url if page else ""] += 1
            return str(whole())

        return render(self, page, counted)

    monkeypatch.setattr(ConstantParts, "render_headings", count)
    build(tmp_path, MATERIAL)
    assert {rendered[name] for name in ("a/", "a/b/", "assets/c/d/")} == {1}


def parse(name: str) -> nodes.Template:
    env = Theme(name="material").get_env()
    env.filters |= {"url": templates.url_filter, "script_tag": templates.script_tag_filter}
    assert env.loader
    return env.parse(env.loader.get_source(env, name)[0])


@pytest.mark.parametrize("name", [*PARTS, LANGUAGE, HEADINGS])
def test_parts_print_no_address(name: str) -> None:
    tree = parse(name)
    assert not {found.name for found in tree.find_all(nodes.Filter)} & {"url", "script_tag"}
    included = [each.template for each in tree.find_all(nodes.Include)]
    included += [each.template for each in tree.find_all(nodes.Import)]
    names = [
        "".join(part.value for part in (each, *each.find_all(nodes.Node)) if isinstance(part, nodes.Const))
        for each in included
    ]
    known = (".icons/", "partials/languages/", "partials/toc-item.html")
    assert all(each.startswith(known) for each in names), names


@pytest.mark.parametrize("name", [*PARTS, LANGUAGE])
def test_parts_know_nothing_of_their_page(name: str) -> None:
    known = {"base_url", "config", "features", "lang", "icon", "modifier"}  # the last two it sets itself, in a loop
    assert meta.find_undeclared_variables(parse(name)) <= known


def test_headings_depend_on_their_page_alone() -> None:
    assert meta.find_undeclared_variables(parse(HEADINGS)) <= {"config", "lang", "page"}
    assert meta.find_undeclared_variables(parse("partials/toc-item.html")) <= {"toc_item"}


def test_the_folder_of_the_replaced_templates_is_no_folder_of_material() -> None:
    assert not (Path(str(Theme(name="material").dirs[0])) / REPLACED).exists()
