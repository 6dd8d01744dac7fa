"""What a release carries, and when there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psychoed.cli.console import UserError
from psychoed.cli.project import Project
from psychoed.cli.release import CONTENTS, collect_release, find_release_notes, read_notes
from support.cli import run_cli
from support.site import ROOT

LOG = (
    "# What changed\n\n## 2026.11.24\n\n- Bread.\n\n### For bakers\n\n- Rye.\n\n## 2026.1.2\n\n## 2025.1.1\n\n- Old.\n"
)


def test_notes_are_what_the_changelog_says_of_the_day() -> None:
    assert find_release_notes(LOG, "v2026.11.24") == "- Bread.\n\n### For bakers\n\n- Rye.\n"


@pytest.mark.parametrize("version", ["v2026.11.2", "v2026.1.2", "v2024.1.1"])
def test_a_version_of_which_nothing_is_said_is_none(version: str) -> None:
    with pytest.raises(UserError, match="has nothing under"):
        find_release_notes(LOG, version)


def test_files_and_notes_are_laid_out(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    with pytest.raises(UserError, match=r"Not built: dist/site\.zip, "):
        collect_release(Project(tmp_path), "v2026.11.24")
    assert not (tmp_path / "dist").exists()
    for built in CONTENTS:
        (tmp_path / built).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / built).write_text(built, encoding="utf-8")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "site.txt").write_text(
        f"mkdocs==1 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8"
    )
    folder = collect_release(Project(tmp_path), "v2026.11.24")
    carried = {path.name: path.read_text(encoding="utf-8") for path in (folder / "files").iterdir()}
    sums, made_of = carried.pop("SHA256SUMS"), json.loads(carried.pop("sbom.cdx.json"))
    assert carried == {name: built for built, name in CONTENTS.items()}
    assert [line.split("  ")[1] for line in sums.splitlines()] == sorted([*CONTENTS.values(), "sbom.cdx.json"])
    assert made_of["components"][0]["licenses"] == [{"expression": "BSD-2-Clause"}]
    assert {part["name"] for part in made_of["components"] if part["type"] == "file"} == set(CONTENTS.values())
    assert (folder / "notes.md").read_text(encoding="utf-8").startswith("- Bread.")


@pytest.mark.parametrize("version", ["", "1.0", "2026.11.24", "v2026.11.24; rm -rf"])
def test_a_version_is_a_date(tmp_path: Path, version: str) -> None:
    with pytest.raises(UserError, match="is not a date"):
        collect_release(Project(tmp_path), version)


def test_its_name_is_looked_at_before_anything_is_built() -> None:
    done = run_cli("release", "soon", project=ROOT)
    assert (done.exit_code, "is not a date" in done.stderr) == (1, True)
    assert read_notes(Project(ROOT), "v2026.11.24")


def test_our_changelog_has_a_version() -> None:
    assert find_release_notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), "v2026.11.24")
