"""When a .venv is good, when it isn't, and what is said where it can't be made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.site import ROOT
from tools import setup
from tools.setup import Record, advice, names, parse_record
from tools.system import Outcome, StuckError, call, locked

GOOD = Record("/clone/.venv", "/usr/bin/python3.11", {"site": "abc"})


@pytest.mark.parametrize(
    ("place", "python", "asked", "fits"),
    [
        ("/clone/.venv", "/usr/bin/python3.11", None, True),
        ("/clone/.venv", "/usr/bin/python3.11", "/usr/bin/python3.11", True),
        ("/moved/.venv", "/usr/bin/python3.11", None, False),
        ("/clone/.venv", "/usr/bin/python3.13", None, False),
        ("/clone/.venv", None, None, False),
        ("/clone/.venv", "/usr/bin/python3.11", "/opt/python3.12", False),
    ],
    ids=["same", "asked for", "clone moved", "Python replaced", "Python gone", "another one asked for"],
)
def test_a_venv_fits_where_it_was_made_and_with_its_python(
    place: str, python: str | None, asked: str | None, fits: bool
) -> None:
    assert GOOD.fits(place, python, asked) is fits


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"place": "x"}', '{"place": "", "python": "", "levels": 1}'])
def test_a_foreign_record_is_none(text: str) -> None:
    assert parse_record(text) is None


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose .venv is set up for the site."""
    python = tmp_path / "python3.11"
    python.touch()
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(python)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "site.txt").write_text("mkdocs==1.6.1\n")
    (tmp_path / "requirements" / "test.txt").write_text("mkdocs==1.6.1\npytest==9.2.0\n")
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", venv)
    monkeypatch.setattr(setup, "VENV_PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(setup, "RECORD", venv / "ready.json")
    levels = {"site": setup._digest("site")}
    record = {"place": str(venv), "python": os.path.realpath(python), "levels": levels}
    (venv / "ready.json").write_text(json.dumps(record))
    return tmp_path


def test_a_level_that_was_installed_is_ready_and_another_is_not(clone: Path) -> None:
    assert clone.exists()
    assert setup.is_ready("site")
    assert not setup.is_ready("test")


def test_changed_requirements_are_noticed(clone: Path) -> None:
    (clone / "requirements" / "site.txt").write_text("mkdocs==1.6.2\n")
    assert not setup.is_ready("site")


def test_a_half_made_venv_is_not_ready(clone: Path) -> None:
    (clone / ".venv" / "ready.json").unlink()
    assert not setup.is_ready("site")


def test_a_python_that_is_gone_is_noticed(clone: Path) -> None:
    (clone / "python3.11").unlink()
    assert not setup.is_ready("site")


def test_another_python_that_is_asked_for_is_noticed(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON", "python3.12")
    assert clone.exists()
    assert not setup.is_ready("site")


def test_nothing_is_run_where_all_is_ready(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "call", lambda *_: pytest.fail("something was run"))
    assert clone.exists()
    setup.make_ready("site")


def test_pins_are_read_with_their_normal_names() -> None:
    text = "# via x==1\nPyYAML==6.0 ; python_version > '3' \\\n    --hash=sha256:ab\nsome_package.name==2\n"
    assert names(text) == {"pyyaml", "some-package-name"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Failed to establish a new connection", "Connect this computer"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that requirements/site.txt names"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ],
)
def test_advice_is_one_line_and_fits_what_pip_said(said: str, expected: str) -> None:
    line = advice(Outcome(False, said), "requirements/site.txt")
    assert expected in line
    assert "\n" not in line


def test_what_the_system_lacks_is_told_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def lacks(what: str) -> None:
        raise StuckError(what)

    monkeypatch.setattr(setup, "make_ready", done.append)
    system = {"browser": lambda: lacks("no browser"), "pango": lambda: None, "java": lambda: lacks("no Java")}
    monkeypatch.setattr(setup, "_SYSTEM", system)
    with pytest.raises(StuckError, match="no browser\nno Java"):
        setup.main(["test", "browser", "pango", "java", "links"])
    assert done == ["test", "links"]


def ends(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said when the program that setting up runs ends like that."""
    monkeypatch.setattr(setup, "call", lambda *_, **__: outcome)
    with pytest.raises(StuckError) as error:
        setup.make_ready("test")
    return str(error.value)


@pytest.fixture
def cached(clone: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup, "CACHE", clone / ".cache")
    return clone


def test_a_pip_that_failed_leaves_the_venv_as_it_was(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "HTTPS_PROXY" in ends(Outcome(False, "Failed to establish a new connection"), monkeypatch)
    assert cached.exists()
    assert setup.is_ready("site")


def test_a_pip_that_was_stopped_leaves_no_good_venv(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was killed half-way and put nothing back: the machine's network is not to blame, and .venv is made anew."""
    said = ends(Outcome(False, "", stopped=True), monkeypatch)
    assert "was stopped" in said
    assert "Connect" not in said
    assert cached.exists()
    assert not setup.is_ready("site")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(False, "", stopped=True), "was stopped"),
        (Outcome(False, "[Errno 28] No space left on device"), "The disk is full"),
        (Outcome(False, "Error: no ensurepip"), "Try another Python"),
    ],
)
def test_why_a_venv_could_not_be_made(
    outcome: Outcome, expected: str, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cached / ".venv" / "ready.json").unlink()
    said = ends(outcome, monkeypatch)
    assert expected in said
    assert ("PYTHON=" in said) == (expected == "Try another Python")


def test_what_outlives_a_killed_set_up_is_waited_for(tmp_path: Path) -> None:
    """Else the next one would make .venv anew while the old pip still writes into it."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom tools.system import call, locked\n"
        "with locked(Path(sys.argv[2]), 'set-up') as lock:\n"
        "    print('begun', flush=True)\n    call(['sleep', '2'], 60, lock=lock)\n"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "begun\n"
        time.sleep(0.5)
        first.kill()
    began = time.monotonic()
    with locked(tmp_path, "set-up"):
        assert time.monotonic() - began > 0.7


def test_a_program_that_was_killed_was_stopped_and_one_that_failed_was_not() -> None:
    assert call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], 30).stopped
    assert call([sys.executable, "-c", "import time; time.sleep(30)"], 0.3).stopped
    assert not call([sys.executable, "-c", "raise SystemExit(1)"], 30).stopped
