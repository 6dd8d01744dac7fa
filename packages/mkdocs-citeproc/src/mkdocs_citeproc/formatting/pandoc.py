"""Running pandoc: always the binary from the package pypandoc_binary, never one on the PATH.

pypandoc itself picks the highest version on the PATH, so only its folder is used.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

VERSION = "3.9"
"""The pandoc version that our golden files and caches were made with; others are rejected."""

_INSTALL = "Install the packages of requirements/site.txt ('make serve' does)."


_LANG = "en_US.UTF-8"
"""Pandoc's BibLaTeX reader takes the machine's language for an entry's, and the same sources must print the same."""


class PandocError(Exception):
    """Pandoc is missing, is another version, failed or did not answer; the message is for users."""


def find_pandoc() -> Path:
    """Return the path of the bundled pandoc; raise PandocError if there is none."""
    spec = find_spec("pypandoc")
    folders = list(spec.submodule_search_locations or []) if spec else []
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for folder in folders:
        if (path := Path(folder, "files", name)).is_file():
            return path
    msg = f"pandoc is missing: the package pypandoc_binary is not installed. {_INSTALL}"
    raise PandocError(msg)


def _call(path: Path, arguments: Sequence[str], stdin: str, seconds: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            [path, *arguments],
            input=stdin.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "LANG": _LANG},
        )
    except subprocess.TimeoutExpired as error:
        msg = (
            f"pandoc did not answer within {seconds:g} seconds. "
            "If the machine is slow, raise extra.citations.pandoc_timeout in mkdocs.yml."
        )
        raise PandocError(msg) from error
    except OSError as error:
        msg = f"pandoc could not be started ({error.strerror or error}). {_INSTALL}"
        raise PandocError(msg) from error
    if done.returncode != 0:
        output = done.stderr.decode(errors="replace").strip().splitlines()
        msg = f"pandoc failed (exit {done.returncode}): {' '.join(output[-6:]) or 'it said nothing'}"
        raise PandocError(msg)
    return done.stdout.decode(errors="replace")


@cache
def _checked(path: Path, seconds: float) -> Path:
    first = _call(path, ["--version"], "", seconds).split("\n", 1)[0].split()
    if first[-1:] != [VERSION]:
        msg = f"pandoc is {' '.join(first) or 'of an unknown version'}, but {VERSION} is needed. {_INSTALL}"
        raise PandocError(msg)
    return path


def run_pandoc(arguments: Sequence[str], stdin: str, seconds: float) -> str:
    """Return pandoc's output for ``stdin``; raise PandocError on failure or after ``seconds``."""
    return _call(_checked(find_pandoc(), seconds), arguments, stdin, seconds)
