"""A quiet strict build counts warnings too: MkDocs counts only what it logs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.site import EXTENSIONS, make_site

PAGE = "---\ndescription: d\nkind: home\naudience: [bakers]\nwritten: 2026-11-03\n---\n# Bread\n\n{text}\n"
WORDS = "phrases:\n  - {phrase: perfect bread, reason: promises}\n"


def run(
    folder: Path, text: str, *options: str, plugins: list[str], missing: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    theme = {"name": "psychoed" if "psychoed/pages" in plugins else "mkdocs"}
    files = {"docs/index.md": PAGE.format(text=text), "words.yml": WORDS, "references.bib": ""}
    extra, nav = {"page": {"words": "words.yml"}}, ["index.md", *missing]
    make_site(folder, files, hooks=[], extensions=EXTENSIONS, theme=theme, plugins=plugins, extra=extra, nav=nav)
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    env = {**os.environ, "PDF": "0", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("plugins", [["material/search", "psychoed/pages"], ["citeproc"]])
def test_a_warning_fails_a_strict_build_that_is_quiet(plugins: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, "Bread.", "--strict", "--quiet", plugins=plugins, missing=["rye.md"])
    assert done.returncode == 1
    assert "WARNING" in done.stderr
    assert "rye.md" in done.stderr
    assert "INFO" not in done.stderr


def test_a_warning_about_a_page_counts_too(tmp_path: Path) -> None:
    done = run(tmp_path, "A perfect bread.", "--strict", "--quiet", plugins=["material/search", "psychoed/pages"])
    assert done.returncode == 1
    assert "[forbidden-phrase]" in done.stderr


def test_a_quiet_build_without_mistakes_says_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "Bread.", "--strict", "--quiet", plugins=["material/search", "psychoed/pages"])
    assert (done.returncode, done.stderr) == (0, "")


def test_a_build_that_is_not_strict_stays_quiet(tmp_path: Path) -> None:
    done = run(tmp_path, "A perfect bread.", "--quiet", plugins=["material/search", "psychoed/pages"])
    assert (done.returncode, done.stderr) == (0, "")
