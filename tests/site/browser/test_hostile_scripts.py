"""What a page may hold does not mislead the site's own scripts: the card of references, the offline copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.served import Served, serve
from support.until import until

pytestmark = pytest.mark.browser

SIGNS = "understand/warning-signs/"
CITATION = '<span class="citation" data-cites="x"><a href="#ref-x">(Loaf, 2001)</a></span>'


def show_card(page: Page, entry: str) -> None:
    page.evaluate("html => { document.querySelector('article').innerHTML = html; }", f"<p>{CITATION}</p>{entry}")
    page.locator(".citation a").focus()


def test_only_an_entry_of_the_list_gets_into_the_card(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    show_card(page, '<div id="ref-x">Not a reference</div>')
    expect(page.locator("#citation-card")).to_have_count(0)
    show_card(page, '<div id="ref-x" class="csl-entry">Loaf, A. (2001).</div>')
    expect(page.locator("#citation-card")).to_contain_text("Loaf, A. (2001).")


def test_a_long_reference_does_not_cover_the_page(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    show_card(page, f'<div id="ref-x" class="csl-entry">{"word " * 3000}</div>')
    card = page.locator("#citation-card").bounding_box()
    assert card
    assert card["height"] < 0.7 * 900
    assert page.evaluate("""() => {
      const { x, y, width, height } = document.querySelector(".md-banner a").getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest(".md-banner") !== null;
    }""")


@pytest.fixture
def own(site: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of the site at an address of its own."""
    copytree(site.folder, tmp_path / "site")
    with serve(tmp_path / "site") as served:
        yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.mark.parametrize("other", [f"{SIGNS}index.html", SIGNS.replace("w", "%77"), f"{SIGNS}?x=1"])
def test_a_kept_copy_says_so_by_whatever_address(other: str, visit: BrowserContext, own: Served) -> None:
    page = visit.new_page()
    page.clock.install()
    page.goto(own.address, wait_until="load")
    page.clock.fast_forward(3_500)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    page.goto(f"{own.address}{other}")
    expect(page.locator(".saved-copy")).to_have_count(0)
    visit.set_offline(True)
    page.goto(f"{own.address}{other}")
    expect(page.locator(".saved-copy")).to_be_visible()
