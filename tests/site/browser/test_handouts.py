"""Handouts in a real browser: filled in, printed, kept and saved only if asked; and any page, printed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support import pdf as ask
from support.axe import faults
from support.handouts import FILES, HEAD, handout_site
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
    page.get_by_label("Telephone").focus()  # its frame on the screen is blue
    said = ask.text(printed(page, tmp_path))
    assert ask.picture_problems(ask.pages(tmp_path / "printed.pdf"), "a4") == []
    assert "HillPractice" in said
    assert "NextappointmentMondayat3" in said
    assert "Telephone" not in said
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        words = document[0].get_textpage()
        searcher = words.search("Hill Practice")
        assert searcher.get_next()
        assert document[0].get_height() - words.get_charbox(words.get_text_range().find("Hill"))[3] < 24 * ask.POINTS
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
            assert said.count(words) == 1, words
        assert ask.picture_problems(ask.pages(filled), paper.lower()) == []
        assert dark(filled) > ink
        assert ink < 0.1  # white paper, though the screen is dark
        assert page.get_by_label("My name").input_value() == "Ada"
        expect(page.get_by_label("My name")).to_be_visible()


def dark(path: Path) -> float:
    """How much of it is dark, in pages."""
    pictures = [picture.convert("L") for picture in ask.pages(path)]
    return sum(sum(picture.histogram()[:128]) / (picture.width * picture.height) for picture in pictures)


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
    page.get_by_text("Clinicians: add your practice").click()
    page.get_by_label("Practice", exact=True).fill("Hill Practice")
    page.get_by_label("Next appointment").fill("Monday at 3")
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
    expect(page.get_by_text("Ada", exact=True)).to_be_visible()
    expect(page.get_by_label("I weighed it.")).to_be_checked()
    expect(page.locator("textarea, input[type='text'], button, .page-trust, .handout-strip, .cite-page")).to_have_count(
        0
    )
    expect(page.get_by_text("Only for the baker")).to_have_count(0)
    assert page.locator("a[href^='file:']").count() == 0
    expect(page.get_by_text("Hill Practice · Monday at 3")).to_be_visible()
    said = ask.text(printed(page, tmp_path))  # nothing that was typed is cut off
    for words in ("Ada", "".join(LONG.split()), "acrustthatwasfartoodarkonitslowerside", "HillPractice"):
        assert words in said
    assert "Readthishandoutonline:" in said
    for words in ("Onlyforthebaker", "Printthispage", "Citethispage", "Abouthispage"):
        assert words not in said


# What someone may have got into a page, and what a reader may paste: none of it may run in the file that is passed on.
ARMED = """() => {
  const article = document.querySelector(".sheet");
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
    assert reader.locator(".write .as-printed").first.text_content() == TYPED.strip()
    assert reader.locator(".area .as-printed").text_content() == TYPED
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


def test_without_a_script_nothing_that_was_typed_is_cut_off(browser: Browser, sheets: Served) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{sheets.address}handouts/log/")
        fill(page)
        # What a text area shows is all of it where it scrolls no further.
        page.emulate_media(media="print")
        cut = "fields => fields.filter(field => field.scrollHeight > field.clientHeight + 1).map(field => field.name)"
        assert page.locator(".sheet textarea").evaluate_all(cut) == []
        assert page.get_by_label("Row 2, What I saw").evaluate("field => field.clientHeight") > 30


def test_a_handout_is_printed_without_what_is_not_for_patients(page: Page, sheets: Served, tmp_path: Path) -> None:
    page.goto(f"{sheets.address}handouts/log/")
    said = ask.text(printed(page, tmp_path))
    for words in ("Onlyforthebaker", "Fortheclinician", "Crumb,B.", "References", "Citethispage", "Readallofthisbox"):
        assert words not in said
    assert "Mindtheoven.Stopifitsmokes." in said
    assert "Readthishandoutonline:" in said
    assert "AsmallsiteForhomebakers" in said
    page.goto(f"{sheets.address}handouts/leaflet/")
    said = ask.text(printed(page, tmp_path))
    assert "Nothingstaysfoldedonpaper." in said
    assert "amill(https://example.org/mill)" in said
    assert "ReferencesLoaf,A.(2020).Bread.Mill." in said
    assert ask.picture_problems(ask.pages(tmp_path / "printed.pdf"), "a4") == []


def test_a_browser_prints_our_handouts_on_the_sides_of_their_pdfs(page: Page, site: Served, tmp_path: Path) -> None:
    longer, fonts = [], set()
    for path in sorted(site.folder.glob("handouts/*/*-a4.pdf")):
        page.goto(f"{site.address}handouts/{path.parent.name}/")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        for paper in ("A4", "Letter"):
            by_browser = printed(page, tmp_path, paper)
            with (
                pypdfium2.PdfDocument(by_browser) as ours,
                pypdfium2.PdfDocument(path.with_name(path.name.replace("-a4", f"-{paper.lower()}"))) as pdf,
            ):
                if len(ours) > len(pdf):
                    longer.append(f"{path.stem} on {paper}: {len(ours)} sides, and {len(pdf)} in its PDF")
        with pikepdf.open(by_browser) as file:
            fonts |= {
                str(each.BaseFont)
                for each in file.objects
                if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
            }
    assert longer == []
    assert any("AtkinsonHyperlegible" in font for font in fonts)


def test_cards_can_be_folded_with_a_practice_above_them(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}handouts/warning-signs-card/")
    page.get_by_text("Clinicians: add your practice").click()
    page.get_by_label("Practice", exact=True).fill("Hill Practice for Long-Lasting Pain")
    page.get_by_label("Telephone").fill("+44 20 7946 0000")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # the width between Letter's margins
    cards = page.locator(".card").evaluate_all("cards => cards.map(card => card.getBoundingClientRect().toJSON())")
    assert len(cards) == 8
    for left, right in zip(cards[::2], cards[1::2], strict=True):
        assert abs(left["y"] - right["y"]) < 1
        assert abs(right["x"] - left["x"] - left["width"]) < 3
    first = ask.text(printed(page, tmp_path, "Letter"))
    assert "HillPractice" in first


@pytest.mark.parametrize("language", ["", "es/"])
def test_the_text_of_each_card_fits_on_it_in_letters_of_ten_points(page: Page, site: Served, language: str) -> None:
    page.goto(f"{site.address}{language}handouts/warning-signs-card/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # the width between Letter's margins
    cards = page.locator(".card").evaluate_all(
        "cards => cards.map(card =>"
        " [card.scrollHeight - card.clientHeight, parseFloat(getComputedStyle(card).fontSize)])"
    )
    assert len(cards) == 8
    for overflow, size in cards:
        assert overflow <= 0
        assert size * 0.75 == pytest.approx(10, abs=0.05)


def test_any_other_page_prints_whole(browser: Browser, sheets: Served, tmp_path: Path) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{sheets.address}burns/")
        path = printed(page, tmp_path)
        said = ask.text(path)
        assert "Asmallsite.https://bread.example/site/burns/.Version:2January2026.Burns" in said[:200]
        assert "Page1of" in said
        assert "#" not in said
        assert ask.picture_problems(ask.pages(path), "a4") == []


@pytest.fixture
def log_with_files(tmp_path: Path) -> Iterator[Served]:
    """A site of one handout with its PDFs, in our theme, whose pages know their address."""
    files = {name: text for name, text in FILES.items() if not name.startswith("docs/handouts")}
    log = HEAD.format(description="A log.", more="") + "# Log\n\nMy name: ____\n"
    mkdocs_yml = handout_site(
        tmp_path, {**files, "docs/handouts/log.md": log}, theme=THEME, plugins=["material/search"]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "PDF", "1")
        built = build_site(mkdocs_yml)
    assert built.ended is None
    with serve(built.site) as served:
        yield served


def test_a_copied_frame_works_on_another_site(browser: Browser, log_with_files: Served, tmp_path: Path) -> None:
    with ExitStack() as stack:
        context = stack.enter_context(browser.new_context(permissions=["clipboard-read", "clipboard-write"]))
        page = context.new_page()
        page.goto(f"{log_with_files.address}handouts/log/")
        page.get_by_text("Put this on your own site").click()
        page.get_by_role("button", name="Copy").last.click()
        expect(page.locator("[data-copy-status]")).not_to_be_empty()
        html = page.evaluate("navigator.clipboard.readText()")
        assert html.startswith("<iframe ")
        html = html.replace("https://bread.example/site/", log_with_files.address)
        (tmp_path / "clinic").mkdir()
        (tmp_path / "clinic" / "index.html").write_text(f"<!doctype html><title>Clinic</title>{html}", encoding="utf-8")
        clinic = stack.enter_context(serve(tmp_path / "clinic"))  # another port is another origin
        page.goto(clinic.address)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="Log", level=1)).to_be_visible()
        frame.get_by_label("My name").fill("Ada")
        expect(frame.get_by_label("My name")).to_have_value("Ada")


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
    assert (THEME_FILES / "assets/print.js").stat().st_size < 1400
    assert (THEME_FILES / "assets/handouts.js").stat().st_size < 9 * 1024
