"""The Spanish pages in a browser: search, the guided practice, the packet builder, and what screen readers meet."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from support import pdf as ask
from support.axe import faults
from support.served import Served

pytestmark = pytest.mark.browser

PAGES = (
    "es/",
    "es/flare/",
    "es/understand/warning-signs/",
    "es/practise/guided/",
    "es/handouts/flare-up-plan/",
    "es/handouts/packet/",
)
SEARCHES = {
    "quiero morir": "es/understand/warning-signs/#crisis-lines",
    "no aguanto más": "es/understand/warning-signs/#crisis-lines",
    "tomé demasiadas pastillas": "es/understand/warning-signs/#emergency-number-now",
    "no siento la entrepierna": "es/understand/warning-signs/",
    "brote": "es/flare/",
    "crisis de dolor": "es/flare/",
    "rastreo somatico": "es/practise/somatic-tracking/",
}


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(address: str, page: Page, site: Served) -> None:
    page.goto(site.address + address)
    assert faults(page) == []


@pytest.mark.parametrize("words", SEARCHES)
def test_searches_in_spanish_find_help(words: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}es/")
    page.get_by_role("textbox", name="Búsqueda").click()
    page.keyboard.type(words, delay=20)
    found = page.locator(".md-search-result__link")
    found.first.wait_for(timeout=20_000)
    links = [urlsplit(link) for link in found.evaluate_all("links => links.map(link => link.href)")]
    path, _, place = SEARCHES[words].partition("#")
    assert links[0].path == urlsplit(site.address + path).path
    if place:  # a section of the first page comes next
        assert (links[1].path, links[1].fragment) == (links[0].path, place)


def test_the_switch_keeps_the_page(page: Page, site: Served) -> None:
    page.goto(f"{site.address}flare/")
    page.get_by_role("button", name="Select language").focus()
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(f"{site.address}es/flare/")
    page.get_by_role("button", name="Seleccionar idioma").focus()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site.address}flare/")


def test_the_guided_practice_speaks_spanish(page: Page, site: Served) -> None:
    page.goto(f"{site.address}es/practise/guided/")
    page.get_by_role("button", name="Empezar").click()
    expect(page.get_by_text("Acomódese.").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name="Siguiente paso").click()
    expect(page.get_by_text("Encuentre la sensación.").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name="Parar ahora").click()
    expect(page.get_by_text("Está bien parar. Abra los ojos").locator("visible=true")).to_have_count(1)


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_a_packet_is_in_spanish(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}es/handouts/packet/")
    page.get_by_role("button", name="Para los brotes", exact=True).click()
    page.get_by_label("Nombre", exact=True).fill("Clínica del Río")
    page.get_by_role("button", name="Crear mi conjunto").click()
    expect(page.get_by_text("El conjunto está listo")).to_be_visible(timeout=30_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Descargar el PDF").click()
    packet = tmp_path / "packet.pdf"
    waiting.value.save_as(packet)
    pages = texts(packet)
    assert len(pages) == 4
    assert all("del conjunto" in text for text in pages)
    assert "Clínica del Río" in pages[0]
    assert ask.VeraPdf().problems(packet) == []


@pytest.mark.parametrize("name", ["warning-signs-card", "flare-up-plan", "what-prt-is"])
def test_handouts_keep_to_the_sides_of_the_english_ones(name: str, site: Served) -> None:
    for form in ("a4", "letter", "a4-large", "letter-large"):
        path = f"handouts/{name}/{name}-{form}.pdf"
        spanish, english = texts(site.folder / "es" / path), texts(site.folder / path)
        assert len(spanish) <= len(english), form
        text = " ".join(spanish)
        assert "Traducido por el proyecto" in text
        assert [word for word in ("Version:", "Page 1", "References", "For people") if word in text] == []
