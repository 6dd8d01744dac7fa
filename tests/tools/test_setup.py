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
from tools.setup import SetupError, explain_failure, get_tail, run


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose .venv is set up for the site."""
    python = tmp_path / "python3.11"
    python.touch()
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(python)
    (tmp_path / "requirements").mkdir()
    for level, text in {"site": "mkdocs==1.6.1\n", "test": "mkdocs==1.6.1\npytest==9.2.0\n", "lock": "uv==1\n"}.items():
        (tmp_path / "requirements" / f"{level}.txt").write_text(text)
    monkeypatch.delenv("PYTHON", raising=False)
    for name, path in {"ROOT": tmp_path, "VENV": venv, "CACHE": tmp_path / ".cache"}.items():
        monkeypatch.setattr(setup, name, path)
    setup.write_levels({level: setup.hash_level(level) for level in ("site", "lock")})
    return tmp_path


def test_a_level_that_was_installed_is_there_and_another_is_not(clone: Path) -> None:
    assert clone.exists()
    assert setup.find_missing(["site", "test"]) == ["test"]


def test_changed_requirements_are_noticed(clone: Path) -> None:
    (clone / "requirements" / "site.txt").write_text("mkdocs==1.6.2\n")
    assert setup.find_missing(["site"])


def test_changed_entry_points_are_noticed(clone: Path) -> None:
    (clone / "packages" / "psychoed").mkdir(parents=True)
    (clone / "packages" / "psychoed" / "pyproject.toml").write_text("")
    assert setup.find_missing(["site"])


def test_a_half_made_venv_is_not_ready(clone: Path) -> None:
    (clone / ".venv" / "ready.json").unlink()
    assert setup.find_missing(["site"])


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"place": "x"}', '{"place": "", "python": "", "levels": 1}'])
def test_a_foreign_record_is_none(clone: Path, text: str) -> None:
    (clone / ".venv" / "ready.json").write_text(text)
    assert setup.read_levels() is None


def test_a_clone_that_was_moved_is_noticed(clone: Path) -> None:
    record = json.loads((clone / ".venv" / "ready.json").read_text())
    (clone / ".venv" / "ready.json").write_text(json.dumps(record | {"place": "/elsewhere/.venv"}))
    assert setup.read_levels() is None


def test_a_python_that_is_gone_or_was_replaced_is_noticed(clone: Path) -> None:
    (clone / "python3.11").rename(clone / "python3.13")
    assert setup.read_levels() is None
    (clone / ".venv" / "bin" / "python").unlink()
    (clone / ".venv" / "bin" / "python").symlink_to(clone / "python3.13")
    assert setup.read_levels() is None


def test_another_python_that_is_asked_for_is_noticed(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON", "python3.12")
    assert clone.exists()
    assert setup.read_levels() is None


def test_nothing_is_run_where_all_is_ready(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "run", lambda *_: pytest.fail("something was run"))
    assert clone.exists()
    setup.make_ready(["site"])


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("error sending request for url", "Connect this computer"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that requirements/site.txt names"),
        ("Hash mismatch for `mkdocs==1.6.1`", "not the one that requirements/site.txt names"),
        ("No space left on device (os error 28)", "The disk is full"),
    ],
)
def test_advice_is_one_line_and_fits_what_uv_printed(output: str, expected: str) -> None:
    line = explain_failure(1, output, "requirements/site.txt")
    assert expected in line
    assert "\n" not in line


def fail(code: int, output: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said when the program that set-up runs ends like that."""
    monkeypatch.setattr(setup, "run", lambda *_: (code, output))
    with pytest.raises(SetupError) as error:
        setup.make_ready(["test"])
    return str(error.value)


