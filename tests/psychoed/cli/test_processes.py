"""Other programs: run quietly, ended in time, with all they started."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from psychoed.cli import main
from psychoed.cli.console import UserError, print_line
from psychoed.cli.processes import Outcome, hold_lock, run_program
from support.cli import run_cli


def test_a_program_is_run_without_input_and_its_output_is_kept() -> None:
    done = run_program([sys.executable, "-c", "import sys; print(sys.stdin.read() == ''); sys.exit('no')"], 30)
    assert not done.ok
    assert done.output.split() == ["True", "no"] or done.output.split() == ["no", "True"]


def test_a_program_that_does_not_exist_is_an_outcome() -> None:
    assert run_program(["no-such-program-anywhere"], 5) == Outcome(
        False, "no-such-program-anywhere: No such file or directory"
    )


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    began = time.monotonic()
    done = run_program(["sh", "-c", f"(sleep 2; touch '{mark}') & echo begun; wait"], 0.5)
    assert time.monotonic() - began < 1.9
    assert not done.ok
    assert done.output.split("\n") == ["begun", "", "no answer within 0.5 seconds"]
    time.sleep(1.7)
    assert not mark.exists()


def test_only_the_last_lines_are_shown_and_none_is_endless() -> None:
    assert Outcome(False, f"one\n\ntwo\nthree\n{'x' * 999}\n\n").get_tail() == f"  two\n  three\n  {'x' * 200}"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A command, ``fail``, that raises the exception in this list."""
    errors: list[Exception] = []

    def fail() -> None:
        raise errors[0]

    monkeypatch.setitem(main.commands, "fail", click.Command("fail", callback=fail))
    return errors


def test_an_error_is_told_in_its_own_words(failing: list[Exception]) -> None:
    failing.append(UserError("Do this."))
    done = run_cli("fail")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "Do this.\n")


def test_a_file_that_may_not_be_written_is_told_without_a_traceback(failing: list[Exception]) -> None:
    failing.append(PermissionError(13, "Permission denied", "site"))
    done = run_cli("fail")
    assert done.stderr == "site: Permission denied. Does this folder belong to another user?\n"


@pytest.mark.parametrize(
    "error", [UserError("a \x1b[2J title"), FileNotFoundError(2, "No such file", "caf\udce9\x1b[2J.bib")], ids=type
)
def test_an_error_does_not_control_the_terminal(failing: list[Exception], error: Exception) -> None:
    failing.append(error)
    done = run_cli("fail")
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    assert "\\x1b[2J" in done.stderr


def test_what_is_printed_does_not_control_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_line("a \x1b[2J title\nand a line")
    assert capsys.readouterr().out == "a \\x1b[2J title\nand a line\n"


def test_windows_is_told_what_to_use(failing: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    failing.append(UserError("It ran."))
    monkeypatch.setattr("sys.platform", "win32")
    done = run_cli("fail")
    assert (done.exit_code, "Use WSL" in done.stderr) == (1, True)


def test_what_outlives_a_killed_command_is_waited_for(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom psychoed.cli.processes import hold_lock, run_program\n"
        "with hold_lock(Path(sys.argv[1]), 'build') as lock:\n"
        "    print('begun', flush=True)\n    run_program(['sleep', '2'], 60, lock=lock)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "begun\n"
        time.sleep(0.5)
        first.kill()
    began = time.monotonic()
    with hold_lock(tmp_path, "build"):
        assert time.monotonic() - began > 0.7


def test_a_program_that_was_killed_was_stopped_and_one_that_failed_was_not() -> None:
    assert run_program([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], 30).stopped
    assert run_program([sys.executable, "-c", "import time; time.sleep(30)"], 0.3).stopped
    assert not run_program([sys.executable, "-c", "raise SystemExit(1)"], 30).stopped
