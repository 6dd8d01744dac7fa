"""How much a first view asks of a phone's connection, and whether what it shows stays where it is.

Bytes and places, which are the same on every machine; times are Lighthouse's to measure (python -m tools.lighthouse).
"""

from __future__ import annotations

import gzip
import io
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Response

from support.served import Served

pytestmark = pytest.mark.browser

KINDS = ("", "flare/", "practise/somatic-tracking/", "evidence/what-we-know/", "handouts/", "references/")
KILOBYTES = 91
OWN_SCRIPTS = 24 * 1024
PAGES_TO_COMPARE = ("", "practise/guided/", "handouts/somatic-tracking-log/")
SEARCH = 6_000  # in place of the theme's own, of 39.5 thousand, and only when a reader reaches for it
PRACTICE_SCRIPT = 6_000
FILM = 3_000  # when it is played

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
    assert sum(sizes.values()) <= KILOBYTES * 1000, sizes
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
    program, _, data = (site.folder / "sw.js").read_text(encoding="utf-8").partition("={version:")
    depths = accumulate(({"{": 1, "}": -1}.get(sign, 0) for sign in data), initial=1)
    scripts["sw.js"] = program + data[list(depths).index(0) :]  # without the names of all files, which are no program
    sizes = {name: len(script.encode()) for name, script in scripts.items()}
    assert sizes["practice.js"] < PRACTICE_SCRIPT
    assert sizes.pop("search-worker.js") + sizes.pop("search-start.js") < SEARCH
    assert sizes.pop("scenes.js") < FILM
    assert 0 < sum(sizes.values()) < OWN_SCRIPTS, sizes


def differ(one: bytes, other: bytes) -> bool:
    """Return whether two pictures differ by more than the edges of a drawing do from one time to the next."""
    first, second = (Image.open(io.BytesIO(picture)).convert("L") for picture in (one, other))
    return first.size != second.size or max(ImageChops.difference(first, second).tobytes()) > 16


STATES = {
    "as it is": "() => {}",
    "menu": "() => document.querySelector('.md-header__button[for=__drawer]').click()",
    "search": """() => {
      document.querySelector('.md-header__button[for=__search]').click();
      const field = document.querySelector('.md-search__input');
      field.value = 'fear';
      field.dispatchEvent(new Event('keyup'));
    }""",
    "right to left": "() => { document.body.dir = 'rtl'; }",
    "a dialog of the theme": """() => {
      document.querySelector('.md-dialog').classList.add('md-dialog--active');
      document.querySelector('.md-top')?.removeAttribute('hidden');
      for (const part of document.querySelectorAll('details')) part.open = true;
    }""",
}


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_look_as_with_the_whole_style_sheet(
    browser: Browser, site: Served, width: int, scheme: Literal["light", "dark"]
) -> None:
    """What the build takes out of Material's style sheet is not seen by a reader, whatever is open."""
    (whole,) = Path(str(files("material"))).glob("templates/assets/stylesheets/main.*.min.css")
    assert (site.folder / "assets" / "material.css").stat().st_size < 0.7 * whole.stat().st_size

    def take_pictures(path: str, css: Path | None) -> dict[str, bytes]:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            service_workers="block",
            bypass_csp=True,
        )
        page = context.new_page()
        if css:
            page.route("**/assets/material.css", lambda route: route.fulfill(path=css, content_type="text/css"))
        found = {}
        for name, act in STATES.items():
            page.goto(f"{site.address}{path}", wait_until="load")
            page.add_style_tag(
                content="*, ::before, ::after { transition: none !important; caret-color: #0000 !important }"
            )
            page.evaluate(act)
            if name == "search":
                page.locator(".md-search-result__item").first.wait_for()
            page.wait_for_timeout(300)
            found[name] = page.screenshot(full_page=name == "as it is")
        page.emulate_media(media="print")
        found["print"] = page.screenshot(full_page=True)
        context.close()
        return found

    for path in PAGES_TO_COMPARE:
        shortened, all_of_it = take_pictures(path, None), take_pictures(path, whole)
        assert [name for name in shortened if differ(shortened[name], all_of_it[name])] == [], path


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