def test_packages_that_could_not_be_had_leave_the_venv_as_it_was(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "HTTPS_PROXY" in fail(1, "error sending request for url", monkeypatch)
    assert clone.exists()
    assert not setup.find_missing(["site"])


def test_a_full_disk_leaves_no_good_venv(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The disk is full" in fail(1, "No space left on device (os error 28)", monkeypatch)
    assert clone.exists()
    assert setup.find_missing(["site"])


def test_a_set_up_that_was_stopped_leaves_no_good_venv(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was killed half-way: the machine's network is not to blame, and .venv is made anew."""
    message = fail(-9, "", monkeypatch)
    assert "was stopped" in message
    assert "Connect" not in message
    assert clone.exists()
    assert setup.find_missing(["site"])


@pytest.mark.parametrize(
    ("code", "output", "expected"),
    [
        (-15, "", "was stopped"),
        (1, "[Errno 28] No space left on device", "The disk is full"),
        (1, "Error: no ensurepip", "Try another Python"),
    ],
)
def test_why_a_venv_could_not_be_made(
    code: int, output: str, expected: str, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone / ".venv" / "ready.json").unlink()
    message = fail(code, output, monkeypatch)
    assert expected in message
    assert ("PYTHON=" in message) == (expected == "Try another Python")


def test_a_python_without_venv_gets_it_or_is_told(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "find_spec", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    (clone / ".venv" / "ready.json").unlink()
    with pytest.raises(SetupError, match=r"Do: sudo apt-get install python3\S*-venv$"):
        setup.make_ready(["site"])
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    output = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."
    assert "Do: dpkg --configure -a" in fail(100, output, monkeypatch)


def test_the_steps_and_what_is_recorded(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def note(command: list[str | Path], _: object) -> tuple[int, str]:
        assert not (clone / ".venv" / "ready.json").exists()
        commands.append([str(part) for part in command])
        return 0, ""

    monkeypatch.setattr(setup, "run", note)
    setup.make_ready(["test"])
    sync, own = commands
    assert {"sync", "--require-hashes", "--no-build"} <= set(sync)
    assert [Path(part).name for part in sync if part.endswith(".txt")] == ["lock.txt", "site.txt", "test.txt"]
    assert {"--offline", "--no-deps", "--editable"} <= set(own)
    assert not setup.find_missing(["site", "test", "lock"])


def test_what_outlives_a_killed_set_up_is_waited_for(tmp_path: Path) -> None:
    """Else the next one would make .venv anew while the old one still writes into it."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom tools import setup\nsetup.CACHE = Path(sys.argv[2])\n"
        "with setup.hold_lock() as lock:\n"
        "    print('begun', flush=True)\n    setup.run(['sleep', '2'], lock)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(ROOT), str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == "begun\n"
        time.sleep(0.5)
        first.kill()
    began = time.monotonic()
    again = subprocess.run(
        [sys.executable, "-c", script.replace("'2'", "'0'"), str(ROOT), str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert again.stdout.splitlines() == ["Waiting for another set-up in this clone …", "begun"]
    assert time.monotonic() - began > 0.7


def test_a_program_gets_no_input_and_its_exit_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    ask = "import os, sys; print(repr(sys.stdin.read()), os.environ['UV_DEFAULT_INDEX']); sys.exit(3)"
    assert run([sys.executable, "-c", ask]) == (3, "'' https://mirror.example/simple\n")
    assert run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])[0] == -9
    assert run(["no-such-program-anywhere"])[0] == 127


def test_only_the_last_lines_are_shown_and_none_controls_the_terminal() -> None:
    assert get_tail(f"one\n\ntwo\n\x1b[2Jthree\n{'x' * 999}\n\n") == f"  two\n  [2Jthree\n  {'x' * 200}"


def test_it_runs_on_a_bare_python_and_says_what_it_can_set_up() -> None:
    """Without site-packages, without anything in the environment."""
    command = [sys.executable, "-IS", str(ROOT / "tools" / "setup.py"), "yeast"]
    done = subprocess.run(command, env={"PATH": os.defpath}, capture_output=True, text=True, check=False)
    assert (done.returncode, "site, test, links" in done.stderr) == (1, True)
