"""The site's pages on paper, as Chromium prints them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from support.served import Served

pytestmark = pytest.mark.browser

FOOT = 18 * 72 / 25.4  # print.css, @page: where the text of a page ends above its lower edge, in points
INK = 140  # of 255
LINE = 200  # dots, a third of a page's width


def last_lines(sheet: pypdfium2.PdfPage) -> int:
    """How many dots of ink the fullest of the last rows has in which text may stand."""
    picture = sheet.render(scale=1).to_pil().convert("L")
    end = round(picture.height - FOOT)
    rows = (picture.crop((0, y, picture.width, y + 1)).tobytes() for y in range(end - 3, end + 3))
    return max(sum(int(dot) < INK for dot in row) for row in rows)


def test_a_table_that_goes_on_leaves_no_stray_line(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}evidence/other-conditions/")
    page.pdf(path=tmp_path / "conditions.pdf", format="A4")
    sheets = list(pypdfium2.PdfDocument(tmp_path / "conditions.pdf"))
    assert len(sheets) > 4
    assert [number for number, sheet in enumerate(sheets, 1) if last_lines(sheet) > LINE] == []


def test_a_page_says_on_paper_where_and_when_it_is_from(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}evidence/open-questions/")
    page.pdf(path=tmp_path / "open-questions.pdf", format="A4")
    sheets = list(pypdfium2.PdfDocument(tmp_path / "open-questions.pdf"))
    first, *_, last = texts = [sheet.get_textpage().get_text_range() for sheet in sheets]
    assert first.index("Version: ") < first.index("Critics, open questions")
    assert "Clinical review: Not yet reviewed by a clinician." in " ".join("".join(texts).split())
    assert f"Page {len(sheets)} of {len(sheets)}" in last
