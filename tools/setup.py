"""Creates and updates .venv: ``python -m tools.setup site`` (or ``test``, ``lock``, or several).

It also installs what else is needed: ``browser``, ``pango``, ``java``. If everything is there, it does nothing and
takes some hundredths of a second. Otherwise it prints a line for each step, and one with the command that helps if it
fails.

A record in .venv stores its path, its Python and the requirements it contains. The record is deleted before any change
and written at the end, so an incomplete .venv is never used, nor one whose clone was moved or whose Python was
replaced.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from tools import browser, java, pango
from tools.system import (
    CACHE,
    ROOT,
    SUDO,
    VENV,
    VENV_PYTHON,
    Outcome,
    StuckError,
    apt_install,
    call,
    finish,
    locked,
    say,
)

LEVELS = {
    "site": "what the site needs",
    "test": "what the tests need",
    "links": "what checks links",
    "prose": "what checks our texts",
    "audio": "what speaks pages",
    "lighthouse": "Node.js",
    "bench": "what is compared with",
    "dist": "what checks packages",
    "lock": "what locking needs",
    "upkeep": "what upkeep needs",
}
"""Each level is one file in requirements/."""

INCLUDES = {"test": ("site", "links", "prose")}
"""Levels whose packages are also in another level's file."""

RECORD = VENV / "ready.json"
PACKAGES = ("mkdocs-citeproc", "psychoed")
"""Our own packages, in packages/, installed from the checkout."""

KEPT = frozenset({"pip", "setuptools", *PACKAGES})
"""Packages never removed from .venv: those of a new one, and our own."""


@dataclass(frozen=True, slots=True)
class Record:
    """The state of a .venv: its path, the real path of its Python, and a hash of each level's requirements."""

    place: str
    python: str
    levels: Mapping[str, str]

    def fits(self, place: str, python: str | None, asked: str | None) -> bool:
        """Return whether this is still the same .venv and Python, and that Python is the one ``asked`` for, if any."""
        return self.place == place and self.python == python and asked in (None, python)


def parse_record(text: str) -> Record | None:
    """Return the record in ``text``; None if it is not one of ours."""
    try:
        value = json.loads(text)
        record = Record(**value)
    except (ValueError, TypeError):
        return None
    return record if isinstance(record.levels, dict) else None


def names(requirements: str) -> set[str]:
    """Return the normalised names of the packages that a requirements file pins."""
    pins = re.findall(r"^([A-Za-z0-9][\w.-]*)==", requirements, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in pins}


def advice(done: Outcome, requirements: str) -> str:
    """Return one line on what to do when pip could not install ``requirements``."""
    output = done.output
    if done.stopped:
        return f"pip was stopped before it had installed {requirements}. Run the command again."
    if "DO NOT MATCH THE HASHES" in output:
        return (
            f"A package is not the one that {requirements} names. Try another network; if the problem stays, stop here."
        )
    if "No space left" in output:
        return "The disk is full: free some space, then run the command again."
    return (
        f"pip could not install {requirements}. "
        "Connect this computer to the internet (set HTTPS_PROXY if you use a proxy) and try again."
    )


def _requirements(level: str) -> Path:
    return ROOT / "requirements" / f"{level}.txt"


def _digest(level: str) -> str:
    """Return a hash of what a level installs, including our packages' pyproject.toml (entry points, package data)."""
    own = [ROOT / "packages" / name / "pyproject.toml" for name in PACKAGES if level == "site"]
    files = [_requirements(level), *(path for path in own if path.exists())]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _base() -> str:
    """Return the Python that runs this, outside any virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _read() -> Record | None:
    """Return the record if it matches .venv."""
    try:
        record = parse_record(RECORD.read_text(encoding="utf-8"))
    except OSError:
        return None
    python = os.path.realpath(VENV_PYTHON) if VENV_PYTHON.exists() else None
    asked = _base() if os.environ.get("PYTHON") else None
    return record if record and record.fits(str(VENV), python, asked) else None


def _write(record: Record) -> None:
    new = RECORD.with_suffix(".new")
    new.write_text(json.dumps(asdict(record)), encoding="utf-8")
    new.replace(RECORD)


def _venv_package() -> str:
    """Return Debian's package with the part of ``venv`` that its python3 lacks."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    default = os.path.realpath("/usr/bin/python3").endswith(f"/{version}")
    return "python3-venv" if default else f"{version}-venv"


