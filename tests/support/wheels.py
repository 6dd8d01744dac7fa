"""The packages as wheels, installed apart from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from support.site import ROOT

PACKAGES = ("mkdocs-citeproc", "psychoed")


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both packages as wheels."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in PACKAGES:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT / "packages" / name, check=True, capture_output=True)
    return sorted(folder.glob("*.whl"))


def install(folder: Path, wheels: list[Path]) -> Path:
    """A virtual environment with some wheels and the libraries they need; gives back its Python.

    The libraries are those of the environment that runs the tests, added as a plain folder: Python does not follow
    the links of editable packages in there, so ours come from the wheels alone.
    """
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*command, *map(str, wheels)], check=True, capture_output=True)
    purelib = next(folder.glob("lib/python*/site-packages"))
    (purelib / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def run(python: Path, *arguments: str, cwd: Path, pdf: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program with that Python and nothing of this checkout on its path."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    env = {**env, "NO_MKDOCS_2_WARNING": "1", "PDF": str(int(pdf)), "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run([str(python), *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)
