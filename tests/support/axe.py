"""What axe finds wrong with a page for those who use a keyboard, a screen reader or large print."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Material's two header buttons are labels; as buttons they are reached by keyboard, which matters more than the rule.
KNOWN = {"aria-allowed-role"}


def faults(page: Page) -> list[str]:
    """What axe finds, each with the first element that has it."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["id"] not in KNOWN]
