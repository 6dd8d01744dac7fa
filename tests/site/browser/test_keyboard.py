"""A reader who uses a keyboard alone, and one whose browser runs no scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from support.served import Served
from support.until import until

pytestmark = pytest.mark.browser

LONG = "understand/what-is-prt/"
# Of what has focus: whether any of it can be seen, and what it is. A hidden control has its label outlined instead.
SEEN = """() => {
  const has = document.activeElement;
  const element = has.matches(".md-option") ? has.nextElementSibling : has;
  const boxes = [...element.getClientRects()].filter(({width, height}) => width && height);
  const shown = boxes.some(({left, right, top, bottom}) =>
    [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]].some(([x, y]) =>
      element.contains(document.elementFromPoint(x, y))));
  return [has === document.body || shown, element.outerHTML.slice(0, 120)];
}"""


def phone(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(address)
    return page


def focused(page: Page) -> str:
    said: str = page.evaluate("document.activeElement.innerText.trim()")
    return said


def test_the_closed_menu_takes_no_focus(browser: Browser, site: Served) -> None:
    page = phone(browser, f"{site.address}{LONG}")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().right") > 0
        assert not page.evaluate("!!document.activeElement.closest('.site-nav')")
    page.context.close()


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_the_menu_opens_holds_focus_and_gives_it_back(browser: Browser, site: Served, key: str) -> None:
    page = phone(browser, f"{site.address}{LONG}")
    menu = page.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Close menu")).to_be_focused()
    for _ in range(30):  # more than there are entries
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('.site-nav')"
        )
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.press(key)
    page.keyboard.press(key)
    expect(menu).to_be_focused()
    expect(page.locator(".site-nav")).to_be_hidden()
    page.context.close()


def test_a_part_opens_and_leads_to_its_pages(browser: Browser, site: Served) -> None:
    page = phone(browser, f"{site.address}{LONG}")
    page.get_by_role("button", name="Menu").press("Enter")
    here = page.locator(".site-nav [aria-current]")
    expect(here).to_be_visible()
    assert here.inner_text() == "What is Pain Reprocessing Therapy?"
    practise = page.locator(".site-nav summary", has_text="Practise")
    practise.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Somatic tracking, step by step"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}practise/somatic-tracking/")
    page.context.close()


def test_a_heading_of_the_page_is_reached_from_the_menu(browser: Browser, site: Served) -> None:
    page = phone(browser, f"{site.address}{LONG}")
    page.get_by_role("button", name="Menu").click()
    page.get_by_text("On this page").first.click()
    page.locator(".site-nav").get_by_role("link", name="Does it work?").click()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.get_by_role("heading", name="Does it work?")).to_be_in_viewport()
    page.context.close()


def test_a_wider_window_closes_the_menu(browser: Browser, site: Served) -> None:
    page = phone(browser, f"{site.address}{LONG}")
    page.get_by_role("button", name="Menu").click()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".md-content")).not_to_have_attribute("inert", "")
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (320, 256)])
def test_focus_is_never_hidden(browser: Browser, site: Served, width: int, height: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{site.address}evidence/what-we-know/")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(45):
            page.keyboard.press(key)
            shown, what = page.evaluate(SEEN)
            assert shown, (key, what)
    page.context.close()


def test_a_table_that_does_not_fit_scrolls_by_keyboard(browser: Browser, site: Served) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{site.address}evidence/back-pain-trial/")
    table = page.get_by_role("region", name=re.compile("^Table: Mean pain")).first
    table.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.scrollLeft > 0")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".md-typeset__scrollwrap").first).not_to_have_attribute("tabindex", "0")
    page.context.close()


def test_single_keys_do_nothing(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{LONG}")
    for key in ("f", "s", "/", "n", "p", ",", "."):
        page.keyboard.press(key)
    assert page.url == f"{site.address}{LONG}"
    assert not page.evaluate("document.getElementById('__search').checked")


def test_without_scripts_every_page_can_be_reached(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site.address}{LONG}")
    page.locator(".md-header label[for=__drawer]").click()
    page.locator(".site-nav summary", has_text="Handouts").click()
    page.locator(".site-nav").get_by_role("link", name="My flare-up plan").click()
    page.wait_for_url(f"{site.address}handouts/flare-up-plan/")
    # By keyboard alone: the parts at the end of the page.
    page.get_by_role("navigation", name="Site sections").get_by_role("link", name="Evidence").press("Enter")
    page.wait_for_url(f"{site.address}evidence/what-we-know/")
    context.close()
