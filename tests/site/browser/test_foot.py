"""The foot of a page is short: what was read and who checked it are one line each, until a reader opens them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from support.served import Served

pytestmark = pytest.mark.browser

PRACTICES = ("somatic-tracking", "safety-reappraisal", "gathering-evidence", "positive-sensations", "moving-again")
# From the end of the page's own text to the end of the page, without the site's footer.
FOOT = """() => {
  const first = document.querySelector("article > details.info:last-of-type, article > .page-sources");
  return document.querySelector("footer").getBoundingClientRect().top - first.getBoundingClientRect().top;
}"""


def phone(browser: Browser, site: Served, path: str, **options: bool) -> Page:
    page = browser.new_context(viewport={"width": 390, "height": 844}, **options).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.address}{path}")
    return page


@pytest.mark.parametrize("practice", PRACTICES)
def test_steps_begin_on_the_first_screen_and_the_foot_is_short(browser: Browser, site: Served, practice: str) -> None:
    page = phone(browser, site, f"practise/{practice}/")
    expect(page.locator("article > ol > li").first).to_be_in_viewport(ratio=1)
    assert page.evaluate(FOOT) < 800
    lines = [page.locator(f"article > {each} > summary") for each in (".page-sources", ".page-trust", ".cite-page")]
    for line in lines:
        box = line.bounding_box()
        assert box
        assert 44 <= box["height"] < 60
    page.context.close()


def test_a_link_to_a_source_opens_the_list(browser: Browser, site: Served) -> None:
    page = phone(browser, site, "understand/what-is-prt/#ref-ashar2021")
    expect(page.locator("#ref-ashar2021")).to_be_in_viewport()
    page.context.close()


def test_sources_are_opened_without_scripts_and_printed(browser: Browser, site: Served) -> None:
    page = phone(browser, site, "practise/somatic-tracking/", java_script_enabled=False)
    source = page.locator(".csl-entry").first
    expect(source).to_be_hidden()
    page.emulate_media(media="print")
    expect(source).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".page-sources summary").click()
    expect(source).to_be_visible()
    page.context.close()


def test_readers_can_say_whether_it_helped(browser: Browser, site: Served) -> None:
    page = phone(browser, site, "practise/somatic-tracking/")
    question = page.locator(".page-feedback")
    expect(question).to_contain_text("Was this page helpful?")
    question.get_by_role("link").click()
    expect(page).to_have_url(f"{site.address}about/#how-do-i-report-a-mistake")
    page.context.close()


def test_evidence_shows_its_sources(browser: Browser, site: Served) -> None:
    page = phone(browser, site, "evidence/what-we-know/")
    assert page.locator(".page-sources").count() == 0
    expect(page.locator(".csl-entry").first).to_be_visible()
    page.context.close()
