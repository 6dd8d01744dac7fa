"""The home page: a reader in a flare, and each of the three readers, sees the way in at once."""

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


def test_the_way_for_a_flare_is_in_view_on_a_phone(browser: Browser, site: Served) -> None:
    page = home(browser, site, 390, 844)
    box = page.locator(".admonition", has_text="Is your pain flaring right now?")
    expect(box).to_be_in_viewport(ratio=1)
    expect(box.get_by_role("link", name="three steps for a flare")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="In a flare now?")).to_be_in_viewport(ratio=1)
    page.context.close()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_three_doors_stand_side_by_side_where_there_is_room(
    browser: Browser, site: Served, width: int, beside: bool
) -> None:
    page = home(browser, site, width, 900)
    boxes = [page.locator(".grid.cards li", has_text=door).bounding_box() for door in DOORS]
    tops = {round(box["y"]) for box in boxes if box}
    assert len(tops) == (1 if beside else 3)
    if beside:
        for door in DOORS:
            expect(page.get_by_text(door, exact=True)).to_be_in_viewport(ratio=1)
    page.context.close()
