"""Running other programs quietly, installing Debian packages, and saying in one line what is the matter."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


class StuckError(Exception):
    """Why it can't go on, for people: at most a program's own last lines, then one line with the command that helps."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended, and all it printed."""

    ok: bool
    output: str

    def tail(self, lines: int = 5) -> str:
        """The last lines that say something, each cut to a readable length."""
        said = [line.rstrip()[:300] for line in self.output.splitlines() if line.strip()]
        return "\n".join(f"  {line}" for line in said[-lines:])


def say(line: str) -> None:
    """Print ``line`` now, also into a pipe."""
    print(line, flush=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End ``child`` and what it started, gently first."""
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(child.pid, number)
            child.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def call(command: Sequence[str | Path], seconds: float, env: Mapping[str, str] | None = None) -> Outcome:
    """Run ``command`` with no input and nothing shown, for at most ``seconds``.

    Its output goes to a file, not a pipe: what a browser leaves running would hold a pipe open.
    """
    with tempfile.TemporaryFile() as output:
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                start_new_session=True,
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
        return Outcome(child.returncode == 0 and not late, output.read().decode(errors="replace") + late)


def is_root() -> bool:
    """Whether this process may install Debian packages."""
    return os.geteuid() == 0


def apt_command(*packages: str) -> str:
    """The command that a person would type for ``packages``."""
    return f"{'' if is_root() else 'sudo '}apt-get install {' '.join(packages)}"


def apt_install(*packages: str) -> bool:
    """Install Debian packages where that is allowed; gives back whether they are there now."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say(f"Installing {' '.join(packages)} with apt-get …")
    # Where root came by a plain `su`, dpkg's own helpers are not on the PATH.
    env = {"DEBIAN_FRONTEND": "noninteractive", "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin"}
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    # An answer is not needed: some other source that can't be reached is no reason to stop.
    call(["apt-get", "update", "-qq", *wait], 300, env)
    done = call(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wait, *packages], 1800, env)
    if not done.ok:
        say(done.tail(3))
    return done.ok
