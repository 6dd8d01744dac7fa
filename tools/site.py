"""Builds and serves the site, in .venv: ``python -m tools.site build``, ``python -m tools.site serve HOST PORT``."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tools.swap import restore, swap
from tools.system import CACHE, ROOT, StuckError, finish, locked, say

MKDOCS = (sys.executable, "-m", "psychoed.plugins.mkdocs_command")


# Pages and messages are UTF-8, whatever the machine's locale.
UTF8 = {"PYTHONUTF8": "1"}


@contextmanager
def alone(cache: Path, *left_behind: Path) -> Iterator[TextIO]:
    """Lock the clone for one build; yields the lock, which is held as long as any process has it open.

    Files left behind by killed builds are removed.
    """
    with locked(cache, "build") as lock:
        for left in (*cache.glob("site-*"), *left_behind):
            restore(cache.parent / "site", left / "old")
            shutil.rmtree(left, ignore_errors=True)
        yield lock


def _target() -> Path:
    """Return the site's folder. Raises StuckError if it belongs to someone else or can't be written."""
    target = ROOT / "site"
    if target.is_symlink():
        msg = f"site is a symbolic link to {target.readlink()}, so a build would write there. Do: rm site"
        raise StuckError(msg)
    if target.exists() and not (target.is_dir() and os.access(target, os.W_OK)):
        msg = "site can't be written to. Is it read-only, another user's, or a file? Move it away, then try again."
        raise StuckError(msg)
    if CACHE.is_symlink() or (CACHE.exists() and CACHE.stat().st_dev != ROOT.stat().st_dev):
        msg = ".cache is on another disk, so a finished site can't be moved in one step. Do: rm -r .cache"
        raise StuckError(msg)
    return target


def build() -> int:
    """Build site/ in strict mode. If the build fails or is killed, site/ is unchanged."""
    target = _target()
    with alone(CACHE) as lock, tempfile.TemporaryDirectory(prefix="site-", dir=CACHE) as folder:
        new = Path(folder, "site")
        command = [*MKDOCS, "build", "--strict", "--site-dir", str(new)]
        temporary = Path(folder, "tmp")
        temporary.mkdir()
        # The build holds the lock too: if this process is killed, the next build waits for it to end, and its
        # temporary files are removed with the others.
        env = {**os.environ, **UTF8, "TMPDIR": str(temporary)}
        done = subprocess.run(command, check=False, env=env, pass_fds=[lock.fileno()])
        if done.returncode:
            ended = f"was stopped by signal {-done.returncode}" if done.returncode < 0 else "failed"
            say(f"The build {ended}; site/ is unchanged.")
            return done.returncode if done.returncode > 0 else 128 - done.returncode
        count = sum(path.is_file() for path in new.rglob("*"))
        swap(new, target, Path(folder, "old"))
    say(f"site/ is ready: {count} files.")
    return 0


def port_problem(host: str, port: str) -> str | None:
    """Return why ``port`` can't be used, in one line; None if it can."""
    if not (port.isdecimal() and 0 < int(port) < 65536):
        return f"PORT={port} is not a port number. Do: make serve PORT=8001"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = int(port) + 1 if int(port) < 65535 else 8001
            return f"Port {port} of {host} is taken. Do: make serve PORT={other}"
        if error.errno == errno.EACCES:
            return f"Only root can use port {port}. Do: make serve PORT=8001"
        return f"Nothing can be served on {host}:{port} ({error.strerror}). Do: make serve HOST=127.0.0.1"
    return None


def serve(host: str, port: str) -> None:
    """Serve the site, rebuilding it after each change."""
    if problem := port_problem(host, port):
        raise StuckError(problem)
    command = [*MKDOCS, "serve", "--dev-addr", f"{host}:{port}"]
    os.execve(sys.executable, command, {**os.environ, **UTF8})  # noqa: S606


def main(arguments: list[str]) -> int:
    """Run the command; return the exit code."""
    match arguments:
        case ["build"]:
            return build()
        case ["serve", host, port]:
            serve(host, port)
    raise StuckError(__doc__ or "")


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
