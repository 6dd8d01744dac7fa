"""Builds and serves the site, in .venv: ``python -m tools.site build``, ``python -m tools.site serve HOST PORT``."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.system import CACHE, ROOT, StuckError, finish, say

MKDOCS = (sys.executable, "-m", "mkdocs")


def swap(new: Path, target: Path, old: Path) -> None:
    """Put ``new`` where ``target`` is, and ``target``, if there is one, at ``old``."""
    if target.exists():
        shutil.move(target, old)
    shutil.move(new, target)


def build() -> int:
    """Build site/ strictly. A build that fails leaves site/ as it was."""
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="site-", dir=CACHE) as folder:
        new = Path(folder, "site")
        done = subprocess.run([*MKDOCS, "build", "--strict", "--site-dir", new], check=False)
        if done.returncode:
            say("The build failed; site/ is as it was.")
            return done.returncode
        swap(new, ROOT / "site", Path(folder, "old"))
    say(f"site/ is ready: {sum(path.is_file() for path in (ROOT / 'site').rglob('*'))} files.")
    return 0


def port_problem(host: str, port: str) -> str | None:
    """Why nothing can be served on ``port``, in one line; None where it can."""
    if not (port.isdecimal() and 0 < int(port) < 65536):
        return f"PORT={port} is no port number. Do: make serve PORT=8001"
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
            return f"Port {port} is for root only. Do: make serve PORT=8001"
        return f"Nothing can be served on {host}:{port} ({error.strerror}). Do: make serve HOST=127.0.0.1"
    return None


def serve(host: str, port: str) -> None:
    """Serve the site, building it anew at each save."""
    if problem := port_problem(host, port):
        raise StuckError(problem)
    os.execv(sys.executable, [*MKDOCS, "serve", "--dev-addr", f"{host}:{port}"])  # noqa: S606


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` say; gives back the exit code."""
    match arguments:
        case ["build"]:
            return build()
        case ["serve", host, port]:
            serve(host, port)
    raise StuckError(__doc__ or "")


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
