"""Words that are HTML, in a real browser that is told to overlook the policy: escaping alone must hold."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from support.hostile_words import BREAKOUT, CONFIG, PAGES
from support.served import serve
from support.site import build_site, make_site

pytestmark = pytest.mark.browser


def test_nothing_runs_on_any_page_nor_in_what_the_search_shows(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDF", "0")
    built = build_site(make_site(tmp_path, PAGES, **CONFIG), strict=True)
    assert built.ended is None
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    ran: list[str] = []
    asked: list[str] = []
    # Set before a page's own scripts: where one of ours runs, it says so here.
    page.expose_function("told", lambda which: ran.append(which))  # noqa: PLW0108 - a built-in one has no attributes
    page.add_init_script("window.alert = (which) => void window.told(String(which))")
    context.on("request", lambda request: asked.append(request.url))
    with serve(built.site) as served:
        for path in sorted(built.site.rglob("*.html")):
            page.goto(f"{served.address}{path.relative_to(built.site).as_posix()}")
        page.goto(f"{served.address}titled/")
        assert page.title() == f"{BREAKOUT} - {BREAKOUT}"
        for words in ("loaf", "three"):  # a page whose title is that of its front matter, and one with a heading
            page.get_by_role("textbox", name="Search").click()
            page.keyboard.type(words, delay=20)
            expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
            page.locator(".md-search-result__link").first.click()
            page.wait_for_url(f"**/*?h={words}*")
    assert ran == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(served.address).netloc}
    context.close()
