"""Builds from the cache: after any edits, the site and the problems are those of a build from nothing."""

from __future__ import annotations

import importlib
import posixpath
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown.extensions import Extension
from mkdocs.structure.pages import Page

from mkdocs_citeproc.formatting import pandoc
from psychoed.plugins import markdown_cache
from support.site import EXTENSIONS, PNG, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("cache", "page", "citation", "handout", "site")]
WORKS = {
    "crumb2019": "@misc{crumb2019,author={Crumb, Ada},title={%s},year={%s},url={https://example.org/a}}",
    "crumb2020": "@misc{crumb2020,author={Crumb, Ada},title={%s},year={%s},url={https://example.org/b}}",
    "mill2021": "@book{mill2021,author={Mill, Bo and Crumb, Ada and Loaf, C.},title={%s},year={%s},publisher={Oven}}",
}
FACTS = "crumb2019:\n  risen: {counts: loaves, read: abstract, values: {rye: {count: %s, of: 50}}}\n"
FIGURES = (
    "risen: {kind: icon-array, title: %s, fact: crumb2019/risen, groups: {rye: Rye}, filled: risen, empty: flat}\n"
)
WORDS = "phrases:\n  - {phrase: %s, reason: it promises}\n"
NAMES = ["one", "two", "part/three", "part/four", "part/deep/five", "other/six"]
PAGE_SETTINGS = {
    "check_first": "includes/box.md",
    **{name: f"{name}.yml" for name in ("facts", "figures", "words", "definitions")},
}


