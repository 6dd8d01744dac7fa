"""Translated pages know the version they were made from, and say so to readers and to authors."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from psychoed.language import ENGLISH, use_language
from support.cli import run_cli
from support.site import EXTENSIONS, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "handout", "site")]
HEAD = "---\ndescription: d\nkind: {kind}\naudience: [bakers]\nwritten: 2026-11-03\n---\n# {title}\n\n"
PAGES = {
    "docs/en/index.md": HEAD.format(kind="home", title="Bread"),
    "docs/en/diary.md": HEAD.format(kind="handout", title="Diary") + "My name: ____\n",
    "docs/es/index.md": HEAD.format(kind="home", title="Pan"),
    "docs/es/diary.md": HEAD.format(kind="handout", title="Diario") + "Mi nombre: ____\n",
    "docs/es/rye.md": HEAD.format(kind="home", title="Centeno"),
    "check.md": "Ask a baker.\n",
    "mkdocs.es.yml": "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n",
}
LANGUAGES = [{"code": "en", "name": "English"}, {"code": "es", "name": "Español", "folder": "es"}]


@pytest.fixture(autouse=True)
def _english_without_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PDF", "0")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    extra = {"page": {"check_first": "check.md", "languages": LANGUAGES}}
    make_site(
        tmp_path, PAGES, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, extra=extra, docs_dir="docs/en",
        plugins=["material/search"],
    )  # fmt: skip
    return tmp_path


def build(site: Path, *, strict: bool = False) -> Built:
    built = build_site(site / "mkdocs.yml", strict=strict)
    use_language(ENGLISH)
    return built


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def record(site: Path, *names: str) -> str:
    done = run_cli("translation", *(site / "docs" / name for name in names), project=site)
    assert done.exit_code == 0, done.output
    return done.output


def find_note(html: str) -> str:
    found = re.search(r'<p class="translation-note">(.*?)</p>', html, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def test_a_translated_page_has_a_mark_and_others_have_none(site: Path) -> None:
    record(site, "es/index.md", "es/diary.md")
    built = build(site, strict=True)
    assert (built.ended, built.problems) == (None, [])
    mark = "Traducido por el proyecto; todavía no lo ha revisado un profesional clínico que hable español."
    assert find_note(built["es/index.html"]) == mark
    assert f"· {mark}" in built["es/diary/index.html"]  # in the small print on paper
    assert "Aún sin revisión" not in built["es/diary/index.html"].split('class="colophon')[1].split("</div>")[0]
    assert find_note(built["index.html"]) == find_note(built["es/rye/index.html"]) == ""


def test_a_changed_original_is_said_without_failing_a_strict_build(site: Path) -> None:
    record(site, "es/index.md", "es/diary.md")
    edit(site / "docs" / "en" / "index.md", "# Bread", "# Better bread")
    edit(site / "docs" / "en" / "diary.md", "written: 2026-11-03", "written: 2026-11-03\nreviewed: 2026-11-20")
    built = build(site, strict=True)
    assert (built.ended, built.problems) == (None, [])
    assert [line for line in built.log if "older than their originals" in line and "docs/es/index.md" in line]
    assert not [line for line in built.log if "docs/es/diary.md" in line]  # only its front matter has changed
    note = find_note(built["es/index.html"])
    assert '<a href=".." hreflang="en">La página en inglés se ha actualizado desde entonces.</a>' in note
    listed = run_cli("reviews", project=site)
    assert "docs/es/index.md: docs/en/index.md has changed" in listed.output
    assert "docs/es/diary.md: docs/en" not in listed.output
    record(site, "es/index.md")
    assert "has changed" not in run_cli("reviews", project=site).output


def test_pages_of_each_language_are_listed_for_review(site: Path) -> None:
    for language in ("en", "es"):
        edit(site / "docs" / language / "diary.md", "written: 2026-11-03", "written: 2026-11-03\nreviewed: 2026-11-04")
    listed = run_cli("reviews", "--days", "10000", project=site).output
    assert "docs/en/diary.md: " in listed
    assert "docs/es/diary.md: " in listed


def test_recording_again_changes_nothing_and_a_new_version_ends_the_check(site: Path) -> None:
    path = site / "docs" / "es" / "index.md"
    record(site, "es/index.md")
    first = path.read_text(encoding="utf-8")
    edit(path, '"}', '", checked: {by: "Ana Gil, médica", date: 2026-11-20}}')
    checked = path.read_text(encoding="utf-8")
    assert "Ana Gil" in find_note(build(site)["es/index.html"])
    record(site, "es/index.md")
    assert path.read_text(encoding="utf-8") == checked
    edit(site / "docs" / "en" / "index.md", "# Bread", "# Better bread")
    assert "'checked' was removed" in record(site, "es/index.md")
    assert path.read_text(encoding="utf-8").splitlines()[5].startswith("translation: {original:")
    assert "checked" not in path.read_text(encoding="utf-8")
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(first.splitlines())


def test_a_field_over_several_lines_is_replaced_whole(site: Path) -> None:
    path = site / "docs" / "es" / "index.md"
    edit(
        path,
        "kind: home\n",
        "translation:\n  original: 0123456789ab\n\n  checked: {by: A, date: 2026-11-20}\nkind: home\n",
    )
    record(site, "es/index.md")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[2].startswith("translation: {original:")
    assert lines[3] == "kind: home"
    assert build(site, strict=True).ended is None


@pytest.mark.parametrize(
    ("page", "field", "expected"),
    [
        ("es/index.md", "{original: 0123456789AB}", r"docs/es/index\.md:6:25: \[bad-metadata\]"),
        ("es/index.md", "{checked: {by: A, date: 2026-11-20}}", r"docs/es/index\.md:6:14: \[missing-metadata\]"),
        ("es/index.md", "{original: 0123456789ab, by: A}", r"docs/es/index\.md:6:39: \[unknown-metadata\]"),
        ("es/rye.md", "{original: 0123456789ab}", r"docs/es/rye\.md:6:1: \[bad-metadata\]"),
        ("en/index.md", "{original: 0123456789ab}", r"docs/en/index\.md:6:1: \[unknown-metadata\]"),
    ],
)
def test_each_mistake_is_one_located_problem(site: Path, page: str, field: str, expected: str) -> None:
    edit(site / "docs" / page, "written: 2026-11-03\n", f"written: 2026-11-03\ntranslation: {field}\n")
    built = build(site)
    assert len(built.problems) == 1
    assert re.search(expected, built.problems[0])


@pytest.mark.parametrize(
    ("name", "said"),
    [("docs/es/rye.md", "docs/en/rye.md"), ("docs/en/index.md", "not a translated page"), ("check.md", "docs/es")],
)
def test_the_command_says_what_it_cannot_record(site: Path, name: str, said: str) -> None:
    done = run_cli("translation", site / name, project=site)
    assert done.exit_code == 1
    assert said in done.output


def test_a_site_in_one_language_has_no_translations(tmp_path: Path) -> None:
    make_site(tmp_path, {"docs/index.md": PAGES["docs/en/index.md"]}, hooks=HOOKS, theme=THEME)
    done = run_cli("translation", tmp_path / "docs" / "index.md", project=tmp_path)
    assert done.exit_code == 1
    assert "one language" in done.output
