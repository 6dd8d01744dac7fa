"""What a visit leaves behind and whom it tells: nothing and no one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Request, expect

from support.served import Served

pytestmark = pytest.mark.browser

# Set in every page before its own scripts: what its policy refused.
WATCH = """
  window.refused = [];
  addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sourceFile, lineNumber}) =>
    window.refused.push([violatedDirective, blockedURI, sourceFile, lineNumber].join(" ")));
"""


class Visit:
    """A reader's visit, watched."""

    def __init__(self, browser: Browser, **context: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.failed: dict[str, str | None] = {}
        self.context.on("requestfailed", self._failed)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _failed(self, request: Request) -> None:
        self.failed[request.url] = request.failure

    def refused(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.refused")
        return found


def search(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type(words, delay=20)
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)


def test_a_whole_visit_asks_no_other_host_and_leaves_nothing(browser: Browser, site: Served) -> None:
    visit = Visit(browser)
    page = visit.page
    refused: list[str] = []
    for path in [*site.pages(), "404.html"]:
        page.goto(f"{site.address}{path.removeprefix('/')}", wait_until="load")
        refused += visit.refused()
    page.goto(f"{site.address}understand/what-is-prt/")
    page.get_by_role("link", name="Ashar et al., 2021", exact=True).first.hover()
    expect(page.locator("#citation-card")).to_be_visible()
    search(page, "back pain")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/*?h=*")
    refused += visit.refused()
    assert refused == []
    assert visit.said == []
    # The 404 page, which can be shown anywhere, asks at the root.
    assert {urlsplit(url).netloc for url in visit.asked} == {urlsplit(site.address).netloc}
    assert visit.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    visit.context.close()


def test_the_colours_a_reader_chose_are_kept_and_nothing_else(browser: Browser, site: Served) -> None:
    visit = Visit(browser)
    page = visit.page
    page.goto(site.address)
    for scheme in ("default", "slate"):
        page.locator("label[for^=__palette]:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.goto(f"{site.address}flare/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    keys = page.evaluate("Object.keys(localStorage)")
    assert [key.split(".")[-1] for key in keys] == ["__palette"]
    assert visit.refused() == []
    assert visit.said == []
    visit.context.close()


def test_the_policy_refuses_what_is_not_ours(browser: Browser, site: Served) -> None:
    visit = Visit(browser)
    visit.page.goto(site.address)
    ran = visit.page.evaluate("""async () => {
      const script = document.createElement("script");
      script.append("window.ran = true");
      document.head.append(script);
      const picture = document.createElement("img");
      picture.setAttribute("src", "https://example.org/a.png");
      document.body.append(picture);
      await new Promise(done => setTimeout(done, 200));
      return window.ran ?? false;
    }""")
    assert ran is False
    assert "img-src" in {line.split(" ")[0] for line in visit.refused()}
    assert visit.failed == {"https://example.org/a.png": "csp"}
    visit.context.close()


@pytest.mark.parametrize(
    "attempt",
    [
        """document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>")""",
        """document.body.insertAdjacentHTML("beforeend", "<img src=x alt='>'/onerror=window.ran=true>")""",
        """document.createElement("div").innerHTML = "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>" """,
        """document.createElement("div").innerHTML = "<a href=' javascript:window.ran=true'>x</a>" """,
        """document.createElement("script").textContent = "window.ran = true" """,
        """document.createElement("script").src = "https://example.org/a.js" """,
        """new Worker("data:text/javascript,postMessage(1)")""",
        """new Worker("https://example.org/a.js")""",
        """document.body.setAttribute("onclick", "window.ran = true")""",
        """setTimeout("window.ran = true")""",
        """new Function("window.ran = true")()""",
    ],
)
def test_a_script_of_ours_that_is_deceived_puts_nothing_in_that_runs(
    attempt: str, browser: Browser, site: Served
) -> None:
    visit = Visit(browser)
    visit.page.goto(site.address)
    told = visit.page.evaluate(
        # Later: what the browser's tools run themselves may call eval.
        "() => new Promise(done => setTimeout(() => {"
        f"try {{ {attempt} }} catch (error) {{ done(error.name) }} done('') }}))",
    )
    assert told in {"TypeError", "EvalError", "SecurityError"}
    visit.context.close()


def test_each_page_tells_other_sites_nothing_but_who_sends(browser: Browser, site: Served) -> None:
    visit = Visit(browser)
    for path in (*site.pages()[:3], "404.html"):
        visit.page.goto(f"{site.address}{path.removeprefix('/')}")
        assert visit.page.evaluate("document.querySelector('meta[name=referrer]').content") == "same-origin"
    visit.context.close()


def test_pages_opened_from_a_folder_show_under_the_policy(browser: Browser, site: Served) -> None:
    visit = Visit(browser)
    page = visit.page
    for path in ("index.html", "practise/somatic-tracking/index.html"):
        page.goto((site.folder / path).as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--ground').trim()") == "#fbf8f3"
        expect(page.locator("button.md-header__button").first).to_be_attached()  # our script ran
        assert visit.refused() == []
    visit.context.close()


def test_a_browser_without_memory_shows_the_pages(browser: Browser, site: Served) -> None:
    """Where a browser keeps nothing, asking it to is an error; and other pages of the host write there as well."""
    for script in (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "localStorage.setItem('/.__palette', 'not JSON'); localStorage.setItem('x.__palette', 'null')",
    ):
        visit = Visit(browser)
        own: list[Error] = []
        visit.page.on("pageerror", lambda error: own.append(error))  # noqa: B023, PLW0108  # Playwright marks what it calls
        visit.context.add_init_script(script)
        visit.page.goto(f"{site.address}flare/", wait_until="load")
        expect(visit.page.locator("button.md-header__button").first).to_be_attached()  # our script ran
        assert [error for error in own if "/assets/site." in (error.stack or "")] == []
        visit.context.close()
