"""Running pandoc: always the binary from the package pypandoc_binary, never one on the PATH.

pypandoc itself picks the highest version on the PATH, so only its folder is used.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

VERSION = "3.9"
"""The pandoc version that our golden files and caches were made with; others are rejected."""

_INSTALL = "Install the packages of requirements/site.txt ('make serve' does)."


_LANG = "en_US.UTF-8"
"""Pandoc's BibLaTeX reader takes the machine's language for an entry's, and the same sources must print the same."""


OnProgress = Callable[[str], None]
"""Shows a line to whoever waits."""

_EVERY = 10.0  # seconds


def ignore_progress(line: str) -> None:
    """Show nothing."""


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


def _call(
    path: Path, arguments: Sequence[str], stdin: str, seconds: float, on_progress: OnProgress = ignore_progress
) -> str:
    try:
        # A file, not a pipe: what was not yet written to a pipe is lost when waiting is taken up again.
        with tempfile.TemporaryFile() as given:
            given.write(stdin.encode())
            given.seek(0)
            process = subprocess.Popen(  # noqa: S603
                [path, *arguments],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "LANG": _LANG},
            )
    except OSError as error:
        msg = f"pandoc could not be started ({error.strerror or error}). {_INSTALL}"
        raise PandocError(msg) from error
    with process:
        try:
            response, errors = _wait(process, seconds, on_progress)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        message = errors.decode(errors="replace").strip().splitlines()
        msg = f"pandoc failed (exit {process.returncode}): {' '.join(message[-6:]) or 'without a message'}"
        raise PandocError(msg)
    return response.decode(errors="replace")


def _wait(process: subprocess.Popen[bytes], seconds: float, on_progress: OnProgress) -> tuple[bytes, bytes]:
    """Return what pandoc printed, calling ``on_progress`` while it works; raise PandocError after ``seconds``."""
    start = time.monotonic()
    while True:
        left = start + seconds - time.monotonic()
        try:
            return process.communicate(timeout=max(min(left, _EVERY), 0))
        except subprocess.TimeoutExpired as error:
            if time.monotonic() - start >= seconds:
                msg = (
                    f"pandoc did not answer within {seconds:g} seconds. "
                    "If the machine is slow, raise extra.citations.pandoc_timeout in mkdocs.yml."
                )
                raise PandocError(msg) from error
            on_progress(f"pandoc is at work, for {time.monotonic() - start:.0f} of at most {seconds:g} seconds")


@cache
def _checked(path: Path, seconds: float) -> Path:
    first = _call(path, ["--version"], "", seconds).split("\n", 1)[0].split()
    if first[-1:] != [VERSION]:
        msg = f"pandoc is {' '.join(first) or 'of an unknown version'}, but {VERSION} is needed. {_INSTALL}"
        raise PandocError(msg)
    return path


def run_pandoc(arguments: Sequence[str], stdin: str, seconds: float, on_progress: OnProgress = ignore_progress) -> str:
    """Return what pandoc prints for ``stdin``; raise PandocError, also after ``seconds`` without an answer.

    ``on_progress`` is called every ten seconds while it is still at work.
    """
    return _call(_checked(find_pandoc(), seconds), arguments, stdin, seconds, on_progress)
