"""Pages are full: what a page has left goes to what people write on, and the small print is at its foot."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from weasyprint import HTML

from psychoed.handouts.pdf import load_style
from psychoed.handouts.pdf_pages import fill_pages

PAGE = '<html class="normal"><style>@page { size: 210mm 297mm }</style><body><article class="sheet">'
FOOT = '<h2>References</h2><div class="references"><p>One.</p></div><div class="colophon"><div>Site</div></div>'
AREA = '<p><span class="area"><span class="rule"></span><span class="rule"></span><textarea></textarea></span></p>'
ROW = "<tr><td>Day</td><td><textarea class='cell'></textarea></td></tr>"


def lay_out(html: str) -> tuple[Any, Any, Any]:
    """Return the elements of a document, its first layout and its filled one."""
    style = load_style()
    source = HTML(string=html, url_fetcher=style.fetcher)

    @cache
    def render(_: int) -> Any:
        return source.render(stylesheets=[style.css], font_config=style.fonts, pdf_forms=True)

    return source.etree_element, render(1), fill_pages(source.etree_element, render(1), lambda: render(2))


def boxes(document: Any, name: str) -> list[Any]:
    """Return the boxes of elements with a class."""
    return [
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element is not None and name in box.element.get("class", "").split() and hasattr(box, "children")
    ]


def heights(document: Any, name: str) -> list[float]:
    return [box.height for box in boxes(document, name)]


@pytest.mark.parametrize("field", [AREA, f"<table>{ROW * 3}</table>"])
def test_fields_grow_and_the_small_print_is_at_the_foot(field: str) -> None:
    _, before, after = lay_out(f"{PAGE}<h1>Log</h1><p>Text.</p>{field}{FOOT}</article>")
    name = "rule" if "rule" in field else "cell"
    assert len(after.pages) == len(before.pages) == 1
    assert all(now > was for now, was in zip(heights(after, name), heights(before, name), strict=True))
    page = after.pages[0]._page_box
    foot = boxes(after, "colophon")[0]
    left = page.content_box_y() + page.height - (foot.position_y + foot.margin_height())
    assert 0 <= left < 12  # CSS pixels
    assert boxes(after, "colophon")[0].position_y > boxes(before, "colophon")[0].position_y


def test_rows_grow_alike_but_not_without_end() -> None:
    _, before, after = lay_out(f"{PAGE}<table>{ROW}{ROW}</table>{FOOT}</article>")
    grown = {round(height) for height in heights(after, "cell")}
    assert len(grown) == 1
    assert max(heights(after, "cell")) <= max(heights(before, "cell")) * 2


def test_roomy_rows_share_what_a_page_has_left_and_names_of_groups_keep_their_height() -> None:
    rows = '<tr><td class="group">Loaves</td></tr><tr><td class="loaf">Rye</td></tr><tr><td class="loaf">Bun</td></tr>'
    for classes, grows in (("rows", False), ("rows roomy", True)):
        _, before, after = lay_out(f'{PAGE}<div class="{classes}"><table>{rows}</table></div>{FOOT}</article>')
        now, was = (
            [box.height for box in boxes(each, "loaf") if type(box).__name__ == "TableCellBox"]
            for each in (after, before)
        )
        assert all((new > old) is grows for new, old in zip(now, was, strict=True))
        assert max(now) - max(was) < 12  # CSS pixels
        assert heights(after, "group") == heights(before, "group")


def test_a_chart_has_most_of_what_a_page_has_left() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="100%" height="50mm"></svg>'
    chart = f'<div class="flow"><figure class="wide">{svg}</figure><table>{ROW}</table></div>'
    _, before, after = lay_out(f"{PAGE}{chart}{FOOT}</article>")
    (was,), (now,) = heights(before, "chart"), heights(after, "chart")
    assert 60 < now - was < 100  # CSS pixels: 25 mm at most
    assert len(after.pages) == len(before.pages)


def test_a_full_page_stays_as_it_is() -> None:
    _, before, after = lay_out(f"{PAGE}<table>{ROW * 40}</table></article>")
    assert len(after.pages) == len(before.pages)


def test_what_would_take_another_page_is_taken_back() -> None:
    root, before, _ = lay_out(f"{PAGE}<p>Text.</p>{AREA}{FOOT}</article>")
    for element in root.iter():
        element.attrib.pop("style", None)

    class Longer:
        pages = (*before.pages, *before.pages)

    assert fill_pages(root, before, Longer) is before
    assert not any(element.get("style") for element in root.iter())


def test_cards_and_lines_beside_a_number_keep_their_size() -> None:
    line = '<span class="write"><label>Who</label> <textarea class="line"></textarea></span>'
    html = (
        f'{PAGE}<div class="cards"><div class="card">{line}</div></div><ol><li>{line}</li></ol>{AREA}{FOOT}</article>'
    )
    _, before, after = lay_out(html)
    assert heights(after, "line") == heights(before, "line")
