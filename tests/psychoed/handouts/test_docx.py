"""Word files of handouts: read as the ZIP and XML that they are, and opened by LibreOffice where it is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from psychoed.handouts.docx import make_docx
from support import pdf as ask
from support.handouts import Pdfs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def read(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314


def text(element: ElementTree.Element) -> str:
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
    said = text(root)
    assert not re.search("[\ue000-\uf8ff]", said)
    for words in ("My name:", "Mind the oven. Stop if it smokes.", "CC BY 4.0", "Version: 2 January 2026"):
        assert words in said
    assert "Only for the baker" not in said


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


def test_every_handout_has_one(ours: Pdfs) -> None:
    missing = [path.parent.name for path in ours.sheets() if not (path.parent / f"{path.parent.name}.docx").is_file()]
    assert missing == []


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    html = "<!doctype html><html><body><h1>Bread</h1><ul><li>one</li></ul></body></html>"
    one, two = make_docx(html, tmp_path / "a"), make_docx(html, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert make_docx(html, tmp_path / "a") == one


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libre_office_opens_it(pdfs: Pdfs, tmp_path: Path) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    path = pdfs.site / "handouts/log/log.docx"
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    said = ask.text(tmp_path / "log.pdf")
    assert "Bakinglog" in said
    assert "Iweighedit." in said