def _make_venv(lock: TextIO) -> Record:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if find_spec("ensurepip") is None:
        package = _venv_package()
        if not apt_install(package):
            msg = f"{_base()} can't make .venv, as {package} is not installed. Do: {SUDO}apt-get install {package}"
            raise StuckError(msg)
        importlib.invalidate_caches()
    say(f"Setting up .venv with Python {version} (about a minute, once) …")
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    made = call([_base(), "-m", "venv", VENV], 300, lock=lock)
    if not made.ok:
        why = f"{_base()} could not make .venv. Try another Python: make … PYTHON=python3.12"
        if made.stopped:
            why = "Making .venv was stopped. Run the command again."
        elif "No space left" in made.output:
            why = "The disk is full. Free some space, then run the command again."
        raise StuckError(f"{made.tail()}\n{why}")
    return Record(str(VENV), os.path.realpath(VENV_PYTHON), {})


def _remove_leftovers(levels: Mapping[str, str]) -> None:
    """Uninstall packages that only an older requirements file needed."""
    wanted = KEPT.union(*(names(_requirements(level).read_text(encoding="utf-8")) for level in levels))
    there = names(call([VENV_PYTHON, "-I", "-m", "pip", "list", "--format=freeze"], 60).output)
    if extra := sorted(there - wanted):
        call([VENV_PYTHON, "-I", "-m", "pip", "uninstall", "--quiet", "--yes", *extra], 120)


def _install(level: str, record: Record, lock: TextIO) -> Record:
    path = _requirements(level)
    RECORD.unlink(missing_ok=True)
    # --no-deps, because the file is complete, and mkdocs-bibtex's pypandoc would overwrite pypandoc_binary.
    # Only wheels, because building a source package would run code of packages that no hash here covers.
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-user"]
    what = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--requirement", str(path)]
    done = call([VENV_PYTHON, "-I", "-m", "pip", "install", *options, *what], 3600, lock=lock)
    if not done.ok:
        # pip has undone its changes, so .venv is as good as before; not if pip was killed.
        if record.levels and not done.stopped:
            _write(record)
        msg = f"{done.tail()}\n{advice(done, f'requirements/{path.name}')}"
        raise StuckError(msg)
    done_now = {name: _digest(name) for name in (level, *INCLUDES.get(level, ()))}
    if "site" in done_now:
        _install_packages()
    record = replace(record, levels={**record.levels, **done_now})
    _remove_leftovers(record.levels)
    if level != "lock" and not any(VENV.glob("lib/python3*/site-packages/pypandoc/files/pandoc*")):
        msg = "pypandoc has no pandoc: pypandoc_binary was overwritten. Do: rm -rf .venv, then run the command again."
        raise StuckError(msg)
    _write(record)
    return record


def _install_packages() -> None:
    """Install our own packages from the checkout, so that edits take effect without a new set-up."""
    where = [argument for name in PACKAGES for argument in ("--editable", str(ROOT / "packages" / name))]
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-index", "--no-deps"]
    done = call([VENV_PYTHON, "-I", "-m", "pip", "install", *options, "--no-build-isolation", *where], 300)
    if not done.ok:
        msg = f"{done.tail()}\nThe packages in packages/ could not be installed. Do: make clean, then try again."
        raise StuckError(msg)


def is_ready(level: str) -> bool:
    """Return whether .venv has what ``level`` needs."""
    record = _read()
    return record is not None and record.levels.get(level) == _digest(level)


def make_ready(level: str) -> None:
    """Install what ``level`` needs, if it is missing."""
    if is_ready(level):
        return
    with locked(CACHE, "set-up") as lock:
        if is_ready(level):
            return
        record = _read()
        if record:
            say(f"Installing {LEVELS[level]} …")
        _install(level, record or _make_venv(lock), lock)


_SYSTEM: Mapping[str, Callable[[], None]] = {
    "browser": browser.make_ready,
    "java": java.make_ready,
    "pango": partial(pango.make_ready, needed=True),
    "pango-if-possible": partial(pango.make_ready, needed=False),
}
"""Requirements that come from the system."""


def main(asked: list[str]) -> int:
    """Install everything in ``asked``; return the exit code. All that the system lacks is reported together."""
    lacking = []
    for what in asked:
        if what not in _SYSTEM:
            make_ready(what)
            continue
        try:
            _SYSTEM[what]()
        except StuckError as error:
            lacking.append(str(error))
    if lacking:
        raise StuckError("\n".join(lacking))
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
