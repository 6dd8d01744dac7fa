"""The home page: readers in a flare-up and new readers see the way in at once; three kinds of reader have a door."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from support.served import Served

pytestmark = pytest.mark.browser

DOORS = ("I have pain", "I’m a clinician", "I want to help")


def home(browser: Browser, site: Served, width: int, height: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(site.address)
    return page


def test_the_two_ways_in_are_in_view_on_a_phone(browser: Browser, site: Served) -> None:
    page = home(browser, site, 390, 844)
    for way, leads_to in (("Go to the four steps", "flare/"), ("Find your starting point", "understand/checked/")):
        link = page.get_by_role("article").get_by_role("link", name=way)
        expect(link).to_be_in_viewport(ratio=1)
        assert link.get_attribute("href") == leads_to
    header = page.locator("[data-md-component=announce]")
    expect(header.get_by_role("link", name="Having a flare-up?")).to_be_in_viewport(ratio=1)
    page.context.close()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_three_doors_stand_side_by_side_where_there_is_room(
    browser: Browser, site: Served, width: int, beside: bool
) -> None:
    page = home(browser, site, width, 900)
    boxes = [page.locator(".grid.cards li", has_text=door).bounding_box() for door in DOORS]
    tops = {round(box["y"]) for box in boxes if box}
    assert len(tops) == (1 if beside else 3)
    page.context.close()
