"""Waiting for a page to be so. Playwright's own ``wait_for_function`` asks the page itself to look again, by ``eval``,
which our pages' policy forbids.
"""

from __future__ import annotations

from playwright.sync_api import Page


def until(page: Page, so: str, seconds: float = 10) -> None:
    """Wait until the JavaScript expression ``so`` holds; fails after ``seconds``."""
    for _ in range(round(seconds * 20)):
        if page.evaluate(so):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not so after {seconds} seconds: {so}")
