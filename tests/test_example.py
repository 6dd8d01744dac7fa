"""The example site, built from the packages' wheels in an environment of its own: pages, links and PDFs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from support.axe import COLOURS, faults
from support.pdf import VeraPdf
from support.served import Served, serve
from support.site import ROOT
from support.wheels import install, run

HANDOUTS = ("my-plan", "sleep-diary")
VARIANTS = ("a4", "a4-large", "letter", "letter-large")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, wheels: list[Path]) -> Iterator[Served]:
    """The example, built strictly with its PDFs and served."""
    folder = tmp_path_factory.mktemp("example")
    python, site = install(folder / "venv", wheels), folder / "insomnia"
    shutil.copytree(ROOT / "examples" / "insomnia", site, ignore=shutil.ignore_patterns("site", ".cache"))
    done = run(python, "-m", "psychoed", "build", cwd=site, pdf=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    where = run(python, "-c", "import psychoed; print(psychoed.__file__)", cwd=site)
    assert where.stdout.startswith(str(folder))
    with serve(site / "site") as served:
        yield served


def test_all_pages_and_handouts_are_there(example: Served) -> None:
    pages = example.pages()
    assert len(pages) == 16
    assert len([page for page in pages if page.startswith("es/")]) == 8
    for folder in ("", "es/"):
        for name in HANDOUTS:
            for variant in VARIANTS:
                assert (example.folder / f"{folder}handouts/{name}/{name}-{variant}.pdf").is_file()


class Links(HTMLParser):
    """The addresses that a page names, and the ids that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        self.links += [given[name] for name in ("href", "src") if name in given and tag != "base"]


def test_every_link_leads_to_a_file_and_a_place_of_the_site(example: Served) -> None:
    read = {path: Links(path.read_text(encoding="utf-8")) for path in example.folder.rglob("*.html")}
    broken, checked = [], 0
    for path, page in read.items():
        if path.name == "404.html":  # shown at any address, so its links start at the root
            continue
        here = f"http://site.invalid/{path.relative_to(example.folder).as_posix()}"
        for link in page.links:
            address, anchor = urldefrag(urljoin(here, link))
            if urlsplit(address).netloc != "site.invalid":
                continue
            target = example.folder / unquote(urlsplit(address).path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            checked += 1
            ids = read[target].ids if target in read else set()
            if not target.is_file() or (anchor and target in read and unquote(anchor) not in ids | {"top"}):
                broken.append(f"{here}: {link}")
    assert broken == []
    assert checked > 500


def test_every_pdf_is_accessible(example: Served) -> None:
    ask = VeraPdf()
    found_paths = sorted(example.folder.rglob("*.pdf"))
    found = {str(path): ask.problems(path) for path in found_paths}
    assert (
        len(list(example.folder.rglob("*.pdf"))) == 44
    )  # a language: 2 handouts (each twice: its version has an address too), a workbook and notes
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.browser
def test_axe_finds_nothing_on_any_page(browser: Browser, example: Served) -> None:
    found = []
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        for path in [*example.pages(), "404.html", "es/404.html"]:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.emulate_media(color_scheme="light")
            page.goto(f"{example.address}{path.removeprefix('/')}")
            found += [f"{path} {fault}" for fault in faults(page)]
            page.emulate_media(color_scheme="dark")
            found += [f"{path} dark {fault}" for fault in faults(page, *COLOURS)]
            page.set_viewport_size({"width": 320, "height": 640})
            found += [f"{path} small {fault}" for fault in faults(page, "target-size", "scrollable-region-focusable")]
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                found.append(f"{path} is wider than a small screen")
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_a_visit_asks_no_other_host_and_breaks_no_policy(browser: Browser, example: Served) -> None:
    with browser.new_context() as context:
        asked: list[str] = []
        said: list[str] = []
        page = context.new_page()
        context.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in example.pages():
            page.goto(f"{example.address}{path.removeprefix('/')}", wait_until="load")
        assert set(asked) == {urlsplit(example.address).netloc}
        assert said == []
        assert context.cookies() == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("folder", "button", "words"),
    [("", "Search", "stimulus control"), ("es/", "Búsqueda", "control de estímulos")],
)
def test_search_and_the_switch_of_languages(
    browser: Browser, example: Served, folder: str, button: str, words: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{example.address}{folder}")
        page.get_by_role("textbox", name=button).click()
        page.keyboard.type(words, delay=20)
        result = page.locator(".md-search-result__link").first
        expect(result).to_be_visible(timeout=20_000)
        assert f"/{folder}bed-for-sleep" in str(result.get_attribute("href"))
        page.goto(f"{example.address}{folder}bed-for-sleep/")
        other = "es" if not folder else "en"
        page.locator(".md-header .md-select button").hover()
        page.locator(f".md-select__link[hreflang={other}]").click()
        page.wait_for_url(f"{example.address}{'es/' if other == 'es' else ''}bed-for-sleep/")
        assert page.locator("html").get_attribute("lang") == other
