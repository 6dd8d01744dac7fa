"""A failed build leaves site/ alone; a port that is taken is told."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from tools import site

WRITES = "import pathlib, sys; new = pathlib.Path(sys.argv[-1]); new.mkdir(); (new / 'index.html').write_text('new')"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone that was built before."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    (tmp_path / "site" / "gone.html").write_text("old")
    monkeypatch.setattr(site, "ROOT", tmp_path)
    monkeypatch.setattr(site, "CACHE", tmp_path / ".cache")
    return tmp_path


def build(monkeypatch: pytest.MonkeyPatch, script: str) -> int:
    monkeypatch.setattr(site, "MKDOCS", (sys.executable, "-c", script))
    return site.build()


def test_a_build_takes_the_place_of_the_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(monkeypatch, WRITES) == 0
    assert [path.name for path in (clone / "site").iterdir()] == ["index.html"]
    assert (clone / "site" / "index.html").read_text() == "new"
    assert [path.name for path in (clone / ".cache").iterdir()] == ["build.lock"]


def test_a_build_that_fails_halfway_leaves_the_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(monkeypatch, f"{WRITES}; sys.exit(1)") == 1
    assert {path.name: path.read_text() for path in (clone / "site").iterdir()} == {
        "index.html": "old",
        "gone.html": "old",
    }
    assert [path.name for path in (clone / ".cache").iterdir()] == ["build.lock"]


def test_the_first_build_needs_no_last(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone / "site").rename(clone / "elsewhere")
    assert build(monkeypatch, WRITES) == 0
    assert (clone / "site" / "index.html").read_text() == "new"


def test_others_may_read_what_was_built(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = os.umask(0o022)
    build(monkeypatch, WRITES)
    os.umask(usual)
    assert (clone / "site").stat().st_mode & 0o055 == 0o055


def test_a_port_that_is_taken_is_told_with_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        problem = site.port_problem("127.0.0.1", str(port))
    assert problem is not None
    assert problem.startswith(f"Port {port} of 127.0.0.1 is taken. Do: make serve PORT=")
    assert site.port_problem("127.0.0.1", str(port)) is None


@pytest.mark.parametrize("port", ["", "0", "65536", "80a", "-1"])
def test_what_is_no_port_is_told(port: str) -> None:
    assert site.port_problem("127.0.0.1", port) == f"PORT={port} is not a port number. Do: make serve PORT=8001"


def test_a_host_that_is_not_ours_is_told() -> None:
    problem = site.port_problem("host.invalid", "8000")
    assert problem is not None
    assert problem.endswith("Do: make serve HOST=127.0.0.1")
