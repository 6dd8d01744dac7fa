"""A reader in a flare-up: one tap from every page, steps that fit a phone, few words, and numbers to call."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from support.served import Served

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
MOST_WORDS = 240  # about 200 and the numbers themselves
# From the title to the end of the page's own text; what to read next and the trust block come below the fold.
OWN_TEXT = """() => {
  const parts = [...document.querySelector("article").children];
  const end = parts.findIndex(part => part.matches(".read-next"));
  const own = parts.slice(0, end).filter(part => part.checkVisibility());
  return own.map(part => part.innerText).join("\\n");
}"""


def flare(browser: Browser, site: Served, scheme: str = "light") -> Page:
    page = browser.new_context(viewport=PHONE, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.address}flare/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_are_on_one_screen_of_a_phone_and_so_is_where_the_numbers_begin(
    browser: Browser, site: Served, scheme: str
) -> None:
    page = flare(browser, site, scheme)
    assert page.evaluate("scrollY") == 0
    for step in page.locator(".one-screen ol > li").all():
        expect(step).to_be_in_viewport(ratio=1)
    expect(page.locator(".check-first")).to_be_in_viewport(ratio=1)
    expect(page.locator("#cant-go-on")).to_be_in_viewport(ratio=1)
    expect(page.locator(".page-trust")).not_to_be_in_viewport()
    page.context.close()


def test_crisis_lines_can_be_called_and_texted_from_the_page(browser: Browser, site: Served) -> None:
    page = flare(browser, site)
    numbers = page.locator(".one-screen #cant-go-on ~ *").get_by_role("link")
    schemes = {link.partition(":")[0] for each in numbers.all() if (link := each.get_attribute("href"))}
    assert schemes == {"tel", "sms", "https"}
    page.context.close()


def test_it_has_few_words(browser: Browser, site: Served) -> None:
    page = flare(browser, site)
    words = re.findall(r"\w[\w’-]*", page.evaluate(OWN_TEXT))
    assert 40 < len(words) <= MOST_WORDS
    page.context.close()


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("has been checked", "understand/checked/"),
        ("When to get help", "understand/warning-signs/"),
        ("Try the two-minute guided practice", "practise/guided/#start"),
    ],
)
def test_each_way_on_leads_where_it_says(browser: Browser, site: Served, link: str, leads_to: str) -> None:
    page = flare(browser, site)
    page.get_by_role("article").get_by_role("link", name=link, exact=True).first.click()
    assert page.url == f"{site.address}{leads_to}"
    if leads_to.endswith("#start"):
        expect(page.get_by_role("dialog", name="Guided practice")).to_be_visible()
    elif "#" in leads_to:
        expect(page.locator(f"#{leads_to.split('#')[1]}")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_it_is_one_tap_from_every_page(browser: Browser, site: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in [*site.pages(), "404.html"]:
        file = path if path.endswith(".html") else f"{path}index.html"
        if 'http-equiv="refresh"' in (site.folder / file.removeprefix("/")).read_text(encoding="utf-8"):
            continue  # an old address, which may lead to a place further down a page
        page.goto(f"{site.address}{path.removeprefix('/')}")
        folder = "es/" if path.startswith("es/") else ""
        link = page.get_by_role("link", name="¿Tiene un brote?" if folder else "Having a flare-up?").first
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box, path
        assert box["height"] >= 24, path
        # The 404 page can be shown at any depth, so its links begin at the host.
        if not path.endswith("404.html"):
            link.click()
            assert page.url == f"{site.address}{folder}flare/", path
    context.close()
