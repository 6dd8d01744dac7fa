"""Creates and updates .venv: ``python tools/setup.py site`` (or ``test``, ``links`` and so on, or several).

It needs a bare Python only. If everything is there, it does nothing and takes some hundredths of a second. Otherwise
it prints a line for each step, and one with the command that helps if it fails. The packages are installed by uv, which
is installed by pip first, with its hash. What only the system's package manager has: ``psychoed doctor --fix``.

A record in .venv stores its path, its Python and the requirements it contains. The record is deleted before any change
and written at the end, so an incomplete .venv is never used, nor one whose clone was moved or whose Python was
replaced.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, TextIO

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
LEVELS = (
    "site",
    "test",
    "links",
    "prose",
    "audio",
    "types",
    "zensical",
    "lighthouse",
    "bench",
    "dist",
    "lock",
    "upkeep",
)
"""Each level is one file in requirements/, compiled from a group in pyproject.toml by ``make lock``."""

UV = "lock"
"""The level that has uv, which every .venv has."""

PACKAGES = ("mkdocs-citeproc", "psychoed")
"""Our own packages, in packages/, installed from the checkout so that edits take effect."""


class SetupError(Exception):
    """An error for people: at most a program's last lines, then one line with what to do."""


def _python() -> Path:
    return VENV / "bin" / "python"


def _requirements(level: str) -> Path:
    return ROOT / "requirements" / f"{level}.txt"


# ---- Programs


def run(command: Sequence[str | Path], lock: TextIO | None = None) -> tuple[int, str]:
    """Run a program without input; return its exit code, negative if it was killed, and its output.

    It holds ``lock`` too: if this process is killed, the next set-up waits for the program to end.
    """
    pip_index = os.environ.get("PIP_INDEX_URL")
    env = {**({"UV_DEFAULT_INDEX": pip_index} if pip_index else {}), **os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    env["PATH"] = f"{env.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin"  # after a plain `su`, it lacks dpkg's helpers
    with tempfile.TemporaryFile() as output:
        try:
            keep = [lock.fileno()] if lock else []
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env, pass_fds=keep,
                check=False,
            )  # fmt: skip
        except OSError as error:
            return 127, f"{command[0]}: {error.strerror}"
        output.seek(0)
        return done.returncode, output.read().decode(errors="replace")


def get_tail(output: str, lines: int = 3) -> str:
    """Return the last lines that are not empty, each cut to a readable length and without control characters."""
    shown = ["".join(char for char in line.rstrip() if char.isprintable())[:200] for line in output.splitlines()]
    return "\n".join(f"  {line}" for line in [line for line in shown if line][-lines:])


def explain_failure(code: int, output: str, what: str) -> str:
    """Return one line on what to do when ``what`` could not be installed."""
    if code < 0:
        return f"Installing {what} was stopped. Run the command again."
    if "DO NOT MATCH THE HASHES" in output or "Hash mismatch" in output:
        return f"A package is not the one that {what} names. Try another network; if the problem stays, stop here."
    if "No space left" in output:
        return "The disk is full: free some space, then run the command again."
    return (
        f"{what} could not be installed. "
        "Connect this computer to the internet (set HTTPS_PROXY if you use a proxy) and try again."
    )


