"""The packages as others get them: built as wheels, installed apart from this checkout, on other people's sites."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from support.site import ROOT
from support.wheels import install, run

SITE = {
    "mkdocs.yml": "site_name: Bread\nplugins: [search, citeproc]\n",
    "references.bib": "@book{calvel2001,\n  author = {Calvel, Raymond},\n  title = {The taste of bread},\n"
    "  publisher = {Aspen},\n  date = {2001}\n}\n",
    "docs/index.md": "# Bread\n\nDough rests [@calvel2001, p. 3]. @calvel2001 says so.\n",
}
PAGE = "---\ndescription: A page on {0}.\nkind: {1}\naudience: [bakers]\nwritten: 2026-01-02\n---\n\n# {0}\n\nText.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_citations_need_one_line_and_no_generator(tmp_path: Path, wheels: list[Path]) -> None:
    python = install(tmp_path / "venv", [wheel for wheel in wheels if wheel.name.startswith("mkdocs_citeproc")])
    site = write(tmp_path / "site", SITE)
    built = run(python, "-m", "mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    page = (site / "site" / "index.html").read_text(encoding="utf-8")
    assert ">Calvel, 2001, p. 3</a>)" in page
    assert '<div id="ref-calvel2001" class="csl-entry" role="listitem">' in page
    assert (site / "site" / "references.ris").exists()
    where = run(python, "-c", "import mkdocs_citeproc, sys; print(mkdocs_citeproc.__file__)", cwd=site)
    assert str(tmp_path) in where.stdout
    assert run(python, "-c", "import psychoed", cwd=site).returncode == 1


def test_a_wrong_setting_of_the_plugin_is_named(tmp_path: Path, wheels: list[Path]) -> None:
    python = install(tmp_path / "venv", wheels)
    wrong = "site_name: Bread\nplugins:\n  - citeproc:\n      bib_fil: x.bib\n      pandoc_timeout: 0\n"
    site = write(tmp_path / "site", {**SITE, "mkdocs.yml": wrong})
    built = run(python, "-m", "mkdocs", "build", cwd=site)
    assert built.returncode == 1
    assert "'bib_file'" in built.stderr
    assert "seconds above 0" in built.stderr


def test_another_site_is_built_with_all_plugins(tmp_path: Path, wheels: list[Path]) -> None:
    python = install(tmp_path / "venv", wheels)
    config = (
        "site_name: Bread\ntheme: {name: psychoed}\n"
        "plugins:\n  - material/search\n  - psychoed/pages: {audiences: [bakers], check_first: includes/check.md}\n"
        "  - citeproc\n  - psychoed/handouts\n  - psychoed/site\n"
        "markdown_extensions: [attr_list, md_in_html, tables]\n"
    )
    files = {
        **SITE,
        "mkdocs.yml": config,
        "includes/check.md": "Ask a baker first.\n",
        "docs/index.md": PAGE.format("Bread", "home") + "\nDough rests [@calvel2001].\n",
        "docs/rest.md": PAGE.format("Rest", "practice"),
    }
    site = write(tmp_path / "site", files)
    built = run(python, "-m", "mkdocs", "build", cwd=site)
    assert built.returncode == 0, built.stderr
    assert "Ask a baker first." in (site / "site" / "rest" / "index.html").read_text(encoding="utf-8")
    assert "calvel2001" in (site / "site" / "pages.json").read_text(encoding="utf-8")
    assert (site / "site" / "assets" / "theme.css").is_file()
    assert "Content-Security-Policy" in (site / "site" / "index.html").read_text(encoding="utf-8")


def test_our_own_site_is_built_from_wheels_alone(tmp_path: Path, wheels: list[Path]) -> None:
    python = install(tmp_path / "venv", wheels)
    built = run(python, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "built"), cwd=ROOT)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "built" / "index.html").exists()


def test_the_example_is_built_in_both_languages(tmp_path: Path, wheels: list[Path]) -> None:
    python = install(tmp_path / "venv", wheels)
    site = tmp_path / "site"
    shutil.copytree(ROOT / "examples" / "insomnia", site, ignore=shutil.ignore_patterns("site", ".cache"))
    built = run(python, "-m", "mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    english, spanish = site / "site", site / "site" / "es"
    pages = json.loads((english / "pages.json").read_text(encoding="utf-8"))
    assert len(pages) == 16
    assert {page["language"] for page in pages} == {"en", "es"}
    practice = (spanish / "bed-for-sleep" / "index.html").read_text(encoding="utf-8")
    assert "Para problemas de sueño que tu médico ya conoce." in practice
    evidence = (spanish / "evidence" / "index.html").read_text(encoding="utf-8")
    assert "Descargar las 5 fuentes" in evidence
    assert "What to read next" in (english / "evidence" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_new_site_is_written_built_and_tested_from_wheels_alone(
    tmp_path: Path, wheels: list[Path], language: str
) -> None:
    python = install(tmp_path / "venv", wheels)
    wishes = ["--topic", "bread", "--country", "gb", "--language", language]
    made = run(python, "-m", "psychoed", "new", "bakery", *wishes, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    site = tmp_path / "bakery"
    assert not list(site.rglob("__pycache__"))
    page = run(python, "-m", "psychoed", "new", "page", "practice", "Rising slowly", cwd=site)
    assert page.returncode == 0, page.stderr
    built = run(python, "-m", "psychoed", "build", "--no-pdf", cwd=site)
    assert built.returncode == 0, built.stderr
    assert (
        site / "site" / ("practise" if language == "en" else "practicar") / "rising-slowly" / "index.html"
    ).is_file()
    assert run(python, "-m", "psychoed", "zip", cwd=site).returncode == 0
    tested = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=site)
    assert tested.returncode == 0, tested.stdout
    where = run(python, "-c", "import psychoed; print(psychoed.__file__)", cwd=site)
    assert str(tmp_path) in where.stdout
