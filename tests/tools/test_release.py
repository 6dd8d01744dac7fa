"""What a release carries, and when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.site import ROOT
from tools.release import CARRIED, notes, release
from tools.system import StuckError

LOG = (
    "# What changed\n\n## 2026.11.24\n\n- Bread.\n\n### For bakers\n\n- Rye.\n\n## 2026.1.2\n\n## 2025.1.1\n\n- Old.\n"
)


def test_notes_are_what_the_changelog_says_of_the_day() -> None:
    assert notes(LOG, "v2026.11.24") == "- Bread.\n\n### For bakers\n\n- Rye.\n"


@pytest.mark.parametrize("version", ["v2026.11.2", "v2026.1.2", "v2024.1.1"])
def test_a_version_of_which_nothing_is_said_is_none(version: str) -> None:
    with pytest.raises(StuckError, match="says nothing under"):
        notes(LOG, version)


def test_files_and_notes_are_laid_out(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    with pytest.raises(StuckError, match=r"Not built: dist/site\.zip, "):
        release(tmp_path, "v2026.11.24")
    assert not (tmp_path / "dist").exists()
    for built in CARRIED:
        (tmp_path / built).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / built).write_text(built, encoding="utf-8")
    folder = release(tmp_path, "v2026.11.24")
    assert {path.name: path.read_text(encoding="utf-8") for path in (folder / "files").iterdir()} == {
        name: built for built, name in CARRIED.items()
    }
    assert (folder / "notes.md").read_text(encoding="utf-8").startswith("- Bread.")


@pytest.mark.parametrize("version", ["", "1.0", "2026.11.24", "v2026.11.24; rm -rf"])
def test_a_version_is_a_date(tmp_path: Path, version: str) -> None:
    with pytest.raises(StuckError, match="is no date"):
        release(tmp_path, version)


def test_our_changelog_has_a_version() -> None:
    assert notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), "v2026.11.24")
