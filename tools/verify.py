"""Builds a commit in different environments and compares every byte: ``make verify``.

There are two fresh clones, the first built again from its warm cache, and one for each Python in ALSO. They differ in
the folder's name and file system, time zone, language, hash seed, umask, home and, if run by root, the user. None of
them can use the network, where the system can block it. The packages are those of .venv.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tools import pango, same, upkeep
from tools.system import CACHE, ROOT, VENV_PYTHON, StuckError, call, finish, is_root, say

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
OFFLINE = (("unshare", "--net"), ("unshare", "--net", "--map-current-user"))
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # another file system, which lists files in another order
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Place:
    """The environment of a build: its name, its folder, the umask, its variables, and the prefix to change user."""

    name: str
    folder: str
    umask: str
    environment: tuple[tuple[str, str], ...]
    user: tuple[str, ...] = ()


PLACES = (
    Place(
        "here",
        "clone",
        "022",
        # Otherwise Python would use UTF-8 for the locale C, and hide a missing encoding argument.
        (
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "C"),
            ("PYTHONCOERCECLOCALE", "0"),
            ("PYTHONUTF8", "0"),
            ("PYTHONHASHSEED", "0"),
        ),
    ),
    Place(
        "elsewhere",
        "zweiter Köder (2)",
        "077",
        (("TZ", "America/Adak"), ("LC_ALL", "C.UTF-8"), ("PYTHONHASHSEED", "4242")),
    ),
)


def offline() -> tuple[str, ...]:
    """Return a prefix that cuts a program off from all networks; empty if that is not allowed."""
    return next((prefix for prefix in OFFLINE if call([*prefix, "true"], 10).ok), ())


def other_user(python: Path) -> tuple[str, ...]:
    """Return a prefix that runs a program as nobody; empty if that is not allowed or nobody can't run ``python``."""
    return NOBODY if is_root() and call([*NOBODY, "env", python, "-c", "import mkdocs"], 60).ok else ()


def command(place: Place, folder: Path, home: Path, python: Path, prefix: Sequence[str]) -> list[str | Path]:
    """Return the command that builds the site and its ZIP in ``folder``, in the environment of ``place`` only."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PDF": "1" if pango.is_there() else "0",
        **dict(place.environment),
    }
    make = ["make", "--no-print-directory", "zip", "setup=@:", f"python={shlex.quote(str(python))}"]
    run = ["sh", "-c", f'umask {place.umask} && cd "$0" && exec "$@"', str(folder), *make]
    return [*prefix, *place.user, "env", "-i", *(f"{name}={value}" for name, value in environment.items()), *run]


def clone(commit: str, folder: Path, place: Place) -> None:
    """Clone this repository at ``commit``, owned by the user who builds in it."""
    for git in (
        ["git", "clone", "--quiet", "--no-local", "--no-checkout", str(ROOT), str(folder)],
        ["git", "-C", str(folder), "-c", "advice.detachedHead=false", "checkout", "--quiet", commit],
    ):
        done = call(git, 300)
        if not done.ok:
            raise StuckError(f"{done.tail()}\nCommit {commit} could not be cloned.")
    if place.user:
        for path in (folder.parent, *folder.parent.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)


def build(what: str, run: Sequence[str | Path], folder: Path, kept: Path) -> None:
    """Build in ``folder``, and copy the results to ``kept``."""
    started = time.monotonic()
    done = call(run, 1800)
    if not done.ok:
        raise StuckError(f"{done.tail(20)}\nThe build {what} failed.")
    kept.mkdir(parents=True)
    for name in ("site", "dist"):
        shutil.move(folder / name, kept / name)
    say(f"  built {what}: {len(same.paths(kept / 'site'))} files in {time.monotonic() - started:.0f} s")


def pythons(names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Yield a virtual environment with what the site needs for each Python."""
    for number, name in enumerate(names):
        folder = upkeep.FOLDER / f"verify-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        if not call([name, "-m", "venv", folder], 300).ok:
            raise StuckError(
                f"ALSO={name}: this Python can't make a virtual environment. Do: make verify ALSO=python3.13"
            )
        upkeep.install(folder / "bin" / "python", "--require-hashes", "-r", str(ROOT / "requirements" / "site.txt"))
        yield name, folder / "bin" / "python"


def told(found: Sequence[str]) -> str:
    """Return a summary of the differences: the first files, and their number."""
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([*(f"  {line}" for line in found[:SHOWN]), *more])


def compare(first: Path, second: Path, what: str) -> bool:
    """Return whether both have the same bytes; print where they differ."""
    if found := list(same.differences(first, second)):
        say(f"{what} differs from the first build in {len(found)} files:\n{told(found)}")
    return not found


def verify(commit: str, also: Sequence[str]) -> bool:
    """Build ``commit`` everywhere; return whether all results are the same."""
    prefix = offline()
    here, elsewhere = PLACES[0], replace(PLACES[1], user=other_user(VENV_PYTHON))
    good = True
    with ExitStack() as stack:
        CACHE.mkdir(exist_ok=True)
        near = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verify-", dir=CACHE)))
        shared = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
        far = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verify-", dir=shared)))
        results = near / "results"
        rooms = {}
        for place, around in ((here, near / "here"), (elsewhere, far)):
            (around / "home").mkdir(parents=True)
            clone(commit, around / place.folder, place)
            rooms[place] = (around / place.folder, around / "home")
            build(place.name, command(place, *rooms[place], VENV_PYTHON, prefix), rooms[place][0], results / place.name)
        build("again, warm", command(here, *rooms[here], VENV_PYTHON, prefix), rooms[here][0], results / "warm")
        good &= compare(results / "here", results / "elsewhere", "The second clone's build")
        good &= compare(results / "here", results / "warm", "The build from a warm cache")
        for name, python in pythons(also):
            shutil.rmtree(rooms[here][0] / ".cache")
            build(f"by {name}", command(here, *rooms[here], python, prefix), rooms[here][0], results / "other")
            good &= compare(results / "here", results / "other", f"The build by {name}")
            shutil.rmtree(results / "other")
        if good:
            site = same.listing(results / "here" / "site")
            archive = same.listing(results / "here" / "dist")
            ways = [
                "as another user" if elsewhere.user else "by one user only",
                "without a network" if prefix else "with the network there",
                "" if pango.is_there() else "without PDFs",
            ]
            say(f"All the same, {', '.join(filter(None, ways))}: {len(site.splitlines())} files")
            say(f"{same.fingerprint(site)}  the list of site/ (find * -type f | LC_ALL=C sort | xargs sha256sum)")
            say(archive.rstrip().replace("site.zip", "dist/site.zip"))
    return good


def main(arguments: list[str]) -> int:
    """Verify the commit in ``arguments``, with the Pythons after it."""
    commit = call(["git", "-C", ROOT, "rev-parse", "--verify", "--quiet", f"{arguments[0]}^{{commit}}"], 30)
    if not commit.ok:
        raise StuckError(f"COMMIT={arguments[0]} is not a commit in this clone. Do: make verify COMMIT=HEAD")
    changed = call(["git", "-C", ROOT, "status", "--porcelain"], 30).output.splitlines()
    left_out = f"; {len(changed)} changed files are left out" if changed and arguments[0] == "HEAD" else ""
    say(f"Building {commit.output.strip()[:12]} in two clones{left_out} …")
    return 0 if verify(commit.output.strip(), arguments[1:]) else 1


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
