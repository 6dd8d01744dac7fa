"""Builds a commit in different environments and compares every byte.

There are two fresh clones, the first built again from its warm cache, and one for each other Python that is named. They
differ in the folder's name and file system, time zone, language, hash seed, umask, home and, if run by root, the user.
None of them can use the network, where the system can block it. The packages are those of the Python that runs this.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from psychoed.cli.compare import find_differences, hash_listing, list_hashes, list_paths
from psychoed.cli.console import UserError, print_line
from psychoed.cli.processes import is_root, run_program
from psychoed.cli.project import Project
from psychoed.handouts import pango

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
NO_NETWORK = (("unshare", "--net"), ("unshare", "--net", "--map-current-user"))
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # another file system, which lists files in another order
SHOWN = 20
OUR_PACKAGES = ("mkdocs-citeproc", "psychoed")


@dataclass(frozen=True, slots=True)
class BuildPlace:
    """The environment of a build: its name, its folder, the umask, its variables, and the prefix to change user."""

    name: str
    folder: str
    umask: str
    environment: tuple[tuple[str, str], ...]
    user: tuple[str, ...] = ()


BUILD_PLACES = (
    BuildPlace(
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
    BuildPlace(
        "elsewhere",
        "zweiter Köder (2)",
        "077",
        (("TZ", "America/Adak"), ("LC_ALL", "C.UTF-8"), ("PYTHONHASHSEED", "4242")),
    ),
)


def find_offline_prefix() -> tuple[str, ...]:
    """Return a prefix that cuts a program off from all networks; empty if that is not allowed."""
    return next((prefix for prefix in NO_NETWORK if run_program([*prefix, "true"], 10).ok), ())


def find_user_prefix(python: Path) -> tuple[str, ...]:
    """Return a prefix that runs a program as nobody; empty if that is not allowed or nobody can't run ``python``."""
    return NOBODY if is_root() and run_program([*NOBODY, "env", python, "-c", "import mkdocs"], 60).ok else ()


def write_build(place: BuildPlace, folder: Path, home: Path, python: Path, prefix: Sequence[str]) -> list[str | Path]:
    """Return the command that builds the site and its ZIP in ``folder``, in the environment of ``place`` only."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PDF": "1" if pango.get_version() else "0",
        # A repository that has the packages in it is built with those of the commit.
        "PYTHONPATH": os.pathsep.join(str(folder / "packages" / name / "src") for name in OUR_PACKAGES),
        **dict(place.environment),
    }
    script = f'umask {place.umask} && cd "$0" && "$1" -m psychoed build && exec "$1" -m psychoed zip'
    run = ["sh", "-c", script, str(folder), str(python)]
    return [*prefix, *place.user, "env", "-i", *(f"{name}={value}" for name, value in environment.items()), *run]


def clone_commit(root: Path, commit: str, folder: Path, place: BuildPlace) -> None:
    """Clone the repository at ``root`` at ``commit``, owned by the user who builds in it."""
    for git in (
        ["git", "clone", "--quiet", "--no-local", "--no-checkout", str(root), str(folder)],
        ["git", "-C", str(folder), "-c", "advice.detachedHead=false", "checkout", "--quiet", commit],
    ):
        done = run_program(git, 300)
        if not done.ok:
            raise UserError(f"{done.get_tail()}\nCommit {commit} could not be cloned.")
    if place.user:
        for path in (folder.parent, *folder.parent.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)


def build_clone(what: str, run: Sequence[str | Path], folder: Path, kept: Path) -> None:
    """Build in ``folder``, and copy the results to ``kept``."""
    started = time.monotonic()
    done = run_program(run, 1800)
    if not done.ok:
        raise UserError(f"{done.get_tail(20)}\nThe build {what} failed.")
    kept.mkdir(parents=True)
    for name in ("site", "dist"):
        shutil.move(folder / name, kept / name)
    print_line(f"  built {what}: {len(list_paths(kept / 'site'))} files in {time.monotonic() - started:.0f} s")


def install_requirements(python: Path, *what: str) -> None:
    """Install from wheels only, without dependencies that the files leave out on purpose."""
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary=:all:", "--no-deps"]
    done = run_program([python, "-I", "-m", "pip", "install", *options, *what], 3600)
    if not done.ok:
        raise UserError(f"{done.get_tail(40)}\nInstalling {' '.join(what)} failed.")


def install_own_packages(python: Path, root: Path) -> None:
    """Install the packages that the repository has in it, so that their plugins and theme are found."""
    folders = [root / "packages" / name for name in OUR_PACKAGES]
    if all(folder.is_dir() for folder in folders):
        own = [argument for folder in folders for argument in ("--editable", str(folder))]
        options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
        done = run_program([python, "-I", "-m", "pip", "install", *options, *own], 600)
        if not done.ok:
            raise UserError(f"{done.get_tail(40)}\nInstalling packages/ failed.")


def make_environments(project: Project, names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Yield each Python's name, and the Python of a virtual environment for it with requirements/site.txt."""
    for number, name in enumerate(names):
        folder = project.cache / f"verify-python-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        if not run_program([name, "-m", "venv", folder], 300).ok:
            raise UserError(f"{name} can't make a virtual environment. Name another Python, such as python3.13.")
        python = folder / "bin" / "python"
        install_requirements(python, "--require-hashes", "-r", str(project.root / "requirements" / "site.txt"))
        install_own_packages(python, project.root)
        yield name, python


