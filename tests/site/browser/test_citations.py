"""What a reader does with citations and references on the built site, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.axe import faults
from support.schema import json_ld, wrong
from support.served import Served
from support.site import THEME_FILES
from support.until import until

pytestmark = pytest.mark.browser

ASSETS = THEME_FILES / "assets"
ARTICLE = "understand/what-is-prt/"


@contextmanager
def visit(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """A page at ``address``, which must raise no script errors."""
    opened = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
    page = opened.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    yield page
    opened.close()
    assert errors == []


def card(page: Page) -> Locator:
    return page.locator("#citation-card")


def citation(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def test_the_cards_script_stays_small() -> None:
    """As written; test_fast.py has the budget of all scripts as built."""
    assert (ASSETS / "citations.js").stat().st_size <= 4200


# ---- The card


def test_hover_shows_the_reference_and_the_pointer_can_reach_it(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    link = citation(page, "Ashar et al., 2021")
    link.scroll_into_view_if_needed()
    link.hover()
    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text("Ashar, Y. K., Gordon, A., Schubiner, H.")
    expect(card(page).get_by_role("link", name="https://doi.org/10.1001/jamapsychiatry.2021.2669")).to_be_visible()
    free = card(page).get_by_role("link", name="Open access")
    assert free.get_attribute("href") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC8482298/"
    assert "Back to" not in card(page).inner_html()
    free.hover()
    page.wait_for_timeout(600)
    expect(card(page)).to_be_visible()
    page.mouse.move(2, 2)
    page.wait_for_timeout(100)
    expect(card(page)).to_be_visible()
    expect(card(page)).to_have_count(0)


def test_a_passing_pointer_opens_nothing(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    link = citation(page, "Ashar et al., 2021")
    link.scroll_into_view_if_needed()
    link.hover()
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    expect(card(page)).to_have_count(0)


def test_all_works_of_a_cluster_are_shown(page: Page, site: Served) -> None:
    page.goto(f"{site.address}contribute/citing/")
    page.locator('[data-cites="gordon2021 ashar2021"] a').first.focus()
    expect(card(page)).to_contain_text("Gordon, A., & Ziv, A. (2021)")
    expect(card(page)).to_contain_text("Ashar, Y. K., Gordon, A.")


def test_by_keyboard_focus_opens_escape_closes_and_focus_stays(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    link = citation(page, "Ashar et al., 2021")
    link.focus()
    expect(card(page)).to_be_visible()
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") == "citation-card"
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None


def test_tab_goes_through_the_card_and_on(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    link = citation(page, "Ashar et al., 2021")
    link.focus()
    for name in ("https://doi.org/10.1001/jamapsychiatry.2021.2669", "Open access: full text", "Show in the list"):
        page.keyboard.press("Tab")
        expect(card(page).get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    expect(link).not_to_be_focused()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_tap_opens_the_card_and_the_second_leads_to_the_list(browser: Browser, site: Served) -> None:
    phone = {"width": 390, "height": 844}
    with visit(browser, f"{site.address}{ARTICLE}", viewport=phone, has_touch=True, is_mobile=True) as page:
        link = citation(page, "Ashar et al., 2021")
        link.tap()
        expect(card(page)).to_be_visible()
        assert page.url == f"{site.address}{ARTICLE}"
        box = card(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        page.touchscreen.tap(5, 300)
        expect(card(page)).to_have_count(0)
        link.tap()
        link.tap()
        assert page.url == f"{site.address}{ARTICLE}#ref-ashar2021"
        expect(card(page)).to_have_count(0)
        page.go_back()
        link.tap()
        card(page).get_by_role("link", name="Show in the list").tap()
        assert page.url == f"{site.address}{ARTICLE}#ref-ashar2021"
        expect(page.locator("#ref-ashar2021")).to_be_in_viewport()


def test_a_click_goes_to_the_list_as_ever(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    citation(page, "Ashar et al., 2021").click()
    assert page.url == f"{site.address}{ARTICLE}#ref-ashar2021"
    expect(card(page)).to_have_count(0)


def test_at_four_hundred_percent_the_card_fits(browser: Browser, site: Served) -> None:
    with visit(browser, f"{site.address}{ARTICLE}", viewport={"width": 320, "height": 256}) as page:
        page.locator("table .citation a").first.focus()
        box = card(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.evaluate(f"scrollBy(0, {box['y'] + box['height'] - 250})")
        expect(card(page).get_by_role("link", name="Show in the list")).to_be_in_viewport()


def test_the_card_has_an_edge_in_forced_colours_and_does_not_print(browser: Browser, site: Served) -> None:
    with visit(browser, f"{site.address}{ARTICLE}", forced_colors="active") as page:
        citation(page, "Ashar et al., 2021").focus()
        assert card(page).evaluate("card => getComputedStyle(card).borderTopStyle") == "solid"
        page.emulate_media(media="print")
        expect(card(page)).to_be_hidden()
        expect(page.locator(".backlinks").first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_the_card_open_or_in_the_full_list(
    browser: Browser, site: Served, scheme: str, width: int
) -> None:
    screen = {"width": width, "height": 900}
    with visit(
        browser, f"{site.address}{ARTICLE}", viewport=screen, color_scheme=scheme, reduced_motion="reduce"
    ) as page:
        citation(page, "Ashar et al., 2021").focus()
        expect(card(page)).to_be_visible()
        assert faults(page) == []
        page.get_by_text("Cite this page").click()
        assert faults(page) == []
        page.goto(f"{site.address}references/")
        expect(page.get_by_role("button", name="Copy BibTeX: Ashar et al., 2021")).to_have_count(1)
        assert faults(page) == []


# ---- The way back


def test_from_a_reference_back_to_each_place_that_cites_it(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}#ref-ashar2021")
    back = page.locator("#ref-ashar2021").get_by_role("link", name="Back to citation 2 of Ashar et al., 2021")
    assert back.inner_text() == "b"
    back.click()
    place = page.locator(":target")
    expect(place).to_be_in_viewport()
    expect(place).to_contain_text("Ashar et al., 2021")
    header = page.locator(".md-header").bounding_box()
    cited = place.bounding_box()
    assert header
    assert cited
    assert cited["y"] >= header["y"] + header["height"]
    page.keyboard.press("Tab")
    expect(place.get_by_role("link").first).to_be_focused()


def test_every_way_back_leads_to_a_citation_of_its_own_reference(site: Served) -> None:
    for path in site.folder.glob("**/index.html"):
        html = path.read_text(encoding="utf-8")
        cited = {place: keys.split() for keys, place in re.findall(r'data-cites="([^"]+)" id="(cite-\d+)"', html)}
        entries = re.findall(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>(.*)</div>', html)
        backs = [(key, place) for key, entry in entries for place in re.findall(r'href="#(cite-\d+)"', entry)]
        for key, place in backs:
            assert key in cited[place], path
        if "doc-backlink" in html:
            assert {place for _, place in backs} == set(cited), path


# ---- The full list


def left(page: Page) -> list[str]:
    return [entry.split(",")[0] for entry in page.locator(".csl-entry:visible").all_inner_texts()]


def test_filter_sort_and_kind(page: Page, site: Served) -> None:
    page.goto(f"{site.address}references/")
    said = page.get_by_role("status")
    whole = page.locator(".csl-entry").count()
    expect(said).to_have_text(f"All {whole} sources")
    authors = left(page)
    page.get_by_role("searchbox", name="Find a source").fill("buchel auditory")
    expect(said).to_have_text(f"1 of {whole} sources")
    assert left(page) == ["Panzel"]
    page.get_by_role("searchbox", name="Find a source").fill("no such thing")
    expect(said).to_have_text(f"0 of {whole} sources")
    page.get_by_role("searchbox", name="Find a source").fill("")
    expect(said).to_have_text(f"All {whole} sources")
    page.get_by_label("Sort by").select_option("Year, newest first")
    years = page.locator(".csl-entry").evaluate_all("all => all.map((entry) => entry.dataset.year)")
    known = [year for year in years if year]
    assert known == sorted(known, reverse=True)
    assert years[: len(known)] == known
    page.get_by_label("Sort by").select_option("Author")
    assert left(page) == authors
    page.get_by_label("Kind").select_option(label="Book (3)")
    expect(said).to_have_text(f"3 of {whole} sources")
    page.goto(f"{site.address}references/#ref-ashar2021")
    expect(page.locator("#ref-ashar2021")).to_be_in_viewport()


def test_a_link_to_a_hidden_source_brings_it_back(page: Page, site: Served) -> None:
    page.goto(f"{site.address}references/")
    page.get_by_label("Kind").select_option("Registered trial")
    expect(page.locator("#ref-gordon2021")).to_be_hidden()
    page.evaluate("location.hash = '#ref-gordon2021'")
    expect(page.locator("#ref-gordon2021")).to_be_in_viewport()


def test_an_odd_address_leaves_the_scripts_alone(page: Page, site: Served) -> None:
    page.goto(f"{site.address}references/#100%")
    expect(page.locator(".reference-controls")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Copy reference")).first).to_be_visible()


def test_copy_a_reference_and_its_bibtex(browser: Browser, site: Served) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with visit(browser, f"{site.address}references/", permissions=allowed) as page:
        entry = page.locator("#ref-gordon2021")
        button = entry.get_by_role("button", name="Copy reference: Gordon & Ziv, 2021")
        button.click()
        expect(button).to_have_text("Copied")
        expect(page.get_by_role("status")).to_have_text("Copied: Gordon & Ziv, 2021")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("Gordon, A., & Ziv, A. (2021). The way out:")
        assert copied.endswith("Avery.") or "https://" in copied
        assert "Cited on" not in copied
        html = page.evaluate(
            "navigator.clipboard.read().then((all) => all[0].getType('text/html')).then((blob) => blob.text())"
        )
        assert "<em>The way out:" in html
        entry.get_by_role("button", name="Copy BibTeX").click()
        until(page, "navigator.clipboard.readText().then((text) => text.startsWith('@book{gordon2021,'))")
        assert "annotation" not in page.evaluate("navigator.clipboard.readText()")


def open_list(page: Page) -> None:
    """Unfold the page's list of references, if it is folded."""
    for summary in page.locator("details:not([open]):has(.reference-files) > summary").all():
        summary.click()


