"""Word files of handouts: read as the ZIP and XML that they are, and opened by LibreOffice where it is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image

from psychoed.handouts.document import Parts
from psychoed.handouts.docx import find_drawings, make_docx
from psychoed.handouts.docx_finish import FLOW, FOOT, ROW, SIDE
from support import pdf as ask
from support.handouts import Pdfs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def read(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314


def text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def styles(root: ElementTree.Element) -> list[tuple[str, str]]:
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found.append((style.get(f"{W}val", "") if style is not None else "", text(paragraph)))
    return found


def test_headings_boxes_lines_and_tables_are_words_own(pdfs: Pdfs) -> None:
    root = read(pdfs.site / "handouts/log/log.docx")
    headings = [words for style, words in styles(root) if style.startswith("Heading")]
    assert headings == ["Baking log", "And then"]
    boxes = [sdt for sdt in root.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W14}checkbox") is not None]
    assert len(boxes) == 2 + 11  # two boxes and a scale
    lines = [tab for tab in root.iter(f"{W}tab") if tab.get(f"{W}leader") == "underscore"]
    assert len(lines) >= 4
    rows = [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}trHeight") is not None]
    assert len(rows) == 3 + 1
    assert len(list(root.iter(f"{W}tblBorders"))) == 2
    bold = [cell for cell in root.iter(f"{W}tc") if cell.find(f".//{W}b") is not None]
    assert [text(cell) for cell in bold] == ["Day", "What I saw", "Before 0–10", "Part", "Mine", "Crust"]
    checks = [words for style, words in styles(root) if style == "CheckBox"]
    assert [words.split()[1:3] for words in checks] == [["I", "weighed"], ["Something", "else:"]]
    said = text(root)
    assert not re.search("[\ue000-\uf8ff]", said)
    for words in ("My name:", "Mind the oven. Stop if it smokes."):
        assert words in said
    assert "Only for the baker" not in said


def test_its_source_is_at_the_foot_of_each_page(pdfs: Pdfs) -> None:
    path = pdfs.site / "handouts/log/log.docx"
    root = read(path)
    with zipfile.ZipFile(path) as archive:
        footer = ElementTree.fromstring(archive.read("word/footer1.xml"))  # noqa: S314
        assert b"footer1.xml" in archive.read("word/_rels/document.xml.rels")
        assert b"footer1.xml" in archive.read("[Content_Types].xml")
    assert len(list(root.iter(f"{W}footerReference"))) == 1
    for words in ("bread.example/site/handouts/log/", "CC BY 4.0", "Version: 2 January 2026"):
        assert words in text(footer)
        assert words not in text(root)
    assert {field.get(f"{W}instr") for field in footer.iter(f"{W}fldSimple")} == {" PAGE ", " NUMPAGES "}


def test_columns_are_as_wide_as_their_texts_need_and_cards_are_in_pairs(pdfs: Pdfs) -> None:
    log = read(pdfs.site / "handouts/log/log.docx")
    for table in log.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert abs(sum(widths) - 9978) < len(widths)
        assert [int(cell.get(f"{W}w", "")) for cell in table.iter(f"{W}tcW")] == widths * len(
            list(table.iter(f"{W}tr"))
        )
    day, saw, _ = [int(column.get(f"{W}w", "")) for column in next(log.iter(f"{W}tbl")).iter(f"{W}gridCol")]
    assert day <= saw
    (cards,) = read(pdfs.site / "handouts/card/card.docx").iter(f"{W}tbl")
    assert [text(cell) for cell in cards.iter(f"{W}tc")] == ["Hot oven: use gloves.My baker: ", "The other face."]
    assert max(int(tab.get(f"{W}pos", "")) for tab in cards.iter(f"{W}tab") if tab.get(f"{W}leader")) < 9978 / 2


def test_what_starts_a_side_starts_a_page() -> None:
    html = f"<!doctype html><html><body><h1>Bread</h1><p>Text.</p><h2>{SIDE}Back</h2><p>{FOOT}Source</p></body></html>"
    with zipfile.ZipFile(io.BytesIO(finish(html))) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314
    pages = [
        words for paragraph in root.iter(f"{W}p") for words in [text(paragraph)] if paragraph.find(BREAK) is not None
    ]
    assert pages == ["Back"]


BREAK = f"{W}pPr/{W}pageBreakBefore"
PARAGRAPH = [
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs", "wordWrap", "bidi"),
    *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
]
TEXT = [
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "smallCaps", "strike", "color", "kern", "sz", "szCs", "u"),
    *("vertAlign", "rtl", "lang"),
]


@pytest.mark.parametrize("name", ["leaflet", "log", "card"])
def test_properties_are_in_the_order_of_the_format(name: str, pdfs: Pdfs) -> None:
    with zipfile.ZipFile(pdfs.site / f"handouts/{name}/{name}.docx") as archive:
        for part in ("document", "styles", "footer1"):
            root = ElementTree.fromstring(archive.read(f"word/{part}.xml"))  # noqa: S314
            for kind, order in (("pPr", PARAGRAPH), ("rPr", TEXT)):
                for properties in root.iter(f"{W}{kind}"):
                    tags = [each.tag.removeprefix(W) for each in properties if each.tag.removeprefix(W) in order]
                    assert tags == sorted(tags, key=order.index), part


def finish(html: str) -> bytes:
    """The finished document, which needs no folder here."""
    with tempfile.TemporaryDirectory() as folder:
        return make_docx(html, Path(folder)).read_bytes()


def test_references_are_in_it(pdfs: Pdfs) -> None:
    said = text(read(pdfs.site / "handouts/leaflet/leaflet.docx"))
    assert "(Loaf, 2020, p. 3)" in said
    assert "Loaf, A. (2020). Bread. Mill." in said


def test_a_drawing_is_a_picture_with_its_words(pdfs: Pdfs) -> None:
    path = pdfs.site / "handouts/leaflet/leaflet.docx"
    described = [element.get("descr") for element in read(path).iter() if element.tag.endswith("}docPr")]
    assert "An oven. It is hot." in described
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(names) == len([words for words in described if words])
        for name in names:
            with Image.open(io.BytesIO(archive.read(name))) as picture:
                assert picture.format == "PNG"
                assert picture.width > 600
                assert picture.convert("L").histogram()[:64] != [0] * 64  # something is drawn


def test_a_drawing_that_has_a_page_to_itself_is_larger() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>Oven</title></svg>'
    sizes = []
    for classes in ("", ' class="full"', ' class="wide"'):
        parts = Parts("Bread", f"<figure{classes}>{svg}</figure>")
        (html,) = find_drawings(parts).values()
        sizes.append(float(re.findall(r"size: ([\d.]+)mm", html)[0]))
    assert sizes == [105, 170, 176]


def test_a_drawing_without_a_view_box_fills_the_width_and_keeps_its_height() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="300"><title>Oven</title></svg>'
    (html,) = find_drawings(Parts("Bread", f'<figure class="wide">{svg}</figure>')).values()
    assert "size: 176.0mm 79.4mm" in html


def test_a_chart_and_the_table_below_it_have_the_same_columns() -> None:
    headers = "".join(f"<th>{text}</th>" for text in (f"{FLOW}Batch", *range(10), "Later"))
    row = f"<tr><td>Crust</td>{f'<td>{ROW}</td>' * 11}</tr>"
    table = f"<table><thead><tr>{headers}</tr></thead><tbody>{row}</tbody></table>"
    html = f'<!doctype html><html><body><p><img src="{PICTURE}" alt="Oven"></p>{table}</body></html>'
    with zipfile.ZipFile(io.BytesIO(finish(html))) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314
    first, *middle, last = [int(column.get(f"{W}w", "")) for column in root.iter(f"{W}gridCol")]
    assert middle == [middle[0]] * 10
    assert 1.6 < first / middle[0] < 1.7
    assert 1.5 < last / middle[0] < 1.55
    assert FLOW not in text(root)
    sizes = {(int(each.get("cx", "")), int(each.get("cy", ""))) for each in root.iter() if "cx" in each.attrib}
    ((width, height),) = sizes
    assert abs(width / 635 - sum([first, *middle, last])) < 12
    assert abs(width / height - 4) < 0.1
    centred = [each.get(f"{W}val") for each in root.iter(f"{W}jc")]
    assert centred.count("center") == 22


def make_picture() -> str:
    """A picture four times as wide as it is high, larger than pandoc's page, as a data URI."""
    out = io.BytesIO()
    Image.new("L", (2000, 500)).save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


