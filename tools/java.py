"""Java for the tests: veraPDF, the PDF/UA validator, runs on it."""

from __future__ import annotations

import shutil

from tools.system import SUDO, StuckError, apt_install, call

PACKAGE = "default-jre-headless"


def is_there() -> bool:
    """Return whether Java starts."""
    return shutil.which("java") is not None and call(["java", "-version"], 60).ok


def make_ready() -> None:
    """Install Java if it is missing. Raises StuckError if that fails."""
    if is_there() or (apt_install(PACKAGE) and is_there()):
        return
    msg = f"The tests need Java 17 or newer, for veraPDF. Do: {SUDO}apt-get install {PACKAGE}"
    raise StuckError(msg)
