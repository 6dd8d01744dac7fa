"""Finds a Chromium that starts, for the set-up and the browser tests.

The order is CHROME_PATH or CHROME_BIN, the system's browsers, Playwright's own. A browser counts only if it has shown
a page: Ubuntu's ``chromium-browser`` may be a stub that can't start. The result is stored in .cache, so that the
search is made once.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tools.system import APT_ENVIRONMENT, CACHE, SUDO, VENV_PYTHON, StuckError, apt_install, call, is_root, say

VARIABLES = ("CHROME_PATH", "CHROME_BIN")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
NOTE = CACHE / "browser"
HERE = CACHE / "ms-playwright"
"""Where Playwright's browser is downloaded if the user's own cache can't be written."""

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
"""No sandbox, as in Playwright: root and most containers can't have one, and only our own pages are shown."""

_ASK = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


def candidates(environ: Mapping[str, str], which: Callable[[str], str | None]) -> Iterator[str]:
    """Yield the browsers set by the user, then the system's, best first."""
    for name in (*(environ[variable] for variable in VARIABLES if environ.get(variable)), *NAMES):
        if path := which(name):
            yield path


def starts(path: str | Path, seconds: float = 60) -> bool:
    """Return whether the program at ``path`` shows an empty page."""
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        shown = call([path, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", "about:blank"], seconds)
    return shown.ok and "<html" in shown.output


def _noted() -> str | None:
    """Return the browser found earlier, unless it was removed or the user has set another one."""
    try:
        path = NOTE.read_text(encoding="utf-8").strip()
    except OSError:
        return None
    named = [os.environ[variable] for variable in VARIABLES if os.environ.get(variable)]
    return path if os.access(path, os.X_OK) and (not named or path in map(shutil.which, named)) else None


def _note(path: str) -> str:
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text(f"{path}\n", encoding="utf-8")
    return path


def _playwright(*arguments: str, here: bool, seconds: float) -> str | None:
    """Return what Playwright's Python prints when called with ``arguments``; None if it fails."""
    python = VENV_PYTHON if VENV_PYTHON.exists() else sys.executable
    env = APT_ENVIRONMENT | ({"PLAYWRIGHT_BROWSERS_PATH": str(HERE)} if here else {})
    done = call([python, *arguments], seconds, env)
    return done.output.strip() if done.ok else None


def _playwrights_own() -> str | None:
    """Return Playwright's own browser if it was downloaded completely, whether or not it starts."""
    for here in (False, True):
        path = _playwright("-c", _ASK, here=here, seconds=60)
        if path and os.access(path, os.X_OK) and _is_whole(Path(path)):
            return path
    return None


def _is_whole(path: Path) -> bool:
    """Return whether the download of Playwright's browser is complete; Playwright leaves a marker in its folder."""
    return any((folder / "INSTALLATION_COMPLETE").exists() for folder in path.parents[:3])


def find() -> str | None:
    """Return a browser that starts, without installing anything."""
    if path := _noted():
        return path
    for path in candidates(os.environ, shutil.which):
        if starts(path):
            return _note(path)
    own = _playwrights_own()
    return _note(own) if own and starts(own) else None


def help_line(distribution: str, downloaded: bool) -> str:
    """Return one line of help for a machine on which no browser was found."""
    if downloaded:
        do = f"{SUDO}.venv/bin/python -m playwright install-deps chromium"
    elif "ubuntu" in distribution:
        do = "install Google Chrome, or connect this computer to the internet and try again"
    else:
        do = f"{SUDO}apt-get install chromium"
    return f"The tests need a browser; none was found that starts, and none could be downloaded. Do: {do}"


def _distribution() -> str:
    try:
        return Path("/etc/os-release").read_text(encoding="utf-8").lower()
    except OSError:
        return ""


def executable() -> str:
    """Return the browser for the tests. Raises StuckError if none starts."""
    if path := find():
        return path
    raise StuckError(help_line(_distribution(), _playwrights_own() is not None))


def _download() -> str | None:
    """Download Playwright's own browser and return it."""
    say("Downloading a browser (once) …")
    # Without a writable home, as in some containers, it is downloaded into the clone.
    home = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME") or "/")
    nearest = next(path for path in (home, *home.parents) if path.exists())
    here = not os.access(nearest, os.W_OK)
    _playwright("-m", "playwright", "install", "--no-shell", "chromium", here=here, seconds=900)
    return _playwrights_own()


def _have_driver() -> None:
    """Make sure that Playwright starts: its Node.js needs a library that a bare Debian lacks."""
    started = call([VENV_PYTHON, "-m", "playwright", "--version"], 60)
    if started.ok:
        return
    if "libatomic" not in started.output:
        msg = f"{started.tail()}\nPlaywright does not start. Do: rm -rf .venv, then run the command again."
        raise StuckError(msg)
    if not apt_install("libatomic1"):
        too = "" if find() or "ubuntu" in _distribution() else " chromium"
        msg = f"Playwright, which drives the browser, needs a library. Do: {SUDO}apt-get install libatomic1{too}"
        raise StuckError(msg)


def make_ready() -> None:
    """Make sure that a browser starts: the system's, else Playwright's, else, as root, Debian's."""
    if _noted():
        return
    say("Looking for a browser …")
    _have_driver()
    if find():
        return
    own = _download()
    if own and not starts(own) and is_root():
        say("Installing the libraries it needs …")
        _playwright("-m", "playwright", "install-deps", "chromium", here=False, seconds=1800)
    if own and starts(own):
        _note(own)
    elif not (apt_install("chromium", "fonts-liberation") and find()):
        raise StuckError(help_line(_distribution(), own is not None))
