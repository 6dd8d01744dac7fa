"""The trials pass on a small site, and notice what they look for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from psychoed.cli.console import UserError
from tools import trials


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Bread\n\nKnead.\n", encoding="utf-8")
    return folder


def test_builds_at_once_wait_for_each_other(site: Path) -> None:
    assert trials.build_twice(site, 2) == "1 of 2 waited"


def test_builds_that_are_killed_leave_a_whole_site(site: Path) -> None:
    assert trials.kill_builds(site, 2).endswith("of 2 builds killed before their end")


def test_a_build_that_writes_in_place_is_noticed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = (
        "import os, pathlib, sys; folder = pathlib.Path('site'); folder.mkdir(exist_ok=True)\n"
        "for number in range(20):\n"
        "    (folder / f'{number}.html').write_text(str(os.getpid()))"
    )
    monkeypatch.setattr(trials, "BUILD", (sys.executable, "-c", writes))
    with pytest.raises(UserError, match=r"don't give the site of one build|neither the old|something else"):
        trials.build_twice(site, 2)
