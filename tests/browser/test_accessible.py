"""What axe can see, on every page and in every state, and what it cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.axe import faults
from support.served import Served

pytestmark = pytest.mark.browser

SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def visit(browser: Browser, scheme: str, screen: str) -> BrowserContext:
    return browser.new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Served, scheme: str, screen: str) -> None:
    with visit(browser, scheme, screen) as context:
        page = context.new_page()
        for path in [*site.pages(), "404.html"]:
            page.goto(f"{site.address}{path.removeprefix('/')}")
            assert faults(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_search_open(browser: Browser, site: Served, scheme: str) -> None:
    with visit(browser, scheme, "desk") as context:
        page = context.new_page()
        page.goto(site.address)
        page.get_by_role("textbox", name="Search").click()
        page.keyboard.type("back pain", delay=20)
        expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
        assert faults(page) == []


def test_the_closed_menu_takes_no_focus_and_opens_by_keyboard(browser: Browser, site: Served) -> None:
    with visit(browser, "light", "phone") as context:
        page = context.new_page()
        page.goto(site.address)
        for _ in range(12):
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const b = document.activeElement.getBoundingClientRect(); return b.right })()"
            )
            assert box > 0, page.evaluate("document.activeElement.outerHTML")
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
        assert faults(page) == []


def test_single_keys_do_nothing(page: Page, site: Served) -> None:
    page.goto(f"{site.address}understand/what-is-prt/")
    for key in ("f", "s", "/", "n", "p"):
        page.keyboard.press(key)
    assert page.url == f"{site.address}understand/what-is-prt/"
    assert not page.evaluate("document.getElementById('__search').checked")


def test_nothing_is_lost_in_forced_colours(browser: Browser, site: Served) -> None:
    context = browser.new_context(viewport=SCREENS["phone"], forced_colors="active")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.address}practise/somatic-tracking/")
    box = page.get_by_text("Check first.").locator("xpath=ancestor::*[@role='note']")
    assert box.evaluate("element => getComputedStyle(element).borderTopStyle") != "none"
    context.close()
