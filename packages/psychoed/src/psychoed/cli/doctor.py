"""Finds what is missing on this machine, and the command that gets it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_citeproc.formatting.pandoc import PandocError, find_pandoc
from psychoed.cli import browser
from psychoed.cli.console import UserError, print_line
from psychoed.cli.processes import is_root, run_program
from psychoed.handouts import pango

OLDEST_PYTHON = (3, 11)
APT_ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    # After a plain `su`, root's PATH lacks dpkg's own helpers.
    "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin",
}
_MACOS = {"pango": "brew install pango", "java": "brew install openjdk", "git": "xcode-select --install"}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a site needs from the machine.

    ``find`` returns what there is, such as a version, or None. ``packages`` are Debian's; ``command`` gets it where it
    is not a Debian package. A ``required`` need is one that no site can be built without.
    """

    name: str
    purpose: str
    find: Callable[[Path], str | None]
    packages: tuple[str, ...] = ()
    command: str = ""
    required: bool = False


def _find_python(_: Path) -> str | None:
    return platform.python_version() if sys.version_info >= OLDEST_PYTHON else None


def _find_pandoc(_: Path) -> str | None:
    try:
        return run_program([find_pandoc(), "--version"], 60).output.partition("\n")[0]
    except PandocError:
        return None


def _find_program(*command: str) -> Callable[[Path], str | None]:
    def find(_: Path) -> str | None:
        done = run_program(command, 60) if shutil.which(command[0]) else None
        return next(iter(done.output.splitlines()), "") if done and done.ok else None

    return find


def _find_driver(_: Path) -> str | None:
    """Return Playwright's version if it starts: its Node.js needs a library that a bare Debian lacks."""
    done = run_program([sys.executable, "-m", "playwright", "--version"], 60)
    return done.output.strip() if done.ok else None


NEEDS = (
    Need("python", "everything", _find_python, command="install Python 3.11 or newer", required=True),
    Need("pandoc", "citations", _find_pandoc, command="pip install --force-reinstall pypandoc-binary", required=True),
    Need("git", "the dates of pages", _find_program("git", "--version"), ("git",)),
    Need("pango", "the PDFs of handouts", lambda _: pango.get_version(), pango.PACKAGES),
    Need(
        "fonts",
        "letters in PDFs that the handouts' own font lacks",
        _find_program("fc-match", "-f", "%{family}", "sans-serif"),
        ("fontconfig", "fonts-dejavu-core"),
    ),
    Need("java", "checking PDFs with veraPDF", _find_program("java", "-version"), ("default-jre-headless",)),
    Need("driver", "psychoed search, and tests in a browser", _find_driver, ("libatomic1",), "pip install playwright"),
    Need("browser", "psychoed search, and tests in a browser", browser.find_browser, ("chromium", "fonts-liberation")),
)


def find_missing(needs: Iterable[Need], cache: Path) -> list[Need]:
    """Return what is missing, and print what is there."""
    missing = []
    for need in needs:
        found = need.find(cache)
        if found is None:
            missing.append(need)
        else:
            print_line(f"ok       {need.name}: {found}")
    return missing


def explain_missing(need: Need) -> str:
    """Return one line: what is missing, what it is for, and the command that gets it."""
    sudo = "" if is_root() else "sudo "
    command = need.command
    if sys.platform == "darwin":
        command = _MACOS.get(need.name, command)
    elif need.name == "browser" and _is_ubuntu():
        command = f"{sys.executable} -m playwright install --with-deps chromium"
    elif need.name == "driver" and not _is_installed("playwright"):
        command = need.command
    elif need.packages:
        command = f"{sudo}apt-get install {' '.join(need.packages)}"
    return f"missing  {need.name}, for {need.purpose}. Do: {command}"


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def _is_ubuntu() -> bool:
    """Return whether Debian's chromium is here a stub for another package system."""
    try:
        return "ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").lower()
    except OSError:
        return False


def install_debian_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages if this process may; return whether it succeeded."""
    if not packages or not (is_root() and shutil.which("apt-get")):
        return False
    print_line(f"Installing {' '.join(packages)} with apt-get …")
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    # The result does not matter: a source that can't be reached is no reason to stop.
    run_program(["apt-get", "update", "-qq", *wait], 300, APT_ENVIRONMENT)
    install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *wait, *packages]
    done = run_program(install, 1800, APT_ENVIRONMENT)
    if "dpkg --configure -a" in done.output:  # interrupted earlier; nothing can be installed until it is finished
        msg = "Debian's packages were left half installed, by something that was stopped. Do: dpkg --configure -a"
        raise UserError(f"{msg}, then run the command again.")
    if not done.ok:
        print_line(done.get_tail())
    return done.ok


def _fix(missing: Sequence[Need]) -> None:
    """Install what is missing, as far as this process may."""
    ubuntu = _is_ubuntu()
    wanted = [need for need in missing if not (need.name == "browser" and ubuntu)]
    install_debian_packages([package for need in wanted for package in need.packages])
    if any(need.name == "browser" for need in missing) and (ubuntu or not is_root()):
        print_line("Downloading a browser (once) …")
        deps = ["--with-deps"] if is_root() else []
        run_program([sys.executable, "-m", "playwright", "install", "--no-shell", *deps, "chromium"], 1800)


def diagnose(names: Sequence[str], cache: Path, *, fix: bool) -> bool:
    """Print what is there and what is missing; return whether all of ``names`` is there.

    Without names, everything is looked for, and only what is required must be there. All that is missing is reported
    together. With ``fix``, it is installed first, where this process may.
    """
    needs = [need for need in NEEDS if not names or need.name in names]
    missing = find_missing(needs, cache)
    if missing and fix:
        _fix(missing)
        missing = find_missing(missing, cache)
    for need in missing:
        print_line(explain_missing(need))
    return not [need for need in missing if names or need.required]
