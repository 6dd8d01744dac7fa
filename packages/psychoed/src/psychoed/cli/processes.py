"""Runs other programs quietly, and makes commands in one folder wait for each other."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from psychoed.cli.console import UserError, print_line


@dataclass(frozen=True, slots=True)
class Outcome:
    """A program's exit status and all its output; ``stopped`` if it was killed or took too long."""

    ok: bool
    output: str
    stopped: bool = False

    def get_tail(self, lines: int = 3) -> str:
        """Return the last lines that are not empty, each cut to a readable length."""
        lines_printed = [line.rstrip()[:200] for line in self.output.splitlines() if line.strip()]
        return "\n".join(f"  {line}" for line in lines_printed[-lines:])


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Stop ``child`` and the processes it started, gently at first."""
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(child.pid, number)
            child.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def run_program(
    command: Sequence[str | Path],
    seconds: float,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    lock: TextIO | None = None,
) -> Outcome:
    """Run ``command`` without input or visible output, for at most ``seconds``, in ``folder`` if given.

    It holds ``lock`` too: if this process is killed, whoever waits for the lock waits for ``command`` to end. Its
    output goes to a file instead of a pipe, which processes left behind by a browser would keep open.
    """
    with tempfile.TemporaryFile() as output:
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=folder,
                start_new_session=True,
                pass_fds=[lock.fileno()] if lock else [],
            )
        except OSError as error:
            return Outcome(False, f"{command[0]}: {error.strerror}")
        late = ""
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            late = f"\nno answer within {seconds:g} seconds"
        finally:
            if child.poll() is None:
                _stop(child)
        output.seek(0)
        stopped = bool(late) or child.returncode < 0
        return Outcome(child.returncode == 0 and not late, output.read().decode(errors="replace") + late, stopped)


def is_root() -> bool:
    """Return whether this process may install packages of the system."""
    return os.geteuid() == 0


@contextmanager
def hold_lock(cache: Path, name: str) -> Iterator[TextIO]:
    """Hold the lock on ``name``, such as "build", in the site with this cache.

    Yields the lock, which is held as long as any process has it open.
    """
    cache.mkdir(exist_ok=True)
    with (cache / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print_line(f"Waiting for another {name} in this folder …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def run_checkers(commands: Sequence[Sequence[str]], files: Sequence[str], folder: Path) -> bool:
    """Run programs that are installed next to Python, with their own output; return whether all succeeded."""
    good = True
    for command in commands:
        path = Path(sys.executable).with_name(command[0])
        program = str(path) if path.is_file() else shutil.which(command[0])
        if not program:
            raise UserError(f"{command[0]} is not installed. Do: pip install {command[0]}")
        good &= subprocess.run([program, *command[1:], *files], cwd=folder, check=False).returncode == 0
    return good
