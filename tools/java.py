"""Java, for the tests: veraPDF, the validator of PDF/UA, runs on it."""

from __future__ import annotations

import shutil

from tools.system import SUDO, StuckError, apt_install, call

PACKAGE = "default-jre-headless"


def is_there() -> bool:
    """Whether a Java starts."""
    return shutil.which("java") is not None and call(["java", "-version"], 60).ok


def make_ready() -> None:
    """Install Java where it is missing; raises StuckError where that can't be done."""
    if is_there() or (apt_install(PACKAGE) and is_there()):
        return
    msg = f"The tests need Java 17 or newer, for veraPDF. Do: {SUDO}apt-get install {PACKAGE}"
    raise StuckError(msg)
