"""What axe can see, on every page and in every state, and what it cannot: colours taken away, letters spread, zoom."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from support.axe import COLOURS, faults
from support.served import Served

pytestmark = pytest.mark.browser

SCREENS: dict[str, Any] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
# One of each kind of page.
KINDS = ("", "flare/", "practise/somatic-tracking/", "evidence/what-we-know/", "handouts/", "references/", "404.html")
# What can go wrong on a small screen alone.
SMALL = ("target-size", "scrollable-region-focusable", "aria-hidden-focus")


def visit(browser: Browser, screen: str = "phone", **context: Any) -> BrowserContext:
    return browser.new_context(viewport=SCREENS[screen], **context)


def test_axe_finds_nothing_on_any_page(browser: Browser, site: Served) -> None:
    found: list[str] = []
    with visit(browser) as context:
        page = context.new_page()
        for path in [*site.pages(), "404.html"]:
            address = path.removeprefix("/")
            page.emulate_media(color_scheme="light", media="screen")
            page.set_viewport_size(SCREENS["desk"])
            page.goto(f"{site.address}{address}")
            found += [f"{path} {fault}" for fault in faults(page)]
            page.set_viewport_size(SCREENS["phone"])
            found += [f"{path} phone {fault}" for fault in faults(page, *SMALL)]
            page.emulate_media(color_scheme="dark")
            found += [f"{path} dark {fault}" for fault in faults(page, *COLOURS)]
            if address in KINDS:
                page.emulate_media(media="print")
                found += [f"{path} print {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_with_search_open(browser: Browser, site: Served, scheme: str, screen: str) -> None:
    with visit(browser, screen, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(site.address)
        if screen == "phone":
            page.get_by_role("button", name="Search").click()
        page.get_by_role("textbox", name="Search").click()
        page.keyboard.type("back pain", delay=20)
        expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
        assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_menu_open(browser: Browser, site: Served, scheme: str) -> None:
    with visit(browser, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{site.address}understand/what-is-prt/")
        page.get_by_role("button", name="Menu").click()
        page.get_by_text("On this page").first.click()
        assert faults(page) == []


# ---- What axe cannot see


def test_nothing_is_lost_in_forced_colours(browser: Browser, site: Served) -> None:
    with visit(browser, "desk", forced_colors="active") as context:
        page = context.new_page()
        page.goto(f"{site.address}understand/warning-signs/")
        box = page.locator(".admonition").first
        assert box.evaluate("element => getComputedStyle(element).borderTopStyle") != "none"
        # The theme's icons are masks, drawn by their ground, which forced colours would make the page's own.
        icon, ground, text = page.evaluate("""() => {
          const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
          const icon = style(".admonition-title", "::before").backgroundColor;
          return [icon, style("body").backgroundColor, style(".md-typeset p").color];
        }""")
        assert (icon != ground, icon) == (True, text)
        # Where you are, and that a part can be opened, are lines, not grounds.
        here = page.locator(".site-nav a[aria-current]")
        assert here.evaluate("link => getComputedStyle(link).fontWeight") == "700"
        arrow = "summary => getComputedStyle(summary, '::after').borderRightStyle"
        assert page.locator(".site-nav summary").first.evaluate(arrow) == "solid"


def test_nothing_moves_by_itself(page: Page, site: Served) -> None:
    page.goto(f"{site.address}understand/what-is-prt/")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(element => {
      const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(element);
      return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior !== "auto";
    }).map(element => element.outerHTML.slice(0, 100))""")
    assert moving == []


# Letters, words, lines and paragraphs set apart as far as WCAG 1.4.12 asks. A style element would not be allowed.
SPREAD = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
                     p {margin-bottom: 2em !important}`);
  document.adoptedStyleSheets = [sheet];
}"""
# Words cut off by what they stand in; what scrolls shows them all, and a skip link is shown when it has focus.
CUT = """() => [...document.querySelectorAll("body *")].filter(element => {
  const {overflowX, overflowY} = getComputedStyle(element);
  const hidden = (overflow, inner, outer) => ["hidden", "clip"].includes(overflow) && inner > outer + 1;
  return element.checkVisibility({visibilityProperty: true}) && element.innerText?.trim()
    && (hidden(overflowX, element.scrollWidth, element.clientWidth)
        || hidden(overflowY, element.scrollHeight, element.clientHeight));
}).map(element => element.outerHTML.slice(0, 100))"""


def test_zoom_to_four_hundred_percent_and_spread_letters_lose_nothing(browser: Browser, site: Served) -> None:
    with browser.new_context(viewport={"width": 320, "height": 256}) as context:
        page = context.new_page()
        for path in KINDS:
            page.goto(f"{site.address}{path}")
            page.evaluate(SPREAD)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert page.evaluate(CUT) == [], path
        page.goto(site.address)
        page.get_by_role("button", name="Menu").click()
        page.evaluate(SPREAD)
        last = page.locator(".site-nav").get_by_role("link", name="Find out more")
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport(ratio=1)


def heights(links: Locator) -> dict[str, float]:
    """How high each of those that show is, by its words."""
    shown = [(link.inner_text(), link.bounding_box()) for link in links.all() if link.is_visible()]
    return {words: box["height"] for words, box in shown if box}


def test_what_people_in_pain_reach_for_is_large_enough(browser: Browser, site: Served) -> None:
    with visit(browser, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{site.address}practise/somatic-tracking/")
        wanted = ".md-banner a, .md-header button, .check-first a, .read-next a, .site-parts a, details > summary"
        sizes = heights(page.locator(wanted))
        page.get_by_role("button", name="Menu").click()
        sizes |= heights(page.locator(".site-nav :is(a, summary, button)"))
        page.goto(site.address)
        sizes |= heights(page.locator(".grid.cards a"))
        assert len(sizes) > 30
        assert {words: height for words, height in sizes.items() if height < 44} == {}


def test_a_heading_is_read_as_its_words(page: Page, site: Served) -> None:
    page.goto(f"{site.address}practise/guided/")
    expect(page.get_by_role("heading", name="Guided practice", exact=True)).to_be_visible()
    assert page.locator(".headerlink").count() > 2
