"""Handouts as Word files, for those who want to change them.

They are made by pandoc from the HTML that is printed. Headings, lists, tables and links are pandoc's. What it has no
form for is marked in the HTML and becomes Word's own in the finished document: check boxes to click, lines to write on,
borders and tall rows of tables.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lxml import etree  # type: ignore[import-untyped]

from mkdocs_citeproc.cache import write_atomically
from mkdocs_citeproc.formatting.pandoc import VERSION, PandocError, run_pandoc
from psychoed.handouts import transforms
from psychoed.handouts.document import Parts, describe_version
from psychoed.handouts.model import Sheet
from psychoed.handouts.transforms import get_classes, get_local_name, parse_html, write
from psychoed.language import get_current_language

_SECONDS = 60
# Private-use characters, which no author types, mark what becomes Word's own.
_BOX, _LINE, _ROW = "\ue000", "\ue001", "\ue002"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_FONT = "Arial"


class WordFileError(Exception):
    """A Word file could not be made; the message is for people."""


_DRAWING_WIDTH, _DRAWING_HEIGHT = 120.0, 105.0  # at most, in millimetres
_DOTS = 200  # to the inch


def find_drawings(parts: Parts) -> dict[str, str]:
    """Return a document of one page for each drawing in a handout, by the drawing's name."""
    found = {}
    for element in parse_html("".join((*parts.cards[: parts.faces], parts.body))).iter():
        if (svg := _find_svg(element)) is not None:
            drawing = _write_drawing(svg)
            width, height = _measure_drawing(svg)
            style = f"@page :first {{ size: {width:.1f}mm {height:.1f}mm; margin: 0; {_NO_FOOT} }}"
            style += f" svg {{ display: block; width: {width:.1f}mm; height: {height:.1f}mm }}"
            found[_name_drawing(drawing)] = (
                '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Drawing</title>'
                f"<style>{style}</style></head><body>{drawing}</body></html>"
            )
    return found


_NO_FOOT = "@bottom-left { content: none } @bottom-right { content: none }"


def _find_svg(element: Element) -> Element | None:
    """Return the drawing that an element is or that it shows."""
    if get_local_name(str(element.tag)) == "svg":
        return element
    source = element.get("src", "")
    if element.tag != "img" or not source.startswith(_SVG):
        return None
    with suppress(ValueError):
        text = b64decode(source.removeprefix(_SVG)).decode()
        return next((each for each in parse_html(text).iter() if get_local_name(str(each.tag)) == "svg"), None)
    return None


_SVG = "data:image/svg+xml;base64,"


def _write_drawing(element: Element) -> str:
    alone = Element("div")
    alone.append(deepcopy(element))
    alone[0].tail = None
    return write(alone)


def _name_drawing(drawing: str) -> str:
    return f"drawing-{hashlib.sha256(drawing.encode()).hexdigest()[:16]}"


