"""psychoed read: the pages, the hardest first, for people and for programs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from psychoed.cli import project
from psychoed.cli.console import UserError
from psychoed.cli.project import read_site_text
from support.cli import run_cli
from support.site import ROOT


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    easy, hard = tmp_path / "easy.md", tmp_path / "hard.md"
    easy.write_text("# Title\n\nGo on.\n", encoding="utf-8")
    hard.write_text(f"This {'goes on ' * 16}and on.\n", encoding="utf-8")
    return [str(easy), str(hard)]


def test_the_hardest_page_comes_first_and_long_sentences_have_places(pages: list[str]) -> None:
    done = run_cli("read", *pages, project=ROOT)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].endswith("hard.md")
    assert lines[1].endswith("easy.md")
    assert lines[2].endswith("hard.md:1:1: 35 words: This goes on goes on goes …")


def test_a_program_gets_json(pages: list[str]) -> None:
    found = json.loads(run_cli("read", "--json", *pages, project=ROOT).stdout)
    rows = found["pages"]
    assert found["caveats"] == []  # of whole paths only
    assert [Path(row["path"]).name for row in rows] == ["hard.md", "easy.md"]
    assert rows[0]["long"] == [{"where": f"{pages[1]}:1:1", "words": 35, "begins": "This goes on goes on goes"}]
    assert rows[1]["smog"] is None


def test_a_page_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    assert "nowhere.md" in run_cli("read", "nowhere.md", project=ROOT).stderr
    (tmp_path / "latin.md").write_bytes(b"# Br\xf6d\n")
    done = run_cli("read", tmp_path / "latin.md", project=ROOT)
    assert (done.exit_code, "latin.md is not UTF-8 (byte 4)" in done.stderr) == (1, True)


def test_a_page_that_leads_elsewhere_or_never_ends_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "a.md").symlink_to("../secret.md")
    with pytest.raises(UserError, match=r"a\.md is a link that leads out"):
        read_site_text(root / "a.md", root)
    os.mkfifo(root / "b.md")
    with pytest.raises(UserError, match="this is not a file"):
        read_site_text(root / "b.md", root)
    monkeypatch.setattr(project, "_LARGEST", 3)
    (root / "c.md").write_text("Rye bread")
    with pytest.raises(UserError, match="too many for a text"):
        read_site_text(root / "c.md", root)
