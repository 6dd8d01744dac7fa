"""Builds, checks and serves a site with MkDocs."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from psychoed.cli.console import UserError, print_line
from psychoed.cli.processes import hold_lock
from psychoed.cli.project import Project

MKDOCS = (sys.executable, "-m", "psychoed.plugins.mkdocs_command")


@contextmanager
def hold_build_lock(project: Project, *left_behind: Path) -> Iterator[TextIO]:
    """Lock the site for one build; yields the lock, which is held as long as any process has it open.

    Files left behind by killed builds are removed.
    """
    with hold_lock(project.cache, "build") as lock:
        for left in (*project.cache.glob("site-*"), *left_behind):
            restore_folder(project.site, left / "old")
            shutil.rmtree(left, ignore_errors=True)
        yield lock


def _check_target(project: Project) -> None:
    """Raise UserError if the site's folder belongs to someone else or can't be written."""
    target, cache = project.site, project.cache
    if target.is_symlink():
        msg = f"site is a symbolic link to {target.readlink()}, so a build would write there. Do: rm site"
        raise UserError(msg)
    if target.exists() and not (target.is_dir() and os.access(target, os.W_OK)):
        msg = "site can't be written to. Is it read-only, another user's, or a file? Move it away, then try again."
        raise UserError(msg)
    if cache.is_symlink() or (cache.exists() and cache.stat().st_dev != project.root.stat().st_dev):
        msg = ".cache is on another disk, so a finished site can't be moved in one step. Do: rm -r .cache"
        raise UserError(msg)


def _run_mkdocs(project: Project, folder: Path, lock: TextIO, pdf: bool | None) -> int:
    """Build the site strictly in ``folder``/site; return MkDocs' exit code, negative if it was killed."""
    (folder / "tmp").mkdir()
    command = [*MKDOCS, "build", "--strict", "--config-file", str(project.settings), "--site-dir", str(folder / "site")]
    # The build holds the lock too: if this process is killed, the next build waits for it to end, and its temporary
    # files are removed with the others.
    env = {**project.get_environment(pdf=pdf), "TMPDIR": str(folder / "tmp")}
    return subprocess.run(command, check=False, env=env, pass_fds=[lock.fileno()]).returncode


def build_site(project: Project, *, pdf: bool | None = None) -> int:
    """Build site/ in strict mode; return the exit code. If the build fails or is killed, site/ is unchanged.

    ``pdf`` says whether to make the PDFs of handouts; by default, a build makes them.
    """
    _check_target(project)
    with hold_build_lock(project) as lock, tempfile.TemporaryDirectory(prefix="site-", dir=project.cache) as name:
        folder = Path(name)
        code = _run_mkdocs(project, folder, lock, pdf)
        if code:
            ended = f"was stopped by signal {-code}" if code < 0 else "failed"
            print_line(f"The build {ended}; site/ is unchanged.")
            return code if code > 0 else 128 - code
        count = sum(path.is_file() for path in (folder / "site").rglob("*"))
        swap_folders(folder / "site", project.site, folder / "old")
    print_line(f"site/ is ready: {count} files.")
    return 0


def check_site(project: Project) -> int:
    """Report everything that a strict build finds, without touching site/; return the exit code.

    PDFs are left out; whether they fit on their pages is known only once they are made.
    """
    with hold_build_lock(project) as lock, tempfile.TemporaryDirectory(prefix="site-", dir=project.cache) as folder:
        code = _run_mkdocs(project, Path(folder), lock, pdf=False)
    if not code:
        print_line("No mistakes found. PDFs were not made: psychoed build does that.")
    return code if code >= 0 else 128 - code


def explain_port(host: str, port: int) -> str | None:
    """Return why ``port`` of ``host`` can't be used, in one line; None if it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8001
            return f"Port {port} of {host} is taken. Do: psychoed serve --port {other}"
        if error.errno == errno.EACCES:
            return f"Only root can use port {port}. Do: psychoed serve --port 8001"
        return f"Nothing can be served on {host}:{port} ({error.strerror}). Do: psychoed serve --host 127.0.0.1"
    return None


def serve_site(project: Project, host: str, port: int, *, pdf: bool | None = None) -> None:
    """Serve the site, rebuilding it after each change. This process becomes MkDocs."""
    if problem := explain_port(host, port):
        raise UserError(problem)
    command = [*MKDOCS, "serve", "--config-file", str(project.settings), "--dev-addr", f"{host}:{port}"]
    os.execve(sys.executable, command, project.get_environment(pdf=pdf))  # noqa: S606


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    """What is printed at the top of every handout."""

    name: str
    telephone: str = ""
    logo: Path | None = None
    url: str = ""


def build_for_practice(settings: Path, details: PracticeDetails, target: Path, *, pdf: bool = True) -> int:
    """Build the site of ``settings`` into ``target`` with the practice's details; return the exit code of the build.

    The site's own settings are not changed: the build reads a temporary file beside them that inherits from them. Wrong
    details, such as a logo that can't be read, end the build with a message that names them.
    """
    practice = {"name": details.name, "telephone": details.telephone}
    if details.logo:
        practice["logo"] = str(details.logo.resolve())
    # JSON is YAML too. The file is beside the settings because paths in them are relative to their file.
    content: dict[str, object] = {"INHERIT": settings.name, "extra": {"handouts": {"practice": practice}}}
    if details.url:
        content["site_url"] = f"{details.url.rstrip('/')}/"
    with tempfile.NamedTemporaryFile(
        "w", prefix=".practice-", suffix=".yml", dir=settings.parent, encoding="utf-8", delete=False
    ) as file:
        json.dump(content, file)
    try:
        # Not quietly: MkDocs counts no warning that it doesn't print, so that a strict build would pass.
        command = [*MKDOCS, "build", "--strict"]
        command += ["--config-file", file.name, "--site-dir", str(target.resolve())]
        environment = {**os.environ, "PDF": "1" if pdf else "0"}
        return subprocess.run(command, check=False, env=environment).returncode
    finally:
        Path(file.name).unlink(missing_ok=True)


# ---- Replacing a folder: atomically where the system can, otherwise so that a failure is undone

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS: sys/stdio.h


def exchange_paths(one: Path, other: Path) -> bool:
    """Swap two paths atomically; return False without doing anything if the system or file system can't."""
    c = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(c, "renameat2"):
        return bool(c.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0)
    if hasattr(c, "renamex_np"):
        return bool(c.renamex_np(first, second, _RENAME_SWAP) == 0)
    return False


def swap_folders(new: Path, target: Path, old: Path) -> None:
    """Move ``new`` to ``target``, and ``target``, if it exists, to ``old``. All three must be on one file system.

    If killed at any moment, ``target`` is the complete old or new folder. (Where paths cannot be swapped it may be
    missing, and is then at ``old``: ``restore_folder`` moves it back.)
    """
    if not target.exists():
        new.rename(target)
    elif exchange_paths(new, target):
        new.rename(old)
    else:
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


def restore_folder(target: Path, old: Path) -> None:
    """Move back what a killed ``swap_folders`` had moved away."""
    if old.is_dir() and not target.exists():
        old.rename(target)
