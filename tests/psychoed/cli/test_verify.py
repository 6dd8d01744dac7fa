"""Verifying: in unlike places, with nothing of this one, and what differs is told."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from psychoed.cli import verify
from support.cli import run_cli
from support.site import ROOT


def test_the_places_differ_in_all_that_a_build_could_lean_on() -> None:
    one, other = verify.BUILD_PLACES
    assert one.umask != other.umask
    assert not one.folder.isascii() or not other.folder.isascii()
    assert " " in one.folder + other.folder
    for name in ("TZ", "LC_ALL", "PYTHONHASHSEED"):
        assert dict(one.environment)[name] != dict(other.environment)[name]


def test_a_build_sees_its_place_and_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("SITE_URL", "https://bakery.example/")
    clone, python = tmp_path / "a clone", tmp_path / "a python"
    clone.mkdir()
    python.write_text("#!/bin/sh\nenv; umask; pwd; echo called: $@\n", encoding="utf-8")
    python.chmod(0o755)
    place = replace(verify.BUILD_PLACES[1], user=())
    run = verify.write_build(place, clone, tmp_path, python, ())
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {f"HOME={tmp_path}", f"TMPDIR={tmp_path}", "0077", str(clone)} <= set(said)
    assert [line for line in said if line.startswith("called")] == [
        "called: -m psychoed build",
        "called: -m psychoed zip",
    ]
    own = next(line for line in said if line.startswith("PYTHONPATH="))
    assert all(path.startswith(str(clone)) for path in own.removeprefix("PYTHONPATH=").split(":"))
    assert {f"{name}={value}" for name, value in place.environment} <= set(said)
    assert not [line for line in said if line.startswith(("SOURCE_DATE_EPOCH", "SITE_URL"))]


def test_a_build_that_has_no_network_reaches_none() -> None:
    prefix = verify.find_offline_prefix()
    if not prefix:
        pytest.skip("this system does not let us take the network away")
    interfaces = subprocess.run([*prefix, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True).stdout
    assert [line.split(":")[0].strip() for line in interfaces.splitlines() if ":" in line] == ["lo"]


def test_the_first_files_that_differ_are_told_and_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    assert verify.compare_builds(tmp_path / "one", tmp_path / "other", "It")
    for number in range(25):
        (tmp_path / "one" / f"{number:02}.html").touch()
    assert not verify.compare_builds(tmp_path / "one", tmp_path / "other", "It")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["It differs from the first build in 25 files:", "  00.html: only in the first"]
    assert said[-1] == "… and 5 more"


def test_a_clone_holds_the_commit_and_no_more(tmp_path: Path) -> None:
    head = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    if head.returncode:
        pytest.skip("these sources are no clone")
    folder = tmp_path / "clone"
    verify.clone_commit(ROOT, head.stdout.strip(), folder, verify.BUILD_PLACES[0])
    assert (folder / "mkdocs.yml").is_file()
    assert not (folder / ".venv").exists()


def test_what_is_no_commit_is_said() -> None:
    for name in ("yesterday", "--all", "HEAD; touch ran"):
        done = run_cli("verify", "--", name, project=ROOT)
        assert (done.exit_code, "is not a commit here" in done.stderr) == (1, True)
