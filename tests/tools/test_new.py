"""A new page: written where it belongs, never over another, and it builds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import Kind
from tools import new
from tools.system import StuckError

DAY = date(2026, 11, 24)


def write(root: Path, kind: str, title: str) -> int:
    return new.main({"KIND": kind, "TITLE": title}, root, DAY)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Breathing out", "breathing-out"),
        ("  It’s “just” stress?  ", "its-just-stress"),
        ("Übung: 10 Minuten", "ubung-10-minuten"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", ""),
        ("疼痛", ""),
    ],
)
def test_a_title_becomes_an_address(title: str, name: str) -> None:
    assert new.slug(title) == name


def test_a_page_is_written_where_its_kind_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert write(tmp_path, "practice", "Breathing out") == 0
    text = (tmp_path / "docs" / "practise" / "breathing-out.md").read_text(encoding="utf-8")
    assert "# Breathing out\n" in text
    assert "## When do I stop?" in text
    assert "nav: in mkdocs.yml, as '- practise/breathing-out.md'" in capsys.readouterr().out
    assert write(tmp_path, "news", "A study") == 0
    assert (tmp_path / "docs" / "news" / "posts" / "2026-11-24-a-study.md").is_file()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write(tmp_path, "practice", "Breathing out")
    path = tmp_path / "docs" / "practise" / "breathing-out.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(StuckError, match="already exists"):
        write(tmp_path, "practice", "Breathing out!")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("practise", "X", "Did you mean 'practice'"),
        ("home", "X", "not a kind of page"),
        ("", "X", "Known: explanation"),
        ("practice", "", "Give the page a title"),
        ("practice", "!!!", "Give the page a title"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, kind: str, title: str, said: str) -> None:
    with pytest.raises(StuckError, match=said):
        write(tmp_path, kind, title)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", new.FOLDERS, ids=lambda kind: kind.value)
def test_every_kind_s_front_matter_is_whole(kind: Kind) -> None:
    source = SourceText("docs/x.md", new.page(kind, "X", DAY))
    _, problems = read_front_matter(source, {"understand/what-is-prt.md"}, {"people in pain", "clinicians"})
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("title", ["con", "x" * 300])
def test_a_title_that_makes_no_address(title: str, tmp_path: Path) -> None:
    with pytest.raises(StuckError, match="Give it another title"):
        new.main({"KIND": "practice", "TITLE": title}, tmp_path)
    assert not list(tmp_path.rglob("*.md"))


def test_a_pasted_title_brings_no_control_character(tmp_path: Path) -> None:
    new.main({"KIND": "practice", "TITLE": "Breathing\x1b out\u202e\x07"}, tmp_path)
    (page,) = tmp_path.rglob("*.md")
    assert "# Breathing out\n" in page.read_text()
