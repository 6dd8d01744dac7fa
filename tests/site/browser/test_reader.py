"""What a reader does on the built site, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from support.served import Served

pytestmark = pytest.mark.browser


def search(page: Page, words: str) -> list[str]:
    """Type into the search box; the titles and texts of what it finds, in order."""
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type(words, delay=20)
    results = page.locator(".md-search-result__item")
    expect(results.first).to_be_visible(timeout=20_000)
    return [text.strip() for text in results.all_inner_texts()]


def test_search_somatic_follow_a_citation_and_back(page: Page, site: Served) -> None:
    page.goto(site.address)
    found = search(page, "somatic")
    assert "Somatic tracking, step by step" in found[0]
    page.keyboard.press("Escape")

    page.goto(f"{site.address}evidence/back-pain-trial/")
    citation = page.get_by_role("link", name=re.compile(r"^Tankha et al\., 2023, p\. 1588$"))
    citation.click()
    assert page.url == f"{site.address}evidence/back-pain-trial/#ref-tankha2023"
    reference = page.locator("#ref-tankha2023")
    expect(reference).to_be_in_viewport()
    expect(reference).to_contain_text("Tankha, H., Lumley, M. A., Gordon, A.")
    doi = reference.get_by_role("link", name="https://doi.org/")
    assert doi.get_attribute("href") == "https://doi.org/10.1016/j.jpain.2023.04.006"
    page.go_back()
    assert page.url == f"{site.address}evidence/back-pain-trial/"
    expect(citation).to_be_in_viewport()


def test_the_search_opens_for_who_was_there_before_its_script(page: Page, site: Served) -> None:
    page.goto(site.address)
    page.get_by_role("textbox", name="Search").click()
    page.evaluate("document.getElementById('__search').checked = false")  # as it is where no script saw the click
    page.keyboard.type("somatic", delay=20)
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)


def test_citations_read_as_text_in_search(page: Page, site: Served) -> None:
    page.goto(site.address)
    found = search(page, "brinjikji")
    assert any("neuroplastic" in text for text in found)
    index = page.request.get(f"{site.address}search/search_index.json").json()
    texts = {doc["location"]: doc["text"] for doc in index["docs"]}
    # The page that shows contributors what to type is the one that means it.
    assert not [place for place, text in texts.items() if "[@" in text and not place.startswith("contribute/citing/")]
    assert any(re.search(r"\(Brinjikji,[^@]* 2015\)", text) for text in texts.values())


def test_nothing_is_left_unresolved(site: Served) -> None:
    for path in site.folder.glob("**/*.html"):
        html = re.sub(r"<(code|pre)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "[@" not in html, path
        assert "citation-missing" not in html, path
        assert "data-full-bibliography" not in html, path


def test_every_citation_leads_to_its_reference(site: Served) -> None:
    for path in site.folder.glob("**/index.html"):
        html = path.read_text(encoding="utf-8")
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        targets = set(re.findall(r'href="#(ref-[^"]+)"', html))
        assert targets <= set(ids), path


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(browser: Browser, site: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in site.pages():
        page.goto(f"{site.address}{path.removeprefix('/')}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_pages_read_without_javascript(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}practise/somatic-tracking/")
    expect(page.get_by_role("heading", name="Somatic tracking, step by step")).to_be_visible()
    expect(page.locator(".check-first")).to_be_visible()
    page.goto(f"{site.address}understand/what-is-prt/")
    page.get_by_role("link", name="Ashar et al., 2021", exact=True).first.click()
    expect(page.locator("#ref-ashar2021")).to_be_in_viewport()
    context.close()


def test_warning_signs_are_one_tap_from_every_page(browser: Browser, site: Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in site.pages():
        page.goto(f"{site.address}{path.removeprefix('/')}")
        spanish = path.startswith("es/")
        link = page.get_by_role("link", name="Pedir ayuda ya" if spanish else "Get help now").first
        expect(link).to_be_in_viewport()
        link.click()
        title = "Señales de alarma" if spanish else "Warning signs"
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_pages_whole(browser: Browser, site: Served, width: int, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    for path in ("", "es/", "about/", "handouts/", "handouts/measures/", "handouts/eight-steps/", "references/"):
        page.goto(f"{site.address}{path}")
        size = devtools.send("Page.getLayoutMetrics")["cssContentSize"]  # a script could not tell where there are none
        assert size["width"] <= width, path
    context.close()
