"""What readers come for, played on a phone from the first page, with taps counted.

Five people who see the site for the first time: one in a flare-up, one who wants to try something, one with an
appointment tomorrow, one who is worried by a new symptom, and one who asks whether it works.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.served import Served

pytestmark = pytest.mark.browser


class Visitor:
    """Somebody with a phone, who taps; what is not on the screen is scrolled to first."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, name: str, role: Literal["link", "button"] = "link") -> None:
        """Tap the first link or button of this name that can be seen."""
        self.tap_on(self.page.get_by_role(role, name=name).first)

    def tap_on(self, place: Locator) -> None:
        """Tap on this part of the page."""
        expect(place).to_be_visible()
        place.tap()
        self.taps += 1

    def sees(self, text: str) -> None:
        """Expect that a text is on the screen, without scrolling."""
        expect(self.page.get_by_text(text).first).to_be_in_viewport()

    def title(self, text: str) -> None:
        """Expect that the page has this title, and that it is on the screen."""
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(text)
        expect(heading).to_be_in_viewport()


@pytest.fixture
def visitor(browser: Browser, site: Served) -> Iterator[Visitor]:
    """A first-time reader, on the home page."""
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
        page.goto(site.address)
        yield Visitor(page)


def test_steps_for_a_flare_up_in_one_tap(visitor: Visitor, site: Served) -> None:
    visitor.tap("Having a flare-up?")
    visitor.title("Having a flare-up?")
    for step in ("Pause.", "Notice.", "Remind.", "Be kind."):
        visitor.sees(step)
    assert visitor.taps == 1
    visitor.page.goto(f"{site.address}evidence/open-questions/")  # wherever they are
    visitor.tap("Having a flare-up?")
    visitor.sees("Pause.")
    assert visitor.taps == 2


def test_a_guided_practice_runs_after_one_tap(visitor: Visitor) -> None:
    visitor.tap("Start a two-minute guided practice")
    visitor.sees("Step 1 of 6")
    assert visitor.taps == 1
    visitor.tap("Stop now", "button")
    visitor.sees("Stopped. That’s fine.")


def test_from_the_flare_page_a_practice_is_one_tap_away(visitor: Visitor) -> None:
    visitor.tap("Having a flare-up?")
    visitor.tap("Try the two-minute guided practice")
    visitor.sees("Step 1 of 6")
    assert visitor.taps == 2


def test_a_handout_is_printed_in_three_taps(visitor: Visitor) -> None:
    visitor.tap("Print a handout")
    visitor.tap("A letter to my doctor")
    visitor.tap("Print this page", "button")
    visitor.page.wait_for_function("window.printed === 1")
    assert visitor.taps == 3


def test_warning_signs_are_found_in_one_tap_or_by_asking(visitor: Visitor, site: Served) -> None:
    visitor.tap("Get help now")
    visitor.title("Warning signs")
    assert visitor.taps == 1
    visitor.page.goto(site.address)
    visitor.tap("Search", "button")
    visitor.page.keyboard.type("numb between the legs", delay=20)
    visitor.tap_on(visitor.page.locator(".md-search-result__item > a").first)
    visitor.title("Warning signs")
    assert visitor.taps == 3


def test_the_evidence_is_found_in_one_tap(visitor: Visitor) -> None:
    visitor.sees("it can change")
    visitor.tap("What gives hope, and what don’t we know yet?")
    visitor.title("What gives hope")
    assert visitor.taps == 1
