"""psychoed new language: a site in two languages that builds at once, with all of the first's settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from psychoed.cli.new_language import find_language_name, list_languages
from psychoed.cli.new_site import NewSite, create_site
from psychoed.language import ENGLISH, use_language
from support.cli import run_cli
from support.site import build_site

ITEM = "- {code: es, name: Español, folder: es, docs: docs-es}"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PDF", "0")
    create_site(tmp_path / "bread", NewSite("Bread", "bread", "bakers", country="gb"), date(2026, 11, 3))
    return tmp_path / "bread"


def test_both_languages_build_strictly(site: Path) -> None:
    done = run_cli("new", "language", "es", project=site)
    assert done.exit_code == 0, done.output
    index = site / "docs-es" / "index.md"
    index.write_text(index.read_text(encoding="utf-8").replace("# ", "# Hola. ", 1), encoding="utf-8")
    (site / "includes" / "check-first.es.md").write_text("Pregunta antes.\n", encoding="utf-8")
    assert run_cli("translation", index, project=site).exit_code == 0
    built = build_site(site / "mkdocs.yml", strict=True)
    use_language(ENGLISH)
    assert (built.ended, built.problems) == (None, [])
    assert "Pregunta antes." in built["es/practise/one-calm-minute/index.html"]
    assert "Get help now" in built["es/index.html"]  # a setting of the first language's plugin, not changed yet
    assert "Traducido por el proyecto" in built["es/index.html"]
    assert 'href="es/" hreflang="es"' in built["index.html"]


def test_a_third_language_joins_the_others(site: Path) -> None:
    for code in ("es", "de"):
        assert run_cli("new", "language", code, project=site).exit_code == 0
    listed = yaml.safe_load((site / "mkdocs.yml").read_text(encoding="utf-8").replace("!", ""))["extra"]["page"]
    assert [each["code"] for each in listed["languages"]] == ["en", "es", "de"]
    assert listed["languages"][2]["name"] == "Deutsch"


@pytest.mark.parametrize("code", ["en", "xx", "../es", ""])
def test_what_is_no_other_language_is_refused(code: str, site: Path) -> None:
    before = sorted(path.relative_to(site) for path in site.rglob("*"))
    assert run_cli("new", "language", code, project=site).exit_code == 1
    assert sorted(path.relative_to(site) for path in site.rglob("*")) == before


def test_a_language_is_added_once(site: Path) -> None:
    assert run_cli("new", "language", "es", project=site).exit_code == 0
    again = run_cli("new", "language", "es", project=site)
    assert (again.exit_code, "already" in again.output) == (1, True)


@pytest.mark.parametrize(
    "settings",
    [
        "site_name: A\n",
        "extra:\n  generator: false\n",
        "extra:\n  page:\n    authors: A\n",
        "extra:\n  # Of pages.\n  handouts: {}\n\n  page:\n    authors: A\nnav: [a.md]\n",
        "extra:\n  page:\n    languages:\n      - {code: en, name: English}\n    authors: A\n",
    ],
)
def test_the_list_is_written_where_it_belongs(settings: str) -> None:
    text = list_languages(settings, [ITEM])
    assert text
    old, new = yaml.safe_load(settings), yaml.safe_load(text)
    assert new["extra"]["page"].pop("languages")[-1]["code"] == "es"
    old.get("extra", {}).get("page", {}).pop("languages", None)
    assert {**new, "extra": {**new["extra"], "page": new["extra"]["page"] or {}}} == {
        **old, "extra": {**old.get("extra", {}), "page": old.get("extra", {}).get("page", {})},
    }  # fmt: skip


def test_a_list_in_brackets_is_left_to_the_author() -> None:
    assert list_languages("extra: {page: {authors: A}}\n", [ITEM]) is None


def test_languages_have_their_own_names() -> None:
    assert [find_language_name(code) for code in ("es", "de", "pt-BR")] == ["Español", "Deutsch", "Português (Brasil)"]
