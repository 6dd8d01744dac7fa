"""psychoed changes: what is new since the version that a site was made with."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from psychoed.cli import release
from psychoed.cli.release import format_changes
from support.cli import run_cli

LOG = "# Changelog\n\n## Unreleased\n\n- Rye.\n\n## 0.2.0 (2027-01-01)\n\n- Spelt.\n\n## 0.1.0\n\n- Wheat.\n"


@pytest.fixture(autouse=True)
def _log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "read_changelog", lambda: LOG)
    monkeypatch.setattr(release, "version", lambda _: "0.3.0")


@pytest.mark.parametrize(
    ("since", "new"),
    [("0.0.1", ["Rye", "Spelt", "Wheat"]), ("0.1.0", ["Rye", "Spelt"]), ("0.2.0", ["Rye"]), ("0.3.0", [])],
)
def test_only_newer_versions_are_shown(since: str, new: list[str]) -> None:
    shown = format_changes(since)
    assert [grain for grain in ("Rye", "Spelt", "Wheat") if grain in shown] == new
    assert new or "Nothing has changed since 0.3.0" in shown


def test_the_version_is_the_sites(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").touch()
    done = run_cli("changes", project=tmp_path)
    assert (done.exit_code, "--since 0.1.0" in done.stderr) == (1, True)
    (tmp_path / "requirements.txt").write_text("--find-links wheels\npsychoed==0.1.0\n", encoding="utf-8")
    assert "Spelt" in run_cli("changes", project=tmp_path).stdout
    assert "is not a version" in run_cli("changes", "--since", "soon", project=tmp_path).stderr


def test_the_package_has_its_changelog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert version("psychoed")
    assert "First version as a package" in release.read_changelog()
