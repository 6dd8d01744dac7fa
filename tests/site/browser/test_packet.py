"""The packet builder in a real browser: one PDF of several, compared with its parts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from support import pdf as ask
from support.axe import faults
from support.served import Served

pytestmark = pytest.mark.browser

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30"/></svg>'
FIVE = (
    "My flare-up plan",
    "Warning signs: wallet card",
    "What PRT is",
    "Somatic tracking: the steps",
    "My pain–fear cycle",
)
NAMES = ("warning-signs-card", "what-prt-is", "my-pain-fear-cycle", "somatic-tracking-steps", "flare-up-plan")


def make(page: Page, to: Path) -> Path:
    """Make the packet and save it."""
    page.get_by_role("button", name="Make my packet").click()
    expect(page.get_by_text("Your packet is ready")).to_be_visible(timeout=30_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the PDF").click()
    waiting.value.save_as(to)
    return to


def tick(page: Page, *titles: str) -> None:
    for title in titles:
        page.locator(f".packet li[data-title={title!r}]").get_by_role("checkbox").check()


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_five_handouts_become_one_accessible_pdf(page: Page, site: Served, tmp_path: Path) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.goto(f"{site.address}handouts/packet/")
    page.wait_for_load_state("networkidle")
    assert not [each for each in sent if "pdf-lib" in each]  # loaded only when it is needed
    tick(page, *FIVE)
    page.get_by_label("Name", exact=True).fill("Hill Practice")
    page.get_by_label("Telephone").fill("+44 20 7946 0000")
    (tmp_path / "logo.svg").write_text(LOGO)
    page.get_by_label("Logo").set_input_files(tmp_path / "logo.svg")
    packet = make(page, tmp_path / "packet.pdf")
    assert [
        each
        for each in sent
        if not each.startswith(f"GET {site.address}") and "blob:" not in each and "data:" not in each
    ] == []
    assert [each for each in sent if "pdf-lib.min.js" in each]

    parts = [texts(site.folder / "handouts" / name / f"{name}-a4.pdf") for name in NAMES]
    whole = texts(packet)
    assert len(whole) == sum(map(len, parts))
    flat = [(text, not number) for part in parts for number, text in enumerate(part)]
    for number, (said, (text, first)) in enumerate(zip(whole, flat, strict=True), start=1):
        assert f"Packetpage{number}of{len(whole)}" in said
        assert ("HillPractice+44207946" in said) is first
        for piece in (text[:60], text[200:260], text[-40:]):
            assert piece in said
    with pikepdf.open(packet) as file:
        fields = len(ask.fields(file))
    expected = 0
    for name in NAMES:
        with pikepdf.open(site.folder / "handouts" / name / f"{name}-a4.pdf") as file:
            expected += len(ask.fields(file))
    assert fields == expected
    wrong = ask.picture_problems(ask.pages(packet), "a4")
    assert [each for each in wrong if "colour" not in each] == []


def test_order_paper_size_and_notes_are_as_chosen(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}handouts/packet/")
    tick(page, "What PRT is", "My flare-up plan")
    row = page.locator(".packet li[data-title='My flare-up plan']")
    up = row.get_by_role("button", name="Move My flare-up plan up")
    up.click()  # once: handouts that are not chosen don't count
    expect(page.get_by_text("My flare-up plan: place 1 of 2")).to_be_visible()
    up.click()
    expect(page.get_by_text("My flare-up plan: place 1 of 2")).to_be_visible()
    expect(page.locator(".packet li[data-title='My body map']").get_by_role("button")).to_have_count(0)
    page.get_by_label("US Letter").check()
    page.get_by_label("Name", exact=True).fill("Łódź 診療所")  # signs that our font lacks
    page.get_by_label("Add the notes for clinicians").check()
    packet = make(page, tmp_path / "packet.pdf")
    whole = texts(packet)
    assert "Myflare-upplan" in whole[0][:200].replace("\ufffe", "-")
    assert "WhatPRTis" in whole[2]
    assert "When:thingsarequietenoughtoplan" in whole[-2]
    assert "When:you’veassessedthepain" in whole[-1]
    assert len(whole) == 6
    with pypdfium2.PdfDocument(packet) as document:
        assert [round(size) for size in document[0].get_size()] == [612, 792]


LONG = "Community Centre for Rehabilitation and Long-Lasting Pain of the Northern Valley"  # as long as may be typed
LATIN, OTHER = "Hill Practice", "Łódź 診療所"


# Each value of each choice meets each value of the others.
@pytest.mark.parametrize(
    "choices",
    [
        (LATIN, "A4", "Normal print", False),
        (LATIN, "US Letter", "Large print", True),
        (OTHER, "A4", "Large print", True),
        (OTHER, "US Letter", "Normal print", True),
        (OTHER, "US Letter", "Large print", False),
    ],
)
def test_vera_pdf_finds_nothing_in_any_packet(
    page: Page, site: Served, tmp_path: Path, choices: tuple[str, str, str, bool]
) -> None:
    name, paper, size, notes = choices
    page.goto(f"{site.address}handouts/packet/")
    tick(page, *FIVE)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Telephone").fill("+44 20 7946 0000")
    (tmp_path / "logo.svg").write_text(LOGO)
    page.get_by_label("Logo").set_input_files(tmp_path / "logo.svg")
    page.get_by_label(paper, exact=True).check()
    page.get_by_label(size).check()
    page.get_by_label("Add the notes for clinicians").set_checked(notes)
    packet = make(page, tmp_path / "packet.pdf")
    assert ask.VeraPdf().problems(packet) == []
    wrong = ask.picture_problems(ask.pages(packet), "a4" if paper == "A4" else "letter")
    assert [each for each in wrong if "colour" not in each] == []
    with pikepdf.open(packet) as file:
        assert ask.document_problems(file) == []
        assert ask.field_problems(file) == []
        assert ask.identifier_problems(file) == []
        titles = [title for title, _ in ask.outline(file)]
        assert titles[:5] == [
            "Warning signs: wallet card",
            "What PRT is",
            "My pain–fear cycle",
            "Somatic tracking: the steps",
            "My flare-up plan",
        ]
        assert len(titles) == 5 + notes
        (document,) = file.Root.StructTreeRoot.K
        assert document.S == "/Document"
        assert [str(part.S) for part in document.K] == ["/Part"] * (5 + notes)
        for part, (_, at) in zip(document.K, ask.outline(file)[:5], strict=False):  # the practice is read first
            assert part.K[0].S == "/P"
            assert part.K[0].Pg.objgen == file.pages[at].objgen
            assert str(part.K[0].ActualText) == f"{name}, +44 20 7946 0000"
    page.reload()
    assert packet.read_bytes() != make_again(page, tmp_path, *FIVE[:4]).read_bytes()
    page.reload()
    assert make_again(page, tmp_path, *FIVE).read_bytes() == make_again(page, tmp_path, *FIVE).read_bytes()


def make_again(page: Page, folder: Path, *titles: str) -> Path:
    """Make a packet without a practice."""
    tick(page, *titles)
    return make(page, folder / "again.pdf")


def test_a_logo_alone_is_described(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}handouts/packet/")
    tick(page, "My flare-up plan")
    (tmp_path / "logo.svg").write_text(LOGO)
    page.get_by_label("Logo").set_input_files(tmp_path / "logo.svg")
    packet = make(page, tmp_path / "packet.pdf")
    with pikepdf.open(packet) as file:
        figures = [each for each in ask.elements(file) if each.S == "/Figure" and str(each.Alt) == "Logo"]
        assert len(figures) == 1
        assert [round(float(side)) for side in figures[0].A.BBox][2] == round((210 - 16) * ask.POINTS)
    assert ask.VeraPdf().problems(packet) == []


@pytest.mark.parametrize("size", ["Normal print", "Large print"])
def test_a_long_name_stays_within_its_band(page: Page, site: Served, tmp_path: Path, size: str) -> None:
    page.goto(f"{site.address}handouts/packet/")
    tick(page, "My flare-up plan")
    page.get_by_label("Name", exact=True).fill(
        "Community Centre for Rehabilitation and Long-Lasting Pain of the Northern Valley"
    )
    page.get_by_label("Telephone").fill("+44 20 7946 0000, extension 12345")
    (tmp_path / "logo.svg").write_text(LOGO)
    page.get_by_label("Logo").set_input_files(tmp_path / "logo.svg")
    page.get_by_label(size).check()
    packet = make(page, tmp_path / "packet.pdf")
    with pypdfium2.PdfDocument(packet) as document:
        words = document[0].get_textpage()
        every = words.get_text_range()
        start, end = every.index("Community"), every.index("12345") + 5
        label = every.index("Packet page")
        boxes = [words.get_charbox(at) for at in range(start, end) if not every[at].isspace()]
        assert min(box[0] for box in boxes) > (16 + 78) * ask.POINTS  # to the right of the site's name
        assert max(box[3] for box in boxes) < words.get_charbox(label)[1] + 0.5  # below the page's number
        assert min(box[3] - box[1] for box in boxes if box[3] - box[1] > 2.5) > 2.5
        title = every.index("My flare-up plan")
        assert min(box[1] for box in boxes) > words.get_charbox(title)[3] + 2 * ask.POINTS  # above the line


def test_details_are_kept_only_if_asked(page: Page, site: Served) -> None:
    page.goto(f"{site.address}handouts/packet/")
    page.get_by_label("Name", exact=True).fill("Hill Practice")
    page.get_by_label("Telephone").fill("1")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handouts'))") == []
    page.get_by_label("Keep these details").check()
    page.reload()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Hill Practice")
    page.get_by_label("Keep these details").uncheck()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handouts'))") == []
    page.reload()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page: Page, site: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("handouts/packet/", "handouts/"):
        page.goto(f"{site.address}{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert faults(page) == [], path


def test_five_handouts_with_a_name_take_at_most_a_minute_and_twelve_clicks_from_home(
    page: Page, site: Served, tmp_path: Path
) -> None:
    clicks, started = 0, time.monotonic()

    def click(name: str, role: Literal["link", "button"] = "link") -> None:
        nonlocal clicks
        clicks += 1
        page.get_by_role(role, name=name).first.click()

    page.goto(site.address)
    click("Handouts")
    click("make a packet")
    for title in FIVE:
        clicks += 1
        tick(page, title)
    clicks += 1  # into the field
    page.get_by_label("Name", exact=True).press_sequentially("Hill Practice", delay=150)
    clicks += 2  # make, download
    packet = make(page, tmp_path / "packet.pdf")
    assert clicks <= 12
    assert time.monotonic() - started < 60 - 12 * 2  # with two seconds for a person to find each place
    assert len(texts(packet)) == 9


def test_the_list_is_filtered_and_offers_letter_paper_where_it_is_usual(page: Page, site: Served) -> None:
    page.goto(f"{site.address}handouts/")
    shown = page.locator(".handout-list > li:visible")
    every = shown.count()
    page.locator("[data-filter='readers']").select_option("clinicians")
    page.locator("[data-filter='sides']").select_option("1")
    assert 0 < shown.count() < every
    assert page.locator(".handout-filters [role='status']").text_content() == f"{shown.count()} of {every} handouts"
    page.locator("[data-filter='readers']").select_option("")
    page.locator("[data-filter='sides']").select_option("")
    assert shown.count() == every
    button = page.locator("[data-download]").first
    assert (button.get_attribute("href") or "").endswith("-letter.pdf")  # this browser speaks American English
    assert page.locator(".handout-forms").first.get_attribute("open") is None