class Sources:
    """The sources of a small site, and edits of them, most of which leave the site without problems."""

    def __init__(
        self, folder: Path, chance: random.Random, citations: Mapping[str, object] | None = None, **config: Any
    ) -> None:
        self.folder, self.chance = folder, chance
        extensions = [*EXTENSIONS, {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": False}}]
        validation = {"links": {"not_found": "info", "anchors": "info", "absolute_links": "relative_to_docs"}}
        extra = {"page": PAGE_SETTINGS, "handouts": {}, "citations": dict(citations or {})}
        files: dict[str, str | bytes] = {
            "docs/index.md": self.page("index"),
            "docs/loaf.png": PNG,
            "docs/a.css": "p { top: 0 }",
            "includes/part.md": self.text("part"),
            "includes/box.md": "**Check first.**\n",
        }
        self.config = make_site(
            folder,
            files,
            hooks=HOOKS,
            extensions=extensions,
            validation=validation,
            extra=extra,
            extra_css=["a.css"],
            **config,
        )
        for name in NAMES:
            self.write(f"docs/{name}.md", self.page(name))
        for edit in (self.edit_works, self.edit_facts, self.edit_figures, self.edit_words, self.edit_definitions):
            edit()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def pages(self) -> list[Path]:
        return sorted(path for path in (self.folder / "docs").rglob("*.md") if path.name != "index.md")

    def link(self, name: str) -> str:
        path = posixpath.relpath(f"{self.chance.choice(NAMES)}.md", posixpath.dirname(name) or ".")
        return f"[a page]({path}{self.chance.choice(['', '', '#one', '#two', '#gone'])})"

    def text(self, name: str) -> str:
        pieces = [
            "Bread [@crumb2019; @crumb2020, p. 3] rises.",
            "As @mill2021 said, and again [@mill2021].",
            "![A loaf [@crumb2020]](/loaf.png)",
            "<figure markdown>\n\\figure{risen}\n<figcaption>Loaves.</figcaption>\n</figure>",
            "Bread has \\definition{crumb}.",
            "33 of 50 loaves rose [@crumb2019].",
            "Text[^1].\n\n[^1]: A note [@crumb2019].",
            "\\bibliography",
            f"## {self.chance.choice(['One', 'Two', 'Three [@mill2021]'])}",
        ]
        if name != "part":
            pieces.append('--8<-- "includes/part.md"')
        wrong = [
            "Nobody knows [@gone2022].",
            "\\figure{gone}",
            "\\definition{gone}",
            "It is a perfect crust, and a splendid one.",
            "<b onclick='x()'>bold</b>",
            '<a href="../gone/">gone</a>',
            "![Gone](gone.png)",
        ]
        chosen = self.chance.sample(pieces, self.chance.randint(1, 6))
        chosen += [self.chance.choice(wrong)] if self.chance.random() < 0.2 else []
        return "\n\n".join([f"Number {self.chance.randint(1, 9)} of {name}: {self.link(name)}.", *chosen]) + "\n"

    def page(self, name: str) -> str:
        kind = self.chance.choice(["about", "explanation", "handout"])
        head = f"description: D {self.chance.randint(1, 3)}\nkind: {kind}\naudience: [bakers]\nwritten: 2026-01-02"
        fields = "- [ ] {done}\n\n" if kind == "handout" else ""
        return f"---\n{head}\n---\n# Page {self.chance.randint(1, 3)} {name}\n\n{fields}{self.text(name)}"

    # ---- edits

    def edit_page(self) -> None:
        path = self.chance.choice([*self.pages(), self.folder / "docs" / "index.md"])
        path.write_text(self.page(path.stem), encoding="utf-8")

    def add_page(self) -> None:
        name = self.chance.choice([*NAMES, "new", "part/new", "part/index"])
        self.write(f"docs/{name}.md", self.page(name))

    def delete_page(self) -> None:
        if len(pages := self.pages()) > len(NAMES) - 2:
            self.chance.choice(pages).unlink()

    def rename_page(self) -> None:
        if len(pages := self.pages()) > len(NAMES) - 2:
            new = self.folder / "docs" / f"{self.chance.choice([*NAMES, 'renamed'])}.md"
            new.parent.mkdir(parents=True, exist_ok=True)
            self.chance.choice(pages).replace(new)

    def edit_include(self) -> None:
        self.write("includes/part.md", self.text("part"))

    def edit_works(self) -> None:
        kept = self.chance.sample(sorted(WORKS), self.chance.choice([2, 3, 3, 3]))
        entries = [
            WORKS[key] % (f"Title {self.chance.randint(1, 3)}", self.chance.choice([2019, 2020])) for key in kept
        ]
        self.write("references.bib", "\n".join(entries) + "\n")

    def edit_facts(self) -> None:
        self.write("facts.yml", FACTS % self.chance.choice([33, 34]))

    def edit_figures(self) -> None:
        self.write("figures.yml", FIGURES % self.chance.choice(["How many rose", "Risen"]))

    def edit_words(self) -> None:
        self.write("words.yml", WORDS % self.chance.choice(["perfect crust", "splendid"]))

    def edit_definitions(self) -> None:
        self.write("definitions.yml", f"definitions:\n  crumb: the soft {self.chance.randint(1, 3)} [@crumb2019]\n")

    def edit_style(self) -> None:
        self.write("docs/a.css", f"p {{ top: {self.chance.randint(0, 9)}px }}\n")

    def touch_everything(self) -> None:
        for path in (self.folder / "docs").rglob("*.md"):
            path.touch()

    def lose_cache(self) -> None:
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)

    def spoil_cache(self) -> None:
        for path in (self.folder / ".cache").glob("*.sqlite3"):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    def edits(self) -> list[Callable[[], None]]:
        often = [self.edit_page, self.add_page, self.delete_page, self.rename_page, self.edit_include, self.edit_works]
        rarely = [self.edit_facts, self.edit_figures, self.edit_words, self.edit_definitions, self.edit_style]
        return [*often * 3, *rarely, self.touch_everything, self.lose_cache, self.spoil_cache]


def read_site(built: Built) -> dict[str, bytes]:
    files = (path for path in built.site.rglob("*") if path.is_file())
    return {path.relative_to(built.site).as_posix(): path.read_bytes() for path in files}


def build_from_nothing(sources: Sources) -> Built:
    """Build the same folder without a cache, into another one."""
    kept = [(sources.folder / name, sources.folder.parent / f"kept-{name}") for name in (".cache", "site")]
    for path, aside in kept:
        if path.exists():
            path.rename(aside)
    try:
        built = build_site(sources.config)
        shutil.rmtree(sources.folder.parent / "clean", ignore_errors=True)
        if built.site.exists():
            built.site.rename(sources.folder.parent / "clean")
        built.site = sources.folder.parent / "clean"
    finally:
        for path, aside in kept:
            shutil.rmtree(path, ignore_errors=True)
            if aside.exists():
                aside.rename(path)
    return built


def list_log(built: Built) -> list[str]:
    """What a build said, without what it says of itself: how long it took, and that pandoc was waited for."""
    return [line for line in built.log if "Documentation built in" not in line and "ormatting" not in line]


SITES: dict[str, dict[str, Any]] = {
    "plain": {},
    "notes": {"citations": {"csl_file": "chicago-note-bibliography"}},
    "material": {"theme": THEME, "plugins": ["material/search"]},
}


@pytest.mark.parametrize(("theme", "edits"), [("plain", 50), ("notes", 15), ("material", 10)])
@pytest.mark.parametrize("seed", [1])
def test_after_any_edits_the_site_is_that_of_a_build_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, edits: int, seed: int
) -> None:
    monkeypatch.setenv("PDF", "0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    chance = random.Random(f"{theme}-{seed}")  # noqa: S311
    sources = Sources(tmp_path / "site", chance, **SITES[theme])
    ended = 0
    for number in range(edits):
        edit = chance.choice(sources.edits())
        edit()
        cached = build_site(sources.config)
        clean = build_from_nothing(sources)
        said = f"edit {number}: {edit.__name__}"
        assert list_log(cached) == list_log(clean), said
        assert (cached.ended is None) == (clean.ended is None), said
        ended += cached.ended is not None
        if cached.ended is None:
            assert read_site(cached) == read_site(clean), said
    assert ended < edits / 2  # else most edits would have shown nothing


def test_unchanged_pages_are_not_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDF", "0")
    sources = Sources(tmp_path, random.Random(7))  # noqa: S311
    for name in NAMES:
        sources.write(f"docs/{name}.md", sources.page(name).split("\n\n")[0] + f"\n\nText [@crumb2019] of {name}.\n")
    rendered: list[str] = []
    render = Page.render

    def count(page: Any, config: Any, files: Any) -> None:
        rendered.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(Page, "render", count)
    build_site(sources.config)
    assert len(rendered) == len(NAMES) + 1
    rendered.clear()
    build_site(sources.config)
    assert set(rendered) <= {"index.md"}  # which may have a problem, and is then rendered each time
    sources.write("docs/one.md", sources.page("one"))
    rendered.clear()
    build_site(sources.config)
    assert set(rendered) - {"index.md"} == {"one.md"}


@pytest.mark.parametrize(("module", "name"), markdown_cache.KNOWN)
def test_extensions_that_are_known_exist(module: str, name: str) -> None:
    assert issubclass(getattr(importlib.import_module(module), name), Extension)


LANGUAGES = [{"code": "en", "name": "English"}, {"code": "es", "name": "Español", "folder": "es", "docs": "docs-es"}]


def test_languages_of_a_site_do_not_take_the_cache_from_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDF", "0")
    head = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
    files = {f"docs/{name}.md": f"{head}# Bread {name}\n\nIt rises [@crumb2019].\n" for name in "abcdefgh"}
    files |= {"docs-es/a.md": f"{head}# Pan\n\nSube [@crumb2020].\n"}
    files |= {"references.bib": "\n".join(work % ("Title", 2019) for work in WORKS.values())}
    extra = {"page": {"languages": LANGUAGES}}
    config = make_site(tmp_path, files, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, extra=extra)
    spanish = {"INHERIT": "mkdocs.yml", "docs_dir": "docs-es", "theme": {"language": "es"}}
    (tmp_path / "mkdocs.es.yml").write_text(yaml.safe_dump(spanish), encoding="utf-8")
    worked: list[str] = []
    render, run = Page.render, pandoc.run_pandoc

    def render_page(page: Any, config: Any, files: Any) -> None:
        worked.append(page.file.src_uri)
        render(page, config, files)

    def run_pandoc(*args: Any) -> str:
        worked.append("pandoc")
        return run(*args)

    monkeypatch.setattr(Page, "render", render_page)
    monkeypatch.setattr(pandoc, "run_pandoc", run_pandoc)
    first = build_site(config)
    assert first.ended is None, first.log
    assert {"a.md", "h.md", "pandoc"} <= {*worked}
    site = read_site(first)
    assert "es/a/index.html" in site
    worked.clear()
    assert read_site(build_site(config)) == site
    assert worked == []
