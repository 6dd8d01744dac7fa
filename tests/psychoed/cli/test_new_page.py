"""A new page: written where it belongs, never over another, and it builds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError
from psychoed.cli.new_page import (
    add_to_nav,
    check_title,
    create_page,
    make_page_name,
    read_site,
    write_page,
)
from psychoed.cli.project import Project
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import DEFAULT_KINDS, Kind
from support.cli import run_cli

DAY = date(2026, 11, 24)


SETTINGS = """\
site_name: Bread
plugins:
  - search
  - psychoed/pages:
      audiences: [bakers, clinicians]
nav:
  - Home: index.md
  - Practise:
      - practise/kneading.md  # first
      - Resting: practise/resting.md
  - about.md
"""
PAGE = (
    "---\ndescription: A page.\nkind: {}\naudience: [bakers]\nwritten: 2026-01-02\nnext: [about.md]\n---\n\n# A page\n"
)
PAGES = {
    "index.md": PAGE.format("home").replace("next: [about.md]\n", ""),
    "practise/kneading.md": PAGE.format("practice"),
    "practise/resting.md": PAGE.format("practice"),
    "about.md": PAGE.format("about"),
}


@pytest.fixture
def bakery(tmp_path: Path) -> Project:
    for name, text in {"mkdocs.yml": SETTINGS, **{f"docs/{name}": text for name, text in PAGES.items()}}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Breathing out", "breathing-out"),
        ("It’s “just” stress?", "its-just-stress"),
        ("Übung: 10 Minuten", "ubung-10-minuten"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", ""),
        ("疼痛", ""),
    ],
)
def test_a_title_becomes_an_address(title: str, name: str) -> None:
    assert make_page_name(title) == name


@pytest.mark.parametrize(
    "title", ["", " ", "!!!", "疼痛", "a\nb", "<b>x</b>", "[x](y)", "*x*", "x" * 101, "a\x1b[2J", "con"]
)
def test_what_can_t_be_a_title_is_refused(title: str) -> None:
    with pytest.raises(UserError):
        check_title(title)


def test_a_page_is_written_where_the_site_has_its_kind(bakery: Project, capsys: pytest.CaptureFixture[str]) -> None:
    create_page(bakery, "practice", "  Breathing  out ", DAY)
    text = (bakery.docs / "practise" / "breathing-out.md").read_text(encoding="utf-8")
    assert "# Breathing out\n" in text
    assert "audience: [bakers]" in text
    assert "next: [about.md]" in text
    assert "## When do I stop?" in text
    lines = bakery.settings.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("      - Resting: practise/resting.md") + 1] == "      - practise/breathing-out.md"
    assert "under nav: in mkdocs.yml" in capsys.readouterr().out
    create_page(bakery, "news", "A study", DAY)
    assert (bakery.docs / "news" / "posts" / "2026-11-24-a-study.md").is_file()


def test_its_headings_are_in_the_sites_language(bakery: Project) -> None:
    bakery.settings.write_text(f"{SETTINGS}theme: {{name: material, language: es}}\n", encoding="utf-8")
    create_page(bakery, "practice", "Respirar", DAY)
    assert "## ¿Cuándo paro?" in (bakery.docs / "practise" / "respirar.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["..", "/etc", "a/../../b", "a\\b", ".git"])
def test_a_folder_is_below_docs(bakery: Project, folder: str) -> None:
    with pytest.raises(UserError, match="not a folder below docs/"):
        create_page(bakery, "practice", "X", DAY, folder)


def test_a_folder_may_be_named(bakery: Project) -> None:
    create_page(bakery, "practice", "X", DAY, "oven/hot")
    assert (bakery.docs / "oven" / "hot" / "x.md").is_file()
    assert "\n  - oven/hot/x.md\n" in bakery.settings.read_text(encoding="utf-8")


def test_nothing_is_written_over(bakery: Project) -> None:
    create_page(bakery, "practice", "Breathing out", DAY)
    path = bakery.docs / "practise" / "breathing-out.md"
    path.write_text("mine", encoding="utf-8")
    menu = bakery.settings.read_text(encoding="utf-8")
    with pytest.raises(UserError, match="already exists"):
        create_page(bakery, "practice", "Breathing out!", DAY)
    assert path.read_text(encoding="utf-8") == "mine"
    assert bakery.settings.read_text(encoding="utf-8") == menu


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["practise", "X"], "Did you mean 'practice'"),
        (["home", "X"], "not a kind of page"),
        (["practice"], "Missing argument"),
        (["practice", "!!!"], "Give the page a title"),
        (
            ["practice", "Breathing", "out"],
            'Put the title in quotation marks: psychoed new page practice "Breathing out"',
        ),
    ],
)
def test_what_is_wrong_is_said(bakery: Project, arguments: list[str], message: str) -> None:
    before = sorted(bakery.root.rglob("*"))
    done = run_cli("new", "page", *arguments, project=bakery.root)
    assert done.exit_code
    assert message in done.stderr
    assert sorted(bakery.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("menu", "page", "after"),
    [
        ("nav:\n  - A:\n      - a/b.md\n", "a/c.md", "nav:\n  - A:\n      - a/b.md\n      - a/c.md\n"),
        ("nav:\n- A:\n  - a/b.md\n- x.md", "a/c.md", "nav:\n- A:\n  - a/b.md\n  - a/c.md\n- x.md"),
        ("nav:\n  - index.md\n\nx: 1\n", "a/c.md", "nav:\n  - index.md\n  - a/c.md\n\nx: 1\n"),
        ("nav:\n  - A: a/b.md", "a/c.md", "nav:\n  - A: a/b.md\n  - a/c.md"),
        ("nav:\n  - A: {a: a/b.md}\n  - x.md\n", "y.md", "nav:\n  - A: {a: a/b.md}\n  - x.md\n  - y.md\n"),
        ("site_name: x\n", "y.md", "site_name: x\n"),
        ("nav: [index.md]\n", "y.md", None),
        ("x: !ENV [A, '']\nnav:\n  - a.md\n", "b.md", "x: !ENV [A, '']\nnav:\n  - a.md\n  - b.md\n"),
    ],
)  # fmt: skip
def test_the_menu_gets_a_line_and_is_otherwise_unchanged(menu: str, page: str, after: str | None) -> None:
    assert add_to_nav(menu, page) == after


@pytest.mark.parametrize("kind", DEFAULT_KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_s_front_matter_is_whole(kind: Kind, language: str, bakery: Project) -> None:
    site = replace(read_site(bakery), language=language)
    source = SourceText("docs/x.md", write_page(kind, "X", DAY, site))
    _, problems = read_front_matter(source, set(PAGES), site.rules)
    assert [str(problem) for problem in problems] == []
