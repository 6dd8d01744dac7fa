"""A fork with another site in place of ours, made as the guide says: it builds, and the packages' tests pass in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.site import ROOT

GUIDE = ROOT / "packages" / "psychoed" / "docs" / "how-to.md"
# How tests ask for the repository's own pages and files; all others make sites of their own.
_ASKS = re.compile(
    r"""ROOT / "(?:docs|includes|references|scores|links|mkdocs)|project=ROOT|Project\(ROOT\)|cwd=ROOT"""
)
SLOW = {"test_fork.py", "test_wheels.py", "test_workflows.py", "test_sheets.py", "test_doctor.py", "test_verify.py"}


def list_tests() -> list[str]:
    """Return the packages' tests that look at the site which the repository holds, but for those that take minutes."""
    found = [path for path in (ROOT / "tests").rglob("test_*.py") if _ASKS.search(path.read_text(encoding="utf-8"))]
    names = [path.relative_to(ROOT).as_posix() for path in found if path.name not in SLOW]
    return sorted(name for name in names if not name.startswith("tests/site/"))


def read_commands() -> str:
    """Return the commands with which the guide makes a fork."""
    section = GUIDE.read_text(encoding="utf-8").split("\n## A fork")[1].split("\n## ")[0]
    return section.split("```sh\n")[1].split("```")[0]


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as it is, with another site in place of ours."""
    folder = tmp_path_factory.mktemp("fork") / "repository"
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    commands = read_commands()
    assert re.search(r"^psychoed new ", commands, re.MULTILINE)
    run(folder, "git", "init", "-q")
    run(folder, "git", "add", "--force", ".")
    run(folder, "git", "-c", "user.name=A baker", "-c", "user.email=baker@example.org", "commit", "-qm", "A fork")
    run(folder, "sh", "-ec", commands.replace("psychoed ", f"{sys.executable} -m psychoed "))
    return folder


def run(folder: Path, *command: str) -> None:
    packages = [str(folder / "packages" / name / "src") for name in ("mkdocs-citeproc", "psychoed")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(packages), "PDF": "0", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_a_fork_builds(fork: Path) -> None:
    assert not (fork / "docs-es").exists()
    run(fork, sys.executable, "-m", "psychoed", "build", "--no-pdf")
    assert "insomnia" in (fork / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_the_packages_tests_pass_in_a_fork(fork: Path) -> None:
    names = list_tests()
    assert len(names) > 4
    run(fork, sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not browser", *names)
