"""The page that lists all sheets, and the ZIP."""

from __future__ import annotations

import re
import zipfile

from support.site import Built


def test_the_list_names_every_sheet_in_the_order_of_the_navigation(built: Built) -> None:
    page = built["handouts/index.html"]
    assert re.findall(r'class="handout-title"><a href="([^"]+)">([^<]+)</a>', page) == [
        ("leaflet/", "What bread is"),
        ("log/", "Baking log"),
        ("card/", "Oven card"),
    ]
    links = re.findall(r'<a href="([^"]+\.(?:pdf|zip|docx))"[^>]*>[^<]+</a> \((?:\d+ pages?, )?\d+ KB\)', page)
    assert len(links) == 5 * 3 + 4 + 1
    for link in (*links, *re.findall(r'<img src="([^"]+)"', page)):
        assert (built.site / "handouts" / link).is_file(), link
    assert page.count("data-download") == 3  # one button each, with the other forms behind it
    assert page.count('<details class="handout-forms">') == 3
    assert page.count("\\handouts") == 1  # the one in code
    with zipfile.ZipFile(built.site / "handouts/handouts.zip") as archive:
        assert len(archive.namelist()) == 12
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