@contextmanager
def hold_lock() -> Iterator[TextIO]:
    """Hold the lock for setting up this clone."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up in this clone …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


# ---- The record


def hash_level(level: str) -> str:
    """Return a hash of what a level installs, including our packages' pyproject.toml (entry points, package data)."""
    own = [ROOT / "packages" / name / "pyproject.toml" for name in PACKAGES]
    files = [_requirements(level), *(path for path in own if path.exists())]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def find_base_python() -> str:
    """Return the Python that runs this, outside any virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def read_levels() -> dict[str, str] | None:
    """Return the hash of each level in .venv; None if .venv is incomplete, moved, or of another Python."""
    try:
        record = json.loads((VENV / "ready.json").read_text(encoding="utf-8"))
        levels, place, python = record["levels"], record["place"], record["python"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_same = place == str(VENV) and _python().exists() and python == os.path.realpath(_python())
    is_wanted = not os.environ.get("PYTHON") or python == find_base_python()
    return levels if isinstance(levels, dict) and is_same and is_wanted else None


def write_levels(levels: Mapping[str, str]) -> None:
    """Record that .venv is complete."""
    record = {"place": str(VENV), "python": os.path.realpath(_python()), "levels": levels}
    new = VENV / "ready.new"
    new.write_text(json.dumps(record), encoding="utf-8")
    new.replace(VENV / "ready.json")


def find_missing(levels: Sequence[str]) -> list[str]:
    """Return the levels that .venv lacks, or has in another version."""
    there = read_levels() or {}
    return [level for level in levels if there.get(level) != hash_level(level)]


# ---- The steps


def _have_ensurepip() -> None:
    """Install the part of ``venv`` that Debian packages apart, if this process may."""
    if find_spec("ensurepip") is not None:
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    is_default = os.path.realpath("/usr/bin/python3").endswith(f"/{version}")
    package = "python3-venv" if is_default else f"{version}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package} with apt-get …", flush=True)
        wait = ["-o", "DPkg::Lock::Timeout=300"]
        run(["apt-get", "update", "-qq", *wait])
        code, output = run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wait, package])
        if "dpkg --configure -a" in output:
            raise SetupError("Debian's packages were left half installed. Do: dpkg --configure -a, then try again.")
        importlib.invalidate_caches()
        if code == 0 and find_spec("ensurepip") is not None:
            return
    sudo = "" if os.geteuid() == 0 else "sudo "
    raise SetupError(
        f"{find_base_python()} can't make .venv, as {package} is not installed. Do: {sudo}apt-get install {package}"
    )


def make_venv(lock: TextIO) -> None:
    """Make a new .venv with uv in it."""
    _have_ensurepip()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(f"Setting up .venv with Python {version} (under a minute, once) …", flush=True)
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    code, output = run([find_base_python(), "-m", "venv", VENV], lock)
    if code:
        why = f"{find_base_python()} could not make .venv. Try another Python: make … PYTHON=python3.12"
        if code < 0:
            why = "Making .venv was stopped. Run the command again."
        elif "No space left" in output:
            why = "The disk is full. Free some space, then run the command again."
        raise SetupError(f"{get_tail(output)}\n{why}")


def install(levels: Sequence[str], lock: TextIO) -> None:
    """Make .venv have exactly the packages of these levels, uv, and our own."""
    before = read_levels()
    if before is None:
        make_venv(lock)
    # Only wheels, because building a source package would run code of packages that no hash here covers. Without
    # dependencies, because the files are complete, and mkdocs-bibtex's pypandoc would overwrite pypandoc_binary.
    if (before or {}).get(UV) != hash_level(UV):
        (VENV / "ready.json").unlink(missing_ok=True)
        options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
        pip = [str(_python()), "-I", "-m", "pip", "install", *options, "--require-hashes", "-r", str(_requirements(UV))]
        _check(run(pip, lock), f"requirements/{UV}.txt", before)
    wanted = sorted({*levels, UV, *(before or {})} & set(LEVELS))
    (VENV / "ready.json").unlink(missing_ok=True)
    uv: list[str | Path] = [VENV / "bin" / "uv", "--quiet", "--no-progress", "--system-certs", "--no-config", "pip"]
    sync: list[str | Path] = [
        *uv,
        "sync",
        "--python",
        _python(),
        "--require-hashes",
        "--no-build",
        *map(_requirements, wanted),
    ]
    _check(run(sync, lock), " and ".join(f"requirements/{level}.txt" for level in wanted if level != UV), before)
    if set(wanted) - {UV, "dist", "upkeep", "lighthouse", "types", "bench"}:
        own = [argument for name in PACKAGES for argument in ("--editable", str(ROOT / "packages" / name))]
        editable = [*uv, "install", "--python", _python(), "--offline", "--no-deps", "--no-build-isolation", *own]
        _check(run(editable, lock), "packages/", None)
    write_levels({level: hash_level(level) for level in wanted})


def _check(done: tuple[int, str], what: str, before: Mapping[str, str] | None) -> None:
    """Raise SetupError if a program failed; .venv is then as good as before, unless it was stopped in the middle."""
    code, output = done
    if code:
        if before and code > 0 and "No space left" not in output:
            write_levels(before)
        raise SetupError(f"{get_tail(output)}\n{explain_failure(code, output, what)}")


def make_ready(levels: Sequence[str]) -> None:
    """Install what is missing for the levels."""
    if not find_missing(levels):
        return
    with hold_lock() as lock:
        if find_missing(levels):
            if read_levels() is not None:
                print(f"Installing {', '.join(find_missing(levels))} …", flush=True)
            install(levels, lock)


def main(levels: Sequence[str]) -> NoReturn:
    """Set up; exit with a message if that fails."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    if not levels or set(levels) - set(LEVELS):
        sys.exit(f"Write sh tools/python.sh tools/setup.py with one or several of: {', '.join(LEVELS)}.")
    try:
        make_ready(levels)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        whose = " Does this clone belong to another user?" if isinstance(error, PermissionError) else ""
        sys.exit(f"{error.filename}: {error.strerror}.{whose}")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
