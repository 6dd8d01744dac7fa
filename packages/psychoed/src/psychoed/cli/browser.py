"""Finds a Chromium that starts, and opens it.

The order is CHROME_PATH or CHROME_BIN, the system's browsers, Playwright's own. A browser counts only if it has shown
a page: Ubuntu's ``chromium-browser`` may be a stub that can't start. The result is stored in the cache, so that the
search is made once.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psychoed.cli.console import UserError
from psychoed.cli.processes import run_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLES = ("CHROME_PATH", "CHROME_BIN")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
"""No sandbox, as in Playwright: root and most containers can't have one, and only our own pages are shown."""

_NOTE = "browser"
_ASK = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


def list_candidates(environ: Mapping[str, str], which: Callable[[str], str | None]) -> Iterator[str]:
    """Yield the browsers set by the user, then the system's, best first."""
    for name in (*(environ[variable] for variable in VARIABLES if environ.get(variable)), *NAMES):
        if path := which(name):
            yield path


def can_start(path: str | Path, seconds: float = 60) -> bool:
    """Return whether the program at ``path`` shows an empty page."""
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        shown = run_program([path, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", "about:blank"], seconds)
    return shown.ok and "<html" in shown.output


def find_downloaded() -> str | None:
    """Return Playwright's own browser if it was downloaded completely, whether or not it starts."""
    done = run_program([sys.executable, "-c", _ASK], 60)
    path = Path(done.output.strip())
    # Playwright leaves a marker in the folder once the download is complete.
    whole = any((folder / "INSTALLATION_COMPLETE").exists() for folder in path.parents[:3])
    return str(path) if done.ok and os.access(path, os.X_OK) and whole else None


def _read_note(note: Path) -> str | None:
    """Return the browser found earlier, unless it was removed or the user has set another one."""
    try:
        path = note.read_text(encoding="utf-8").strip()
    except OSError:
        return None
    named = [os.environ[variable] for variable in VARIABLES if os.environ.get(variable)]
    return path if os.access(path, os.X_OK) and (not named or path in map(shutil.which, named)) else None


def find_browser(cache: Path) -> str | None:
    """Return a browser that starts, without installing anything."""
    note = cache / _NOTE
    if path := _read_note(note):
        return path
    found = next((path for path in list_candidates(os.environ, shutil.which) if can_start(path)), None)
    if found is None and (own := find_downloaded()) and can_start(own):
        found = own
    if found:
        note.parent.mkdir(exist_ok=True)
        note.write_text(f"{found}\n", encoding="utf-8")
    return found


@contextmanager
def open_browser(cache: Path) -> Iterator[Browser]:
    """Open the browser, and close it at the end. Raises UserError if there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise UserError("This needs Playwright, which drives the browser. Do: pip install playwright") from error
    path = find_browser(cache)
    if not path:
        raise UserError("No browser was found that starts. psychoed doctor says how to get one.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--disable-gpu"])
        yield chromium
        chromium.close()
