"""Runs other programs quietly, installs Debian packages, and reports failures in one line."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TextIO

from mkdocs_citeproc.problems import escape_controls

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


class StuckError(Exception):
    """An error for people: at most a program's last lines, then one line with the command that helps."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A program's exit status and all its output; ``stopped`` if it was killed or took too long."""

    ok: bool
    output: str
    stopped: bool = False

    def tail(self, lines: int = 3) -> str:
        """Return the last lines that are not empty, each cut to a readable length."""
        message = [line.rstrip()[:200] for line in self.output.splitlines() if line.strip()]
        return "\n".join(f"  {line}" for line in message[-lines:])


def finish(work: Callable[[], int]) -> NoReturn:
    """Exit with the code that ``work`` returns, or print one line on what went wrong.

    However it is stopped, the processes it started are stopped too (``call`` does that when Python unwinds).
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(work())
    except StuckError as stuck:
        sys.exit(escape_controls(str(stuck)))
    except OSError as error:
        whose = " Does this clone belong to another user?" if isinstance(error, PermissionError) else ""
        sys.exit(escape_controls(f"{error.filename}: {error.strerror}.{whose}"))
    except KeyboardInterrupt:
        sys.exit(130)


def say(line: str) -> None:
    """Print ``line`` at once, also into a pipe; terminal control characters are escaped."""
    print(escape_controls(line), flush=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Stop ``child`` and the processes it started, gently at first."""
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(child.pid, number)
            child.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def call(
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
                _end(child)
        output.seek(0)
        stopped = bool(late) or child.returncode < 0
        return Outcome(child.returncode == 0 and not late, output.read().decode(errors="replace") + late, stopped)


def is_root() -> bool:
    """Return whether this process may install Debian packages."""
    return os.geteuid() == 0


SUDO = "" if is_root() else "sudo "
"""Prefix of a command that only root may run."""

APT_ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    # After a plain `su`, root's PATH lacks dpkg's own helpers.
    "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin",
}


def apt_install(*packages: str) -> bool:
    """Install Debian packages if that is allowed; return whether it succeeded."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say(f"Installing {' '.join(packages)} with apt-get …")
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    # The result does not matter: a source that can't be reached is no reason to stop.
    call(["apt-get", "update", "-qq", *wait], 300, APT_ENVIRONMENT)
    install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wait, *packages]
    done = call(install, 1800, APT_ENVIRONMENT)
    if "dpkg --configure -a" in done.output:  # interrupted earlier; nothing can be installed until it is finished
        msg = (
            f"Debian's packages were left half installed, by something that was stopped. Do: {SUDO}dpkg --configure -a"
        )
        raise StuckError(f"{msg}, then say it again.")
    if not done.ok:
        say(done.tail())
    return done.ok


@contextmanager
def locked(cache: Path, name: str) -> Iterator[TextIO]:
    """Hold a lock on ``name`` ("build", "set-up") in the clone with this .cache.

    Yields the lock, which is held as long as any process has it open.
    """
    cache.mkdir(exist_ok=True)
    with (cache / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another {name} in this clone …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
