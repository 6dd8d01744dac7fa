"""A reader in a flare: one tap from every page, one screen of a phone, few words, and help from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from support.served import Served

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
MOST_WORDS = 150
# From the title to the end of the page's own text; what to read next and the trust block come below the fold.
OWN_TEXT = """() => {
  const parts = [...document.querySelector("article").children];
  const end = parts.findIndex(part => part.matches(".read-next"));
  const own = parts.slice(0, end).filter(part => part.checkVisibility());
  const bottoms = own.map(part => part.getBoundingClientRect().bottom);
  return [own.map(part => part.innerText).join("\\n"), Math.max(...bottoms)];
}"""


def flare(browser: Browser, site: Served, scheme: str = "light") -> Page:
    page = browser.new_context(viewport=PHONE, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.address}flare/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_whole_page_is_on_one_screen_of_a_phone(browser: Browser, site: Served, scheme: str) -> None:
    page = flare(browser, site, scheme)
    text, bottom = page.evaluate(OWN_TEXT)
    assert "Check first." in text
    assert "crisis lines" in text
    assert bottom <= PHONE["height"]
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("link", name="Go to the crisis lines")).to_be_in_viewport(ratio=1)
    expect(page.locator(".page-trust")).not_to_be_in_viewport()
    page.context.close()


def test_it_has_few_words(browser: Browser, site: Served) -> None:
    page = flare(browser, site)
    text, _ = page.evaluate(OWN_TEXT)
    words = re.findall(r"\w[\w’-]*", text)
    assert 40 < len(words) <= MOST_WORDS
    page.context.close()


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("warning signs", "understand/warning-signs/"),
        ("Try the two-minute practice", "practise/somatic-tracking/#short-version"),
        ("Go to the crisis lines", "understand/warning-signs/#crisis-lines"),
    ],
)
def test_each_way_on_leads_where_it_says(browser: Browser, site: Served, link: str, leads_to: str) -> None:
    page = flare(browser, site)
    page.get_by_role("article").get_by_role("link", name=link, exact=True).first.click()
    assert page.url == f"{site.address}{leads_to}"
    if "#" in leads_to:
        expect(page.locator(f"#{leads_to.split('#')[1]}")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_it_is_one_tap_from_every_page(browser: Browser, site: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in [*site.pages(), "404.html"]:
        page.goto(f"{site.address}{path.removeprefix('/')}")
        link = page.get_by_role("link", name="In a flare now?").first
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box, path
        assert box["height"] >= 24, path
        # The 404 page can be shown at any depth, so its links begin at the host.
        if path != "404.html":
            link.click()
            assert page.url == f"{site.address}flare/", path
    context.close()
