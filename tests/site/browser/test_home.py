"""The home page: the two ways in at once, a picture, and doors for clinicians and families before one scrolls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from support.served import Served

pytestmark = pytest.mark.browser

WAYS = {"Having a flare-up?": "flare/", "Start here": "understand/checked/"}
DOORS = ("Two quiet minutes", "For clinicians", "For family and friends")
SECTIONS = ["Understand", "Practise", "Evidence", "Handouts", "For clinicians", "Find out more"]
# Every colour of text and of lines and areas on the page, as red, green and blue.
REDS = """() => [...document.querySelectorAll("body *")].filter(each => each.checkVisibility()).flatMap(each => {
  const style = getComputedStyle(each);
  const colours = [style.color, style.backgroundColor, style.borderTopColor, style.fill, style.stroke];
  const red = colour => {
    const [r, g, b, a = 1] = (colour.match(/[\\d.]+/g) || []).map(Number);
    return a > 0 && r > 110 && r > 1.7 * g && r > 1.7 * b;
  };
  return colours.some(red) ? [each.textContent.trim()] : [];
})"""


def home(browser: Browser, site: Served, width: int, height: int, scheme: str = "light") -> Page:
    viewport = {"width": width, "height": height}
    page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(site.address)
    return page


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_two_ways_in_are_in_view(browser: Browser, site: Served, width: int, height: int) -> None:
    page = home(browser, site, width, height)
    for way, leads_to in WAYS.items():
        link = page.get_by_role("article").get_by_role("link", name=way)
        expect(link).to_be_in_viewport(ratio=1)
        assert link.get_attribute("href") == leads_to
    page.context.close()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_doors_are_side_by_side_and_above_the_fold_where_there_is_room(
    browser: Browser, site: Served, width: int, beside: bool
) -> None:
    page = home(browser, site, width, 800)
    doors = [page.locator(".doors li", has_text=door) for door in DOORS]
    boxes = [door.bounding_box() for door in doors]
    tops = {round(box["y"]) for box in boxes if box}
    assert len(tops) == (1 if beside else 3)
    if beside:
        for door in doors:
            expect(door).to_be_in_viewport(ratio=1)
    page.context.close()


def test_the_picture_says_what_it_shows(browser: Browser, site: Served) -> None:
    page = home(browser, site, 1280, 800)
    expect(page.get_by_role("img", name="A quiet moment")).to_be_in_viewport(ratio=1)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_red_but_get_help_now(browser: Browser, site: Served, scheme: str) -> None:
    page = home(browser, site, 390, 844, scheme)
    assert set(page.evaluate(REDS)) <= {"Get help now"}
    page.context.close()


def test_six_sections_are_one_tap_away_on_a_wide_screen_and_in_the_menu_of_a_phone(
    browser: Browser, site: Served
) -> None:
    wide = home(browser, site, 1280, 800)
    sections = wide.get_by_role("navigation", name="Main sections").get_by_role("link")
    assert sections.all_inner_texts() == SECTIONS
    sections.filter(has_text="Evidence").click()
    expect(wide.get_by_role("link", name="Evidence").first).to_have_attribute("aria-current", "true")
    wide.context.close()
    phone = home(browser, site, 390, 844)
    expect(phone.get_by_role("navigation", name="Main sections")).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    for section in SECTIONS:
        expect(phone.locator(".site-nav").get_by_text(section, exact=True)).to_be_in_viewport()
    phone.context.close()


def test_a_guided_practice_starts_in_one_tap(browser: Browser, site: Served) -> None:
    page = home(browser, site, 390, 844)
    page.get_by_role("link", name="Start a two-minute guided practice").click()
    expect(page.locator(".guided-now")).to_contain_text("Settle.")
    page.context.close()
