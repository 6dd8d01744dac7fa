"""Words that are explained when they are pressed, without a script, and a page of all of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from support.axe import faults
from support.served import Served

pytestmark = pytest.mark.browser

PAGE = "practise/somatic-tracking/"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_press_shows_the_card_and_escape_takes_it_away(browser: Browser, site: Served, scripts: bool) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts).new_page()
    page.goto(f"{site.address}{PAGE}")
    term = page.get_by_role("button", name="outcome independence")
    card = page.get_by_text("Judging a practice by how you met the pain")
    expect(card).to_be_hidden()
    term.click()
    expect(card).to_be_in_viewport(ratio=1)
    if scripts:
        assert faults(page) == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()
    term.press("Enter")
    expect(card).to_be_visible()
    page.mouse.click(5, 300)
    expect(card).to_be_hidden()
    page.context.close()


def test_on_paper_a_term_is_a_word(browser: Browser, site: Served) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{site.address}{PAGE}")
    page.emulate_media(media="print")
    expect(page.get_by_text("Judging a practice by how you met the pain")).to_be_hidden()
    assert "PRT calls this outcome independence: you judge" in page.locator("article").inner_text()
    page.context.close()


def test_the_glossary_has_every_term(browser: Browser, site: Served) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{site.address}understand/glossary/#somatic-tracking")
    expect(page.locator("#somatic-tracking")).to_be_in_viewport()
    terms = page.locator("dl.glossary > dt").all_inner_texts()
    assert len(terms) >= 20
    assert terms == sorted(terms, key=str.casefold)
    page.context.close()
