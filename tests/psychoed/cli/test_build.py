"""A failed build leaves site/ alone; a port that is taken is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from psychoed.cli import build as module
from psychoed.cli import main
from psychoed.cli.build import build_site, check_site, explain_port
from psychoed.cli.console import UserError
from psychoed.cli.project import Project, find_project
from support.cli import run_cli

WRITES = "import pathlib, sys; new = pathlib.Path(sys.argv[-1]); new.mkdir(); (new / 'index.html').write_text('new')"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone that was built before."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    (tmp_path / "site" / "gone.html").write_text("old")
    return tmp_path


def build(monkeypatch: pytest.MonkeyPatch, script: str, clone: Path) -> int:
    monkeypatch.setattr(module, "MKDOCS", (sys.executable, "-c", script))
    return build_site(Project(clone))


def test_a_build_takes_the_place_of_the_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(monkeypatch, WRITES, clone) == 0
    assert [path.name for path in (clone / "site").iterdir()] == ["index.html"]
    assert (clone / "site" / "index.html").read_text() == "new"
    assert [path.name for path in (clone / ".cache").iterdir()] == ["build.lock"]


def test_a_build_that_fails_halfway_leaves_the_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(monkeypatch, f"{WRITES}; sys.exit(1)", clone) == 1
    assert {path.name: path.read_text() for path in (clone / "site").iterdir()} == {
        "index.html": "old",
        "gone.html": "old",
    }
    assert [path.name for path in (clone / ".cache").iterdir()] == ["build.lock"]


def test_the_first_build_needs_no_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone / "site").rename(clone / "elsewhere")
    assert build(monkeypatch, WRITES, clone) == 0
    assert (clone / "site" / "index.html").read_text() == "new"


def test_others_may_read_what_was_built(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = os.umask(0o022)
    build(monkeypatch, WRITES, clone)
    os.umask(usual)
    assert (clone / "site").stat().st_mode & 0o055 == 0o055


def test_a_port_that_is_taken_is_told_with_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        problem = explain_port("127.0.0.1", port)
    assert problem is not None
    assert problem.startswith(f"Port {port} of 127.0.0.1 is taken. Do: psychoed serve --port ")
    assert explain_port("127.0.0.1", port) is None


@pytest.mark.parametrize("port", ["", "0", "65536", "80a", "-1"])
def test_what_is_no_port_is_told(port: str, clone: Path) -> None:
    done = run_cli("serve", "--port", port, project=clone)
    assert (done.exit_code, "--port" in done.stderr) == (2, True)


def test_a_host_that_is_not_ours_is_told() -> None:
    problem = explain_port("host.invalid", 8000)
    assert problem is not None
    assert problem.endswith("Do: psychoed serve --host 127.0.0.1")


# ---- On real sites


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "rye").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Bread\n\n[Rye](rye/index.md)\n", encoding="utf-8")
    (tmp_path / "docs" / "rye" / "index.md").write_text("# Rye\n", encoding="utf-8")
    return tmp_path


def test_a_check_reports_what_a_build_would_and_builds_nothing(bakery: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert check_site(Project(bakery)) == 0
    assert "No mistakes found" in capfd.readouterr().out
    (bakery / "docs" / "index.md").write_text("# Bread\n\n[Rye](wheat.md)\n", encoding="utf-8")
    assert check_site(Project(bakery)) == 1
    assert "wheat.md" in capfd.readouterr().err
    assert not (bakery / "site").exists()


def test_a_build_from_a_folder_of_the_site(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bakery / "docs" / "rye")
    with pytest.raises(SystemExit, match="0"):
        main(["build"])
    assert (bakery / "site" / "rye" / "index.html").is_file()


def test_where_there_is_no_site_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no mkdocs\.yml in .* psychoed new"):
        find_project(tmp_path)


def test_dates_are_those_of_the_last_commit(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(bakery.parent))
    assert "SOURCE_DATE_EPOCH" not in Project(bakery).get_environment()
    who = ["-c", "user.name=Jo", "-c", "user.email=jo@site.example"]
    for command in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "Rise", "--date", "@1764000000"]):
        env = {**os.environ, "GIT_COMMITTER_DATE": "@1764000000 +0000"}
        subprocess.run(["git", *command], cwd=bakery, check=True, env=env)
    assert Project(bakery).get_environment(pdf=False)["SOURCE_DATE_EPOCH"] == "1764000000"
    assert Project(bakery).get_environment(pdf=False)["PDF"] == "0"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert Project(bakery).get_environment()["SOURCE_DATE_EPOCH"] == "7"
