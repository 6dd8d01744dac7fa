"""Which Python the set-up runs with, where there may be none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.site import ROOT


def old(path: Path) -> None:
    """A Python that is too old, as far as the script can see."""
    path.write_text('#!/bin/sh\ncase "$*" in *exit*) exit 1 ;; *) echo 3.9.2 ;; esac\n')
    path.chmod(0o755)


def new(path: Path) -> None:
    """This Python, which says by what path it was called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\n[ "$1" = -IS ] || echo "$0"\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)


@pytest.fixture
def bin_(tmp_path: Path) -> Path:
    """The only folder on the PATH."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def run(bin_: Path, python: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(bin_)} | ({"PYTHON": python} if python else {})
    command = ["/bin/sh", str(ROOT / "tools" / "python.sh"), "-c", "print('ran')"]
    return subprocess.run(command, env=env, cwd=bin_.parent, capture_output=True, text=True, check=False)


def test_python3_is_taken_if_it_is_new_enough(bin_: Path) -> None:
    new(bin_ / "python3")
    new(bin_ / "python3.13")
    assert run(bin_).stdout.splitlines() == [str(bin_ / "python3"), "ran"]


def test_else_a_newer_one_beside_it(bin_: Path) -> None:
    old(bin_ / "python3")
    new(bin_ / "python3.11")
    new(bin_ / "python3.12")
    assert run(bin_).stdout.splitlines() == [str(bin_ / "python3.12"), "ran"]


def test_the_one_that_venv_was_made_with_comes_first(bin_: Path) -> None:
    new(bin_ / "python3")
    new(bin_.parent / ".venv" / "bin" / "python")
    assert run(bin_).stdout.splitlines() == [".venv/bin/python", "ran"]


def test_the_one_that_is_asked_for_comes_before_all(bin_: Path) -> None:
    new(bin_ / "python3")
    new(bin_ / "mine")
    assert run(bin_, "mine").stdout.splitlines() == [str(bin_ / "mine"), "ran"]


def test_where_there_is_none_one_line_says_what_was_found_and_what_to_do(bin_: Path) -> None:
    done = run(bin_)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed, and python3 is missing. Do: ")
    old(bin_ / "python3")
    done = run(bin_)
    assert done.stderr.startswith("Python 3.11 or newer is needed, and python3 is 3.9.2. Do: ")
    assert done.stderr.count("\n") == 1


def test_the_command_is_the_newest_that_debian_has(bin_: Path) -> None:
    (bin_ / "apt-cache").write_text('#!/bin/sh\ncase "$2" in *3.11*|*3.12*) echo "Package: $2" ;; esac\n')
    (bin_ / "apt-cache").chmod(0o755)
    (bin_ / "id").write_text("#!/bin/sh\necho 1000\n")
    (bin_ / "id").chmod(0o755)
    assert run(bin_).stderr.endswith("Do: sudo apt-get install python3.12-venv\n")


def test_one_asked_for_that_will_not_do_is_not_replaced_by_another(bin_: Path) -> None:
    new(bin_ / "python3")
    old(bin_ / "mine")
    done = run(bin_, "mine")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Python 3.11 or newer is needed, and PYTHON=mine is 3.9.2.")