def format_differences(found: Sequence[str]) -> str:
    """Return a summary of the differences: the first files, and their number."""
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([*(f"  {line}" for line in found[:SHOWN]), *more])


def compare_builds(first: Path, second: Path, what: str) -> bool:
    """Return whether both have the same bytes; print where they differ."""
    if found := list(find_differences(first, second)):
        print_line(f"{what} differs from the first build in {len(found)} files:\n{format_differences(found)}")
    return not found


def verify_commit(project: Project, commit: str, also: Sequence[str]) -> bool:
    """Build ``commit`` everywhere; return whether all results are the same."""
    prefix, cache, this = find_offline_prefix(), project.cache, Path(sys.executable)
    here, elsewhere = BUILD_PLACES[0], replace(BUILD_PLACES[1], user=find_user_prefix(this))
    good = True
    with ExitStack() as stack:
        cache.mkdir(exist_ok=True)
        near = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verify-", dir=cache)))
        shared = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
        far = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verify-", dir=shared)))
        results = near / "results"
        clones: dict[BuildPlace, tuple[Path, Path]] = {}
        for place, around in ((here, near / "here"), (elsewhere, far)):
            (around / "home").mkdir(parents=True)
            clone_commit(project.root, commit, around / place.folder, place)
            clones[place] = (around / place.folder, around / "home")
            build_clone(
                place.name,
                write_build(place, *clones[place], this, prefix),
                clones[place][0],
                results / place.name,
            )
        build_clone("again, warm", write_build(here, *clones[here], this, prefix), clones[here][0], results / "warm")
        good &= compare_builds(results / "here", results / "elsewhere", "The second clone's build")
        good &= compare_builds(results / "here", results / "warm", "The build from a warm cache")
        for name, python in make_environments(project, also):
            shutil.rmtree(clones[here][0] / ".cache")
            build_clone(
                f"by {name}",
                write_build(here, *clones[here], python, prefix),
                clones[here][0],
                results / "other",
            )
            good &= compare_builds(results / "here", results / "other", f"The build by {name}")
            shutil.rmtree(results / "other")
        if good:
            site = list_hashes(results / "here" / "site")
            archive = list_hashes(results / "here" / "dist")
            ways = [
                "as another user" if elsewhere.user else "by one user only",
                "without a network" if prefix else "with the network there",
                "" if pango.get_version() else "without PDFs",
            ]
            print_line(f"All the same, {', '.join(filter(None, ways))}: {len(site.splitlines())} files")
            print_line(f"{hash_listing(site)}  the list of site/ (find * -type f | LC_ALL=C sort | xargs sha256sum)")
            print_line(archive.rstrip().replace("site.zip", "dist/site.zip"))
    return good


def find_commit(project: Project, name: str) -> str:
    """Return the full name of a commit. Raises UserError if there is none."""
    root = project.root
    commit = run_program(
        ["git", "-C", root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"], 30
    )
    if not commit.ok:
        raise UserError(f"'{name}' is not a commit here. Do: psychoed verify HEAD")
    changed = run_program(["git", "-C", root, "status", "--porcelain"], 30).output.splitlines()
    left_out = f"; {len(changed)} changed files are left out" if changed and name == "HEAD" else ""
    print_line(f"Building {commit.output.strip()[:12]} in two clones{left_out} …")
    return commit.output.strip()