PICTURE = make_picture()


def test_every_handout_has_one(ours: Pdfs) -> None:
    missing = [path.parent.name for path in ours.sheets() if not (path.parent / f"{path.parent.name}.docx").is_file()]
    assert missing == []


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    html = "<!doctype html><html><body><h1>Bread</h1><ul><li>one</li></ul></body></html>"
    one, two = make_docx(html, tmp_path / "a"), make_docx(html, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert make_docx(html, tmp_path / "a") == one


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libre_office_opens_them_on_as_many_sides_as_their_pdfs(pdfs: Pdfs, ours: Pdfs, tmp_path: Path) -> None:
    paths = [pdfs.site / "handouts/log/log.docx", *sorted(ours.site.glob("handouts/*/*.docx"))]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    said = ask.text(tmp_path / "log.pdf")
    assert "Bakinglog" in said
    assert "Iweighedit." in said
    sides = {}
    for path in paths[1:]:
        with (
            pypdfium2.PdfDocument(tmp_path / f"{path.stem}.pdf") as made,
            pypdfium2.PdfDocument(path.with_name(f"{path.stem}-a4.pdf")) as pdf,
        ):
            sides[path.stem] = (len(made), len(pdf))
    assert {name: each for name, each in sides.items() if each[0] > each[1]} == {}
