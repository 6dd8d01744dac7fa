"""Opens the browser that the set-up found; needs Playwright, which is only in .venv."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tools import browser


@contextmanager
def opened() -> Iterator[Browser]:
    """Open the browser, and close it at the end."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.executable(), args=["--disable-gpu"])
        yield chromium
        chromium.close()