def test_downloads_and_permanent_addresses(page: Page, site: Served) -> None:
    page.goto(f"{site.address}references/")
    for name, file in (("BibTeX", "references.bib"), ("RIS", "references.ris"), ("CSL-JSON", "references.json")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename == file
    link = page.get_by_role("link", name="Link to Ashar et al., 2021")
    page.locator("#ref-ashar2021").hover()
    link.click()
    assert page.url == f"{site.address}references/#ref-ashar2021"
    page.goto(f"{site.address}{ARTICLE}")
    open_list(page)
    with page.expect_download() as download:
        page.locator(".reference-files").get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename == "sources.ris"


@pytest.mark.parametrize(
    ("name", "key"), [("BibTeX", r"^@\w+\{([^,]+),"), ("RIS", r"^ID  - (\S+)"), ("CSL-JSON", r'^  "id": "(.+)"')]
)
def test_a_page_s_downloads_hold_the_sources_of_its_list(page: Page, site: Served, name: str, key: str) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    listed = page.eval_on_selector_all(".references > [id^='ref-']", "all => all.map(({ id }) => id.slice(4))")
    open_list(page)
    files = page.locator(".reference-files")
    assert (files.text_content() or "").startswith("Download these sources: ")
    with page.expect_download() as download:
        files.get_by_role("link", name=name).click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert sorted(re.findall(key, text, re.MULTILINE)) == sorted(listed)


def test_without_javascript_all_is_there_to_read_and_to_download(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{ARTICLE}")
    citation(page, "Ashar et al., 2021").click()
    expect(page.locator("#ref-ashar2021")).to_be_in_viewport()
    back = page.get_by_role("link", name=re.compile("^Back to .*citation .*Ashar et al., 2021")).first
    place = (back.get_attribute("href") or "").removeprefix("#")
    back.click()
    # The place itself holds text for paper; the mark in it is what shows.
    expect(page.locator(f"[id='{place}'] .citation-mark")).to_be_in_viewport()
    page.goto(f"{site.address}references/")
    expect(page.locator(".csl-entry").first).to_be_visible()
    assert page.get_by_role("button", name="Copy").count() == 0
    with page.expect_download():
        page.get_by_role("link", name="RIS", exact=True).click()
    context.close()


def test_quiet_citations_are_marks_on_the_screen_and_text_on_paper(page: Page, site: Served) -> None:
    page.goto(f"{site.address}{ARTICLE}")
    mark = page.locator(".citation-mark").first
    text = page.locator(".citation-text").first
    expect(mark).to_be_visible()
    expect(text).to_be_hidden()
    assert text.text_content() == f"({mark.get_attribute('aria-label')})"
    page.emulate_media(media="print")
    expect(mark).to_be_hidden()
    expect(text).to_be_visible()
    page.goto(f"{site.address}evidence/back-pain-trial/")
    expect(page.locator(".citation-mark")).to_have_count(0)


# ---- For machines


def test_every_page_says_what_it_is_in_json_ld(site: Served) -> None:
    index = {page["url"]: page for page in json.loads((site.folder / "pages.json").read_text(encoding="utf-8"))}
    for path in site.pages():
        if path.startswith(("news/archive/", "news/category/")):
            continue  # lists that nobody wrote, so no machine need know of them
        html = (site.folder / path.removeprefix("/") / "index.html").read_text(encoding="utf-8")
        [thing] = json_ld(html)
        assert wrong(thing) == [], path
        assert thing["@type"] == "MedicalWebPage"
        about = index[path.removeprefix("/")]
        assert len(thing.get("citation", [])) == len(about["cited"]), path
        assert thing.get("lastReviewed") == about["reviewed"]
