"""Templates compiled while a first build waits for pandoc: the same site, and nothing to compile later."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from psychoed.plugins import cache_plugin
from psychoed.plugins.templates import TemplateCompiler, cache_compiled_templates, has_compiled_templates
from support.site import PAGE_HOOK, ROOT, THEME, build_site, make_site

CACHE_HOOK = str(ROOT / "hooks" / "cache_hook.py")
PAGE = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n# Page\n\n## One\n"
MATERIAL = {"name": "material", "font": False}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, bool]]:
    """Return which templates are compiled, and whether by the thread that builds, as they are."""
    found: list[tuple[str | None, bool]] = []
    builder, compile_template = current_thread(), Environment.compile

    def record(self: Environment, source: Any, name: str | None = None, *rest: Any, **options: Any) -> Any:
        found.append((name, current_thread() is builder))
        return compile_template(self, source, name, *rest, **options)

    monkeypatch.setattr(Environment, "compile", record)
    return found


def build(config: Path) -> dict[str, bytes]:
    built = build_site(config)
    assert built.ended is None, built.log
    return {path.relative_to(built.site).as_posix(): path.read_bytes() for path in built.site.rglob("*.html")}


@pytest.mark.parametrize(("theme", "hooks"), [(MATERIAL, []), (THEME, [PAGE_HOOK])])
def test_the_site_is_the_same_however_much_was_compiled_before(
    tmp_path: Path,
    theme: dict[str, Any],
    hooks: list[str],
    compiled: list[tuple[str | None, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = make_site(tmp_path, {"docs/index.md": PAGE}, hooks=[CACHE_HOOK, *hooks], theme=theme)
    monkeypatch.setattr(TemplateCompiler, "start", lambda self: self.run())  # all of them, at once
    monkeypatch.setattr(TemplateCompiler, "join", lambda _: None)
    first = build(config)
    names = [name for name, _ in compiled]
    assert names.count("main.html") == names.count("base.html") == 1
    compiled.clear()
    assert build(config) == first
    assert compiled == []
    shutil.rmtree(tmp_path / ".cache")
    monkeypatch.setattr(TemplateCompiler, "start", lambda _: None)  # none of them
    assert build(config) == first


def test_what_replaces_materials_templates_is_compiled_in_advance_with_them(
    tmp_path: Path, compiled: list[tuple[str | None, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = TemplateCompiler.run
    in_advance: list[str | None] = []

    def record(self: TemplateCompiler) -> None:
        run(self)
        in_advance.extend(name for name, _ in compiled)

    monkeypatch.setattr(TemplateCompiler, "start", record)
    monkeypatch.setattr(TemplateCompiler, "join", lambda _: None)
    build(make_site(tmp_path, {"docs/index.md": PAGE}, hooks=[CACHE_HOOK], theme=MATERIAL))
    assert in_advance.count("partials/nav.html") == in_advance.count("partials/search.html") == 2
    later = {name for name, _ in compiled[len(in_advance) :] if name and name.endswith(".html")}
    assert later <= {"partials/languages/en.html"}, later  # named by the site's language


def test_only_a_build_that_finds_none_compiles_in_advance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[MkDocsConfig] = []
    start = cache_plugin.start_compiler

    def record(config: MkDocsConfig) -> TemplateCompiler:
        started.append(config)
        return start(config)

    monkeypatch.setattr(cache_plugin, "start_compiler", record)
    config = make_site(tmp_path, {"docs/index.md": PAGE}, hooks=[CACHE_HOOK], theme=MATERIAL)
    build(config)
    build(config)
    assert len(started) == 1


def test_it_ends_when_the_templates_are_needed(tmp_path: Path, compiled: list[tuple[str | None, bool]]) -> None:
    env = Theme(name="material").get_env()
    cache_compiled_templates(env, tmp_path)
    compiler = TemplateCompiler(env)
    compiler._is_over.set()
    compiler.start()
    compiler.stop()
    assert compiled == []
    assert not has_compiled_templates(tmp_path, escaping=False)


def test_a_template_with_a_mistake_is_left_to_the_build(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "main.html").write_text('{% extends "base.html" %}{{ 1 | unknown }}', encoding="utf-8")
    env = Theme(name="material", custom_dir=str(tmp_path / "own")).get_env()
    cache_compiled_templates(env, tmp_path / "cache")
    compiler = TemplateCompiler(env)
    compiler.start()
    compiler.join()
    assert has_compiled_templates(tmp_path / "cache", escaping=False)  # of the page that is not found
