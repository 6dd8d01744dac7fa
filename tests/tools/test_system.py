"""Other programs: run quietly, ended in time, with all they started."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tools import system
from tools.system import Outcome, StuckError, call, finish, say


def test_a_program_is_run_without_input_and_its_output_is_kept() -> None:
    done = call([sys.executable, "-c", "import sys; print(sys.stdin.read() == ''); sys.exit('no')"], 30)
    assert not done.ok
    assert done.output.split() == ["True", "no"] or done.output.split() == ["no", "True"]


def test_a_program_that_does_not_exist_is_an_outcome() -> None:
    assert call(["no-such-program-anywhere"], 5) == Outcome(
        False, "no-such-program-anywhere: No such file or directory"
    )


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    began = time.monotonic()
    done = call(["sh", "-c", f"(sleep 2; touch '{mark}') & echo begun; wait"], 0.5)
    assert time.monotonic() - began < 1.9
    assert not done.ok
    assert done.output.split("\n") == ["begun", "", "no answer within 0.5 seconds"]
    time.sleep(1.7)
    assert not mark.exists()


def test_only_the_last_lines_are_shown_and_none_is_endless() -> None:
    assert Outcome(False, f"one\n\ntwo\nthree\n{'x' * 999}\n\n").tail() == f"  two\n  three\n  {'x' * 200}"


def test_trouble_is_told_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    def stuck() -> int:
        raise StuckError("Do this.")

    with pytest.raises(SystemExit) as end:
        finish(stuck)
    assert end.value.code == "Do this."
    assert capsys.readouterr().out == ""


def test_a_file_that_may_not_be_written_is_told_without_a_traceback() -> None:
    def denied() -> int:
        raise PermissionError(13, "Permission denied", "site")

    with pytest.raises(SystemExit) as end:
        finish(denied)
    assert end.value.code == "site: Permission denied. Does this clone belong to another user?"


def test_what_is_printed_does_not_control_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("a \x1b[2J title\nand a line")

    def stuck() -> int:
        raise StuckError("a \x1b[2J title")

    def no_file() -> int:
        raise FileNotFoundError(2, "No such file", "caf\udce9\x1b[2J.bib")

    for work in (stuck, no_file):
        with pytest.raises(SystemExit) as end:
            finish(work)
        assert "\x1b" not in str(end.value)
        assert "\\x1b[2J" in str(end.value)
    assert capsys.readouterr().out == "a \\x1b[2J title\nand a line\n"


def test_packages_left_half_installed_are_told_with_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "call", lambda *_: Outcome(False, said))
    with pytest.raises(StuckError, match="left half installed"):
        system.apt_install("chromium")
