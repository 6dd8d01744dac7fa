"""Fixtures for tests in a real browser, which any test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from psychoed.cli.browser import open_browser
from support.site import ROOT


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that the set-up found."""
    with open_browser(ROOT / ".cache") as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new visit on a wide screen; fails on script errors."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
