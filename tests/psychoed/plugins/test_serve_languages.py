"""While serving, a site has all its languages, and each is rebuilt when it changes."""

from __future__ import annotations

from pathlib import Path

from support.mkdocs_serve import mkdocs_serve, wait_for
from support.site import EXTENSIONS, ROOT, THEME, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("cache", "page", "handout", "site")]
HEAD = "---\ndescription: d\nkind: {kind}\naudience: [bakers]\nwritten: 2026-11-03\n---\n# {title}\n"
LANGUAGES = [
    {"code": "en", "name": "English", "docs": "docs"},
    {"code": "es", "name": "Español", "folder": "es", "docs": "docs-es"},
]
FILES = {
    "docs/index.md": HEAD.format(kind="home", title="Bread"),
    "docs/rise.md": HEAD.format(kind="handout", title="Rise"),
    "docs-es/index.md": HEAD.format(kind="home", title="Pan"),
    "docs-es/rise.md": HEAD.format(kind="handout", title="Subir"),
    "check.md": "Ask a baker.\n",
    "check.es.md": "Pregunta a un panadero.\n",
    "mkdocs.es.yml": "INHERIT: mkdocs.yml\ndocs_dir: docs-es\ntheme: {language: es}\n"
    "watch: [check.es.md]\nextra: {page: {check_first: check.es.md}}\n",
}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_all_languages_are_served_and_rebuilt(tmp_path: Path) -> None:
    extra = {"page": {"check_first": "check.md", "languages": LANGUAGES}}
    config = make_site(
        tmp_path, FILES, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, extra=extra, plugins=["material/search"]
    )
    page = tmp_path / "docs-es" / "index.md"
    with mkdocs_serve(config) as address:
        assert 'lang="en"' in wait_for(address, 200, "Bread")
        html = wait_for(f"{address}es/", 200, "Pan")
        assert 'lang="es"' in html
        assert 'href=".." hreflang="en"' in html

        edit(page, "# Pan", "# Pan de centeno")
        wait_for(f"{address}es/", 200, "Pan de centeno")
        edit(tmp_path / "check.es.md", "a un panadero", "al panadero")
        wait_for(f"{address}es/rise/", 200, "Pregunta al panadero.")
        edit(tmp_path / "mkdocs.es.yml", "language: es", "language: fr")
        wait_for(f"{address}es/", 500, "extra.page.languages")
        edit(tmp_path / "mkdocs.es.yml", "language: fr", "language: es")
        wait_for(f"{address}es/", 200, "Pan de centeno")

        edit(page, "kind: home", "kind: hom")
        edit(tmp_path / "docs" / "index.md", "# Bread", "# Rye bread")
        assert 'lang="en"' in wait_for(address, 200, "Rye bread")
        edit(page, "written: 2026", "hide: 5\nwritten: 2026")
        wait_for(f"{address}es/", 500, "docs-es/index.md:5:1: [bad-metadata]")
        edit(page, "hide: 5\n", "")
        wait_for(f"{address}es/", 200, "Pan de centeno")
