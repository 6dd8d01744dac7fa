"""psychoed prose: our own texts have no remarks, and the real checkers find mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import run_cli
from support.site import ROOT


def test_mistakes_are_found_by_the_real_checkers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    page = "# Title\n\nWe recieve it.\n\n<!-- spelling: as he wrote it -->\nThey recieve it.\n### Deep\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(page, encoding="utf-8")
    done = run_cli("prose", project=tmp_path)
    shown = capfd.readouterr().out
    assert done.exit_code == 1
    assert shown.count("`recieve` should be `receive`") == 1
    assert "a.md:7:1: [MD001]" in shown


def test_a_checker_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    done = run_cli("prose", project=tmp_path, PATH=str(tmp_path))
    assert (done.exit_code, "typos is not installed. Do: pip install typos" in done.stderr) == (1, True)