def _measure_drawing(element: Element) -> tuple[float, float]:
    """Return a drawing's width and height in millimetres, from its view box."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.get("viewBox", ""))]
    ratio = numbers[3] / numbers[2] if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0 else 1
    width = min(_DRAWING_WIDTH, _DRAWING_HEIGHT / ratio)
    return width, width * ratio


def draw_picture(pdf: Path) -> str:
    """Return the first page of a PDF as a data URI, a PNG of sixteen greys, which all word processors show."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page: Any = document[0]  # its types allow whole scales only
        picture = page.render(scale=_DOTS / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.quantize(16).save(out, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def render_source(sheet: Sheet, parts: Parts, pictures: Mapping[str, str]) -> str:
    """Return the HTML that pandoc reads: a handout with marks in place of its fields.

    ``pictures`` are data URIs by the names of drawings (``find_drawings``).
    """
    cards = "".join(f"<hr>{card}" for card in parts.cards[: parts.faces])
    root = parse_html(f"<h1>{parts.title}</h1>{f'<p>{parts.lead}</p>' if parts.lead else ''}{cards}{parts.body}")
    for element in list(root.iter()):
        _mark_field(element)
    for parent, child in transforms.walk_with_parents(root):
        name = get_local_name(str(child.tag))
        if (svg := _find_svg(child)) is not None:
            _replace_drawing(parent, child, svg, pictures)
        elif name in ("textarea", "input") or "rule" in get_classes(child):
            transforms.remove_element(parent, child)
    status = describe_version(sheet)
    source = f"<hr><p>{escape(sheet.site)}: {escape(sheet.address)}</p><p>{escape(status)}</p>"
    direction = ' dir="rtl"' if get_current_language().is_right_to_left else ""
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"{direction}><head><meta name="description" '
        f'content="{escape(sheet.description)}"></head><body>{write(root)}{source}</body></html>'
    )


def _mark_field(element: Element) -> None:
    """Put marks beside a field, before it is removed."""
    classes = get_classes(element)
    if "check-box" in classes:
        element.tail = f"{_BOX}{element.tail or ''}"
    elif classes & {"line", "cell"}:
        element.tail = f"{_LINE if 'line' in classes else _ROW}{element.tail or ''}"
    elif "writes" in classes:  # each on a line of its own
        for child in list(element)[:-1]:
            child.tail = None
            element.insert(list(element).index(child) + 1, Element("br"))
    elif "checks" in classes:  # a list whose bullets are its boxes
        element.tag = "div"
        for item in element:
            item.tag = "p" if all(get_local_name(str(child.tag)) != "p" for child in item) else "div"
    elif "area" in classes:
        lines = sum("rule" in get_classes(child) for child in element)
        element.tag = "span"
        for _ in range(lines):
            SubElement(element, "br")
            mark = SubElement(element, "span")
            mark.text = _LINE
    elif "number" in classes:  # a button of a scale
        element.text = f"{_BOX} {element.text or ''}  "


def _replace_drawing(parent: Element, drawing: Element, svg: Element, pictures: Mapping[str, str]) -> None:
    """Replace a drawing by its picture, with its words as the alternative text, or by its words."""
    words = [
        transforms.get_text(part) for part in svg if get_local_name(str(part.tag)) in ("title", "desc") and part.text
    ]
    words = words or [drawing.get("alt", "")]
    text = Element("p")
    if source := pictures.get(_name_drawing(_write_drawing(svg))):
        width, _ = _measure_drawing(svg)
        SubElement(text, "img", {"src": source, "alt": " ".join(words), "width": f"{width / 25.4:.2f}in"})
    elif any(words):
        SubElement(text, "em").text = f"[{' '.join(words)}]"
    text.tail = drawing.tail
    parent[list(parent).index(drawing)] = text


def make_docx(html: str, folder: Path) -> Path:
    """Return the Word file made from ``html``, from the cache in ``folder`` if it is there.

    Raises:
        WordFileError: if pandoc fails.

    """
    code = Path(__file__).read_bytes()
    key = hashlib.sha256(b"\0".join((code, VERSION.encode(), html.encode()))).hexdigest()[:32]
    path = folder / f"{key}.docx"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as work:
            made = Path(work, "made.docx")
            try:
                options = ["--metadata=dir:rtl"] if ' dir="rtl">' in html else []
                run_pandoc(["--from=html-native_spans", "--to=docx", *options, f"--output={made}"], html, _SECONDS)
            except PandocError as error:
                raise WordFileError(str(error)) from error
            write_atomically(path, _finish(made.read_bytes()))
    return path


def _finish(data: bytes) -> bytes:
    """Return a document with Word's own forms in place of the marks; the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = made.read(name)
            if name == "word/document.xml":
                content = _finish_document(content)
            elif name == "word/theme/theme1.xml":
                content = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + _FONT.encode(), content)
            elif name == "word/styles.xml":
                content = re.sub(rb"<w:color\b[^>]*/>", b'<w:color w:val="000000"/>', content)
            elif name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", content)
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _name(tag: str) -> str:
    return f"{{{_W}}}{tag}"


def _make(tag: str, *children: Any, **values: str) -> Any:
    element = etree.Element(_name(tag), {_name(name): value for name, value in values.items()})
    element.extend(children)
    return element


def _finish_document(content: bytes) -> bytes:
    root = etree.fromstring(content)
    boxes = 0
    for run in list(root.iter(_name("r"))):
        text = run.find(_name("t"))
        if text is None or not text.text or not re.search(f"[{_BOX}{_LINE}{_ROW}]", text.text):
            continue
        at, parent = run.getparent().index(run), run.getparent()
        parts = [part for part in re.split(f"([{_BOX}{_LINE}{_ROW}])", text.text) if part]
        parent.remove(run)
        for part in parts:
            if part == _BOX:
                boxes += 1
                new = _check_box(boxes)
            elif part == _LINE:
                new = _make("r", _make("tab"))
                _add_line(
                    next(new_parent for new_parent in (parent, *parent.iterancestors()) if new_parent.tag == _name("p"))
                )
            elif part == _ROW:
                continue
            else:
                new = deepcopy(run)
                new.find(_name("t")).text = part
            parent.insert(at, new)
            at += 1
    for table in root.iter(_name("tbl")):
        _draw_table(table)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _check_box(number: int) -> Any:
    """Return a check box to click: a content control."""
    box = etree.Element(f"{{{_W14}}}checkbox", nsmap={"w14": _W14})
    for tag, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        etree.SubElement(box, f"{{{_W14}}}{tag}", {f"{{{_W14}}}val": value})
    sign = _make("t")
    sign.text = "\u2610"
    fonts = _make("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia")
    run = _make("r", _make("rPr", fonts), sign)
    return _make("sdt", _make("sdtPr", _make("id", val=str(number)), box), _make("sdtContent", run))


def _add_line(paragraph: Any) -> None:
    """Let tabs in a paragraph draw a line as far as the margin."""
    properties = paragraph.find(_name("pPr"))
    if properties is None:
        properties = _make("pPr")
        paragraph.insert(0, properties)
    if properties.find(_name("tabs")) is None:
        tabs = _make("tabs", _make("tab", val="right", leader="underscore", pos="9350"))
        spacing = _make("spacing", before="120", line="440", lineRule="exact")
        style = properties.find(_name("pStyle"))
        properties.insert(0 if style is None else 1, tabs)
        properties.insert(properties.index(tabs) + 1, spacing)


def _draw_table(table: Any) -> None:
    """Give a table borders, and each empty row room to write in."""
    properties = table.find(_name("tblPr"))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties.find(_name("tblW")).attrib.update({_name("type"): "pct", _name("w"): "5000"})
    borders = _make("tblBorders", *(_make(side, val="single", sz="6", space="0", color="000000") for side in sides))
    layout = next((child for child in properties if child.tag in (_name("tblLayout"), _name("tblLook"))), None)
    properties.insert(len(properties) if layout is None else properties.index(layout), borders)
    for row in table.iter(_name("tr")):
        cells = row.findall(_name("tc"))
        if any(not "".join(cell.itertext()).strip() for cell in cells):
            found = row.find(_name("trPr"))
            if found is None:
                found = _make("trPr")
                row.insert(0, found)
            found.append(_make("trHeight", val="680", hRule="atLeast"))
