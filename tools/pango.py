"""Finds the libraries that the PDFs need, and installs them if that is allowed.

Without them, ``python -m tools.setup pango`` stops, and ``pango-if-possible`` prints a message and continues.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.system import CACHE, SUDO, VENV_PYTHON, StuckError, apt_install, call, say

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
NOTE = CACHE / "pango"
"""Records that they were found, so that the search is made once."""

_ASK = "import sys; from psychoed.handouts import pango; sys.exit(pango.get_version() is None)"


def is_there() -> bool:
    """Return whether the three libraries load."""
    python = VENV_PYTHON if VENV_PYTHON.exists() else Path(sys.executable)
    return call([python, "-c", _ASK], 60).ok


def help_line(platform: str) -> str:
    """Return one line of help for a machine on which they could not be installed."""
    command = "brew install pango" if platform == "darwin" else f"{SUDO}apt-get install {' '.join(PACKAGES)}"
    return f"The PDFs need Pango. Do: {command}"


def make_ready(needed: bool) -> None:
    """Make sure that PDFs can be made; otherwise stop if they are ``needed``, else print a message."""
    if NOTE.exists() or is_there() or (apt_install(*PACKAGES) and is_there()):
        NOTE.parent.mkdir(exist_ok=True)
        NOTE.touch()
        return
    message = help_line(sys.platform)
    if needed:
        msg = f"{message}. Or, without PDFs: make site PDF=0"
        raise StuckError(msg)
    say(f"{message}. Continuing without PDFs.")
