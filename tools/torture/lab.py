"""A copy of the repository for trials, and the state of a build in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.system import ROOT

_LEFT_OUT = {".git", ".venv", "site", "dist", "scratch"}
BUILD = (sys.executable, "-m", "tools.site", "build")
_QUIET = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PDF": "0",
    "SOURCE_DATE_EPOCH": "1764000000",
    "PYTHONDONTWRITEBYTECODE": "1",  # files outside the copy are checked afterwards
}


class FailedError(Exception):
    """What happened instead of what should have."""


class NotTriedError(Exception):
    """Why a trial cannot run on this machine."""


@dataclass(frozen=True, slots=True)
class Done:
    """A build's exit status and output."""

    code: int
    said: str

    def last(self) -> str:
        """Return the line with the reason, cut to fit into a table."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip() and not line.startswith("INFO")]
        reasons = [line for line in lines if not line.startswith(("Aborted", "The build ", "site/ is ready"))]
        return (reasons or lines or [""])[-1].removeprefix("ERROR   -  ")[:150]


def fingerprint(folder: Path) -> str:
    """Return a hash of all names and bytes below ``folder``; empty if it does not exist."""
    if not folder.is_dir():
        return ""
    read = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            read.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return read.hexdigest()


@dataclass
class Lab:
    """``clone`` is in a folder of its own; some trials need ``count`` and ``reference``."""

    folder: Path
    clone: Path
    count: int = 100
    reference: str = ""
    env: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """The built site."""
        return self.clone / "site"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a build, with its home and temporary folder in the lab."""
        own = {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp")}
        return {**os.environ, **_QUIET, **own, **self.env, **(more or {})}

    def start(self, env: Mapping[str, str] | None = None, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """Start a build in a process group of its own."""
        return subprocess.Popen(
            [*before, *BUILD],
            cwd=self.clone,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def build(
        self, env: Mapping[str, str] | None = None, before: Sequence[str] = (), command: Sequence[str] = BUILD
    ) -> Done:
        """Run a build to its end, however it ends; ``before`` is a prefix of its command."""
        done = subprocess.run(
            [*before, *command], cwd=self.clone, env=self.environment(env), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=1800,
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(errors="backslashreplace"))

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of the copy."""
        target = self.clone / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the copy. Raises FailedError if it does not contain ``old``."""
        text = (self.clone / path).read_text(encoding="utf-8")
        if old not in text:
            raise FailedError(f"{path} has no '{old}' any more: this trial is out of date")
        self.write(path, text.replace(old, new, 1))

    # ---- expected results

    def works(self, done: Done) -> None:
        """Raise FailedError unless the build succeeded."""
        if done.code:
            raise FailedError(done.last())
        self.clean()

    def same(self, done: Done) -> str:
        """Check that the build succeeded with the result of an undisturbed build."""
        self.works(done)
        if fingerprint(self.site) != self.reference:
            raise FailedError("built something else")
        return "the same bytes"

    def refuses(self, done: Done, *message: str, was: str = "") -> str:
        """Check that the build failed with all of ``message`` but no traceback, and left site/ as it ``was``."""
        if not done.code:
            raise FailedError("built without a word")
        if "Traceback" in done.said:
            raise FailedError(f"a traceback: {done.last()}")
        if missing := [each for each in message if each not in done.said]:
            raise FailedError(f"did not say '{missing[0]}', but: {done.last()}")
        if fingerprint(self.site) != was:
            raise FailedError("site/ is not as it was")
        self.clean()
        line = next((line for line in done.said.splitlines() if message and message[0] in line), done.last())
        return line.strip().removeprefix("ERROR   -  ")[:150]

    def clean(self) -> None:
        """Raise FailedError if a build left files that later builds don't remove, or wrote elsewhere."""
        allowed = {"home", "tmp", self.clone.relative_to(self.folder).parts[0]}
        found = [path.name for path in self.folder.iterdir() if path.name not in allowed]
        found += [f"tmp/{path.name}" for path in (self.folder / "tmp").iterdir()]
        # fontconfig, used by Pango, stores its list of fonts in the home folder.
        found += [f"~/{path.name}" for path in (self.folder / "home").iterdir() if path.name != ".cache"]
        found += [path.name for path in (self.clone / ".cache").glob("site-*")]
        if found:
            raise FailedError(f"left {', '.join(sorted(found))} behind")


def _left_out(folder: str, names: list[str]) -> set[str]:
    made = {name for name in names if name == "__pycache__" or name.endswith(("cache", ".hypothesis"))}
    return made | (_LEFT_OUT & set(names) if Path(folder) == ROOT else set())


@contextmanager
def lab(where: str = "clone") -> Iterator[Lab]:
    """Create a lab with a fresh copy of the repository at ``where``."""
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        for own in ("home", "tmp"):
            (folder / own).mkdir()
        shutil.copytree(ROOT, folder / where, ignore=_left_out, symlinks=True)
        yield Lab(folder, folder / where)


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: ``work`` returns what happened, or raises FailedError or NotTriedError."""

    group: str
    what: str
    expected: str
    work: Callable[[Lab], str]
    where: str = "clone"


TRIALS: list[Trial] = []


def trial(
    group: str, what: str, expected: str, where: str = "clone"
) -> Callable[[Callable[[Lab], str]], Callable[[Lab], str]]:
    """Add a function to the list of trials."""

    def listed(work: Callable[[Lab], str]) -> Callable[[Lab], str]:
        TRIALS.append(Trial(group, what, expected, work, where))
        return work

    return listed
