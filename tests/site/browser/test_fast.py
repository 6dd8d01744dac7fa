"""How much a first view asks of a phone's connection, and whether what it shows stays where it is.

Bytes and places, which are the same on every machine; times are Lighthouse's to measure (python -m tools.lighthouse).
"""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from support.served import Served

pytestmark = pytest.mark.browser

KINDS = ("", "flare/", "practise/somatic-tracking/", "evidence/what-we-know/", "handouts/", "references/")
KILOBYTES = 90
MORE = {"references/": 110, "handouts/": 110}  # a page of 24 and what can be copied of it; pictures of handouts
OWN_SCRIPTS = 26_000
OWN_SCRIPTS_OF_A_PAGE = 24_000
SEARCH = 6_000  # in place of the theme's own, of 39.5 thousand
PRACTICE_SCRIPT = 6_000

PAINTED = """() => new Promise(done => {
  let moved = 0, largest = null;
  new PerformanceObserver(list => list.getEntries().forEach(entry => moved += entry.value))
    .observe({type: "layout-shift", buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(entry => largest = entry.element))
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done([moved, largest?.tagName, largest?.textContent.trim().length]), 800);
})"""


@pytest.mark.parametrize("path", KINDS)
def test_a_first_view_is_light(browser: Browser, site: Served, path: str) -> None:
    # What the service worker keeps for later comes after the first view.
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    answers: list[Response] = []

    def keep(answer: Response) -> None:  # Playwright sets an attribute on it, which a list's own method does not take
        answers.append(answer)

    context.on("response", keep)
    page.goto(f"{site.address}{path}", wait_until="networkidle")
    bodies = {answer.url: answer.body() for answer in answers}
    # As a server sends it; what is packed already does not get smaller.
    sizes = {urlsplit(url).path: min(len(body), len(gzip.compress(body, 6))) for url, body in bodies.items()}
    assert len(sizes) > 5
    assert not [path for path in sizes if path.endswith("search_index.json")], "it waits until a reader reaches for it"
    assert sum(sizes.values()) <= MORE.get(path, KILOBYTES) * 1000, sizes
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_largest_thing_shown_is_words_and_nothing_moves(browser: Browser, site: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in KINDS:
        page.goto(f"{site.address}{path}")
        moved, tag, letters = page.evaluate(PAINTED)
        assert moved < 0.02, path
        if tag != "IMG" or path != "handouts/":  # there, previews are what a reader looks for
            assert (tag in {"P", "H1", "LI", "TD", "DIV"}, letters > 10) == (True, True), (path, tag)
    context.close()


def test_our_scripts_are_small(site: Served) -> None:
    pytest.importorskip("minify", reason="has no wheel for this machine, where scripts are built as written")
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (site.folder / "assets").glob("*.js")}
    listed = re.compile(r"SITE=\{.*?\}")  # the names of all files, which are no program
    scripts["sw.js"], lists = listed.subn("", (site.folder / "sw.js").read_text(encoding="utf-8"))
    sizes = {name: len(script.encode()) for name, script in scripts.items()}
    assert lists == 1
    assert sizes["practice.js"] < PRACTICE_SCRIPT
    assert sizes.pop("search-worker.js") < SEARCH
    assert 0 < sum(sizes.values()) < OWN_SCRIPTS, sizes
    for path in site.pages():
        page = (site.folder / path.removeprefix("/") / "index.html").read_text(encoding="utf-8")
        loaded = re.findall(r'<script src="[^"]*assets/([\w-]+\.js)"', page)
        assert 0 < sum(sizes[name] for name in loaded) + sizes["sw.js"] < OWN_SCRIPTS_OF_A_PAGE, path


def test_what_nobody_asks_for_is_not_built(site: Served) -> None:
    built = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*")}
    assert not [path for path in built if path.endswith(".map") or "lunr" in path]


def test_lines_are_easy_to_read(browser: Browser, site: Served) -> None:
    """60 to 70 letters a line, a little more or less by the fonts of the machine."""
    for width, fewest, most in ((390, 28, 45), (1280, 55, 72), (1920, 55, 72)):
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.goto(f"{site.address}understand/what-is-prt/")
        letters = page.evaluate("""() => {
          const all = [...document.querySelectorAll(".md-typeset > p")].filter(p => p.textContent.length > 150);
          const lines = p => Math.round(p.clientHeight / parseFloat(getComputedStyle(p).lineHeight));
          return all.map(p => p.textContent.length / lines(p));
        }""")
        assert letters
        assert fewest <= sorted(letters)[len(letters) // 2] <= most, (width, letters)
        page.context.close()
