"""Handouts in a real browser: filled in, printed, kept and saved only if asked; and any page, printed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support import pdf as ask
from support.axe import faults
from support.handouts import FILES, handout_site
from support.served import Served, serve
from support.site import THEME, THEME_FILES, build_site

pytestmark = pytest.mark.browser

LONG = "It rose for a day and a night, and in the morning it was all over the table. " * 4


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small site with handouts in our theme, styles and scripts, served; its PDFs are left out."""
    folder = tmp_path_factory.mktemp("sheets")
    mkdocs_yml = handout_site(
        folder,
        {**FILES},
        theme=THEME,
        plugins=["material/search"],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        patch.setitem(os.environ, "PDF", "0")
        built = build_site(mkdocs_yml)
    assert built.ended is None
    with serve(built.site) as served:
        yield served


def printed(page: Page, folder: Path, paper: str = "A4") -> Path:
    """What the browser prints of a page."""
    path = folder / "printed.pdf"
    page.pdf(path=path, format=paper)
    return path


def fill(page: Page) -> None:
    page.get_by_label("My name").fill("Ada")
    page.get_by_label("What the dough was like").fill(LONG)
    page.get_by_label("I weighed it.").check()
    page.get_by_role("radiogroup", name="How hot is the oven?").get_by_label("7").check()
    page.get_by_label("Row 2, What I saw").fill("a crust that was far too dark on its lower side")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing(browser: Browser, sheets: Served, scheme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    with browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        for path in ("handouts/log/", "handouts/card/", "handouts/leaflet/", "handouts/"):
            page.goto(f"{sheets.address}{path}")
            if width == 390:
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert faults(page) == [], path
        page.goto(f"{sheets.address}handouts/log/")
        page.get_by_text("Clinicians: add your practice").click()
        assert faults(page) == []


def test_the_practices_line_is_printed_and_nothing_is_stored_or_sent(
    page: Page, sheets: Served, tmp_path: Path
) -> None:
    page.goto(f"{sheets.address}handouts/log/")
    page.wait_for_load_state("networkidle")
    assert "Telephone" not in ask.text(printed(page, tmp_path))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_text("Clinicians: add your practice").click()
    page.get_by_label("Practice", exact=True).fill("Hill Practice")
    page.get_by_label("Next appointment").fill("Monday at 3")
    page.keyboard.press("Enter")
    said = ask.text(printed(page, tmp_path))
    assert "Practice:HillPractice" in said
    assert "Nextappointment:Mondayat3" in said
    assert "Telephone" not in said
    assert "Nothingisstored" not in said
    assert requests == []
    assert (
        page.evaluate("localStorage.length + document.cookie.length + document.forms.length") == 2
    )  # the forms of the search and of the colours
    page.locator("[data-clear='strip']").click()
    assert "HillPractice" not in ask.text(printed(page, tmp_path))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_plan_is_printed_as_it_was_filled_in(browser: Browser, sheets: Served, tmp_path: Path, paper: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{sheets.address}handouts/log/")
        blank = printed(page, tmp_path, paper)
        said = ask.text(blank)
        assert "Bakinglog" in said
        for chrome in ("Printthispage", "Fillitinhere", "Search", "Clear", "makesite"):
            assert chrome not in said
        ink = dark(blank)
        fill(page)
        filled = printed(page, tmp_path, paper)
        said = ask.text(filled)
        for words in ("Ada", "".join(LONG.split()), "acrustthatwasfartoodarkonitslowerside"):
            assert words in said
        assert ask.picture_problems(ask.pages(filled), paper.lower()) == []
        assert dark(filled) > ink
        assert ink < 0.1  # white paper, though the screen is dark
        assert page.get_by_label("My name").input_value() == "Ada"
        expect(page.get_by_label("My name")).to_be_visible()


def dark(path: Path) -> float:
    """The part of its first page that is dark."""
    picture = ask.pages(path)[0].convert("L")
    return sum(picture.histogram()[:128]) / (picture.width * picture.height)


def unfold(page: Page) -> None:
    """Show what there is for keeping and saving."""
    page.locator(".handout-fill summary").click()


def test_nothing_is_kept_unless_that_is_switched_on(page: Page, sheets: Served) -> None:
    address = f"{sheets.address}handouts/log/"
    page.goto(address)
    keep = page.get_by_label("Save my answers in this browser")
    expect(keep).to_be_hidden()
    unfold(page)
    expect(keep).not_to_be_checked()
    fill(page)
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"{sheets.address}handouts/")
    page.goto(address)
    expect(page.get_by_label("My name")).to_have_value("")

    fill(page)
    unfold(page)
    keep.check()
    page.get_by_label("Date:", exact=True).fill("Monday")
    page.reload()
    expect(keep).to_be_checked()
    expect(page.get_by_label("Date:", exact=True)).to_have_value("Monday")
    expect(page.get_by_label("What the dough was like")).to_have_value(LONG)
    expect(page.get_by_label("I weighed it.")).to_be_checked()
    expect(page.get_by_role("radiogroup", name="How hot is the oven?").get_by_label("7")).to_be_checked()
    page.goto(f"{sheets.address}handouts/card/")
    expect(page.get_by_label("My baker")).to_have_value("")

    page.goto(address)
    page.get_by_role("button", name="Clear my answers").click()
    expect(keep).not_to_be_checked()
    expect(page.get_by_label("My name")).to_have_value("")
    expect(page.get_by_label("I weighed it.")).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0
    keep.check()
    keep.uncheck()
    assert page.evaluate("localStorage.length") == 0


def test_what_another_program_left_in_the_store_does_no_harm(page: Page, sheets: Served) -> None:
    page.goto(f"{sheets.address}handouts/log/")
    for text in ("{", "null", '{"f-my-name": {"a": 1}}'):
        page.evaluate("text => localStorage.setItem(`handout:${location.pathname}`, text)", text)
        page.reload()
        expect(page.get_by_label("My name")).to_have_value("")


def test_the_filled_page_is_saved_as_one_file_that_stands_alone(page: Page, sheets: Served, tmp_path: Path) -> None:
    page.goto(f"{sheets.address}handouts/log/")
    fill(page)
    unfold(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save my answers as a file").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == "log-filled.html"
    html = saved.read_text(encoding="utf-8")
    assert "<script" not in html
    assert html.startswith(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
    )
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(saved.as_uri())
    assert requests == [saved.as_uri()]
    expect(page.get_by_label("My name")).to_have_value("Ada")
    expect(page.get_by_label("What the dough was like")).to_have_value(LONG)
    expect(page.get_by_label("I weighed it.")).to_be_checked()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Only for the baker")).to_have_count(0)
    assert page.locator("a[href^='file:']").count() == 0


# What someone may have got into a page, and what a reader may paste: none of it may run in the file that is passed on.
ARMED = """() => {
  const article = document.querySelector("article");
  const add = (html) => article.insertAdjacentHTML("beforeend", html);
  add('<p onclick="ran = 1" style="text-align: center">x</p><a href="javascript:ran = 1">a</a>');
  add('<svg viewBox="0 0 9 9" onload="ran = 1"><a href="javascript:ran = 1"><text y="9">b</text></a></svg>');
  add('<iframe srcdoc="<script>parent.ran = 1</script>"></iframe><object data="x"></object><base href="https://x.example">');
  add('<meta http-equiv="refresh" content="999;url=https://x.example"><link rel="stylesheet" href="https://x.example/a.css">');
  add('<img src="https://x.example/a.png" onerror="ran = 1" alt="">');
  article.append(document.createElement("script"));
}"""
TYPED = "\n</textarea><script>ran = 1</script><img src=x onerror='ran = 1'> & \"quoted\" 'text'"


def test_a_saved_file_runs_and_fetches_nothing_whatever_is_in_it(
    browser: Browser, sheets: Served, tmp_path: Path
) -> None:
    page = browser.new_context(bypass_csp=True).new_page()  # the page's own policy is not what is tried here
    page.goto(f"{sheets.address}handouts/log/")
    page.evaluate(ARMED)
    page.get_by_label("My name").fill(TYPED.strip())
    page.get_by_label("What the dough was like").fill(TYPED)
    unfold(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save my answers").click()
    saved = tmp_path / "saved.html"
    waiting.value.save_as(saved)
    reader = browser.new_context().new_page()
    requests: list[str] = []
    reader.on("request", lambda request: requests.append(request.url))
    reader.goto(saved.as_uri())
    schemes = "[...document.querySelectorAll('[href]')].map(it => new URL(it.getAttribute('href'), 'x:').protocol)"
    assert set(reader.evaluate(schemes)) <= {"http:", "https:", "mailto:", "tel:", "sms:"}
    assert reader.evaluate("typeof ran") == "undefined"
    assert [url for url in requests if url.startswith("http")] == ["https://x.example/a.png"]  # refused by the policy
    assert reader.evaluate("document.querySelector('img[src^=https]').naturalWidth") == 0
    assert reader.url == saved.as_uri()
    left = "script, iframe, object, base, link, [onclick], [onload], [onerror], [href^='javascript']"
    assert reader.locator(left).count() == 0
    assert reader.get_by_label("My name").input_value() == TYPED.strip()
    assert reader.get_by_label("What the dough was like").input_value() == TYPED
    for each in (page, reader):
        each.context.close()


def test_it_is_filled_in_and_printed_without_a_script(browser: Browser, sheets: Served, tmp_path: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{sheets.address}handouts/log/")
        assert page.locator("article").get_by_role("button").all_inner_texts() == []
        page.get_by_label("My name").fill("Ada")
        page.get_by_label("Row 2, What I saw").fill("crust")
        said = ask.text(printed(page, tmp_path))
        assert "Ada" in said
        assert "crust" in said


def test_any_page_prints_whole(browser: Browser, sheets: Served, tmp_path: Path) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{sheets.address}handouts/leaflet/")
        path = printed(page, tmp_path)
        said = ask.text(path)
        assert "Nothingstaysfoldedonpaper." in said
        assert "amill(https://example.org/mill)" in said
        assert "Loaf,A.(2020).Bread.Mill." in said
        head = "Asmallsite.https://bread.example/site/handouts/leaflet/.Version:3February2026.Whatbreadis"
        assert head in said[:200]
        assert "Page1of" in said
        assert "#" not in said
        assert ask.picture_problems(ask.pages(path), "a4") == []


def buttons(context: BrowserContext, address: str) -> int:
    """How often a page's own buttons print it."""
    page = context.new_page()
    page.add_init_script("window.prints = 0; window.print = () => { window.prints += 1; }")
    page.goto(address)
    for button in page.get_by_role("button", name="Print this page").all():
        button.click()
    return int(page.evaluate("window.prints"))


def test_practices_and_handouts_have_a_button_that_prints(browser: Browser, site: Served, sheets: Served) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        assert buttons(context, f"{site.address}practise/somatic-tracking/") == 1
        assert buttons(context, f"{sheets.address}handouts/log/") == 1
        assert buttons(context, site.address) == 0


def test_our_own_scripts_stay_small() -> None:
    assert (THEME_FILES / "assets/print.js").stat().st_size < 1280
    assert (THEME_FILES / "assets/handouts.js").stat().st_size < 6.5 * 1024
