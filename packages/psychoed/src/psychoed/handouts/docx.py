"""Handouts as Word files, for those who want to change them.

They are made by pandoc from the HTML that is printed. Headings, lists, tables and links are pandoc's. What it has no
form for is marked in the HTML and becomes Word's own in the finished document (docx_finish.py): check boxes to click,
lines to write on, borders and tall rows of tables.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from mkdocs_citeproc.cache import write_atomically
from mkdocs_citeproc.formatting.pandoc import VERSION, PandocError, run_pandoc
from psychoed.handouts import docx_finish, transforms
from psychoed.handouts.document import Parts, describe_version
from psychoed.handouts.docx_finish import BOX, BOX_STYLE, CHECK_STYLE, FLOW, FOOT, LINE, ROW, SIDE, finish_docx
from psychoed.handouts.model import Sheet
from psychoed.handouts.transforms import get_classes, get_local_name, parse_html, write
from psychoed.language import get_current_language, t

_SECONDS = 60


class WordFileError(Exception):
    """A Word file could not be made; the message is for people."""


_DRAWINGS = {"": (120.0, 105.0), "full": (170.0, 190.0), "wide": (176.0, 190.0)}
"""The most that a drawing's width and height may be, in millimetres, by the class of its figure."""
_PIXEL = 25.4 / 96  # of CSS, in millimetres
_DOTS = 200  # to the inch


def find_drawings(parts: Parts) -> dict[str, str]:
    """Return a document of one page for each drawing in a handout, by the drawing's name."""
    found: dict[str, str] = {}
    html = "".join((*parts.cards[: parts.faces], parts.body))
    if "svg" not in html:
        return found
    root = parse_html(html)
    _mark_large_drawings(root)
    for element in root.iter():
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


def _mark_large_drawings(root: Element) -> None:
    """Mark the drawings to draw on, which have a page to themselves or its width."""
    for figure in root.iter():
        for name in get_classes(figure) & _DRAWINGS.keys():
            for element in figure.iter():
                if get_local_name(str(element.tag)) == "svg":
                    element.set("data-figure", name)


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
    """Return a drawing's width and height in millimetres: from its view box, or its height where it fills any width."""
    most_width, most_height = _DRAWINGS[element.get("data-figure", "")]
    if "viewBox" not in element.attrib and (height := element.get("height", "")).isdecimal():
        return most_width, min(int(height) * _PIXEL, most_height)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.get("viewBox", ""))]
    ratio = numbers[3] / numbers[2] if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0 else 1
    width = min(most_width, most_height / ratio)
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
    lead = f"<p>{parts.lead}</p>" if parts.lead else ""
    root = parse_html(f"<h1>{parts.title}</h1>{lead}{_lay_out_cards(parts.cards[: parts.faces])}{parts.body}")
    _mark_large_drawings(root)
    for element in list(root.iter()):
        _mark_field(element)
    for element in [each for each in root.iter() if "path" in get_classes(each)]:
        _lay_out_pairs(element)
    for header in [next(each.iter("th"), None) for each in root.iter() if "flow" in get_classes(each)]:
        if header is not None:
            header.text = f"{FLOW}{header.text or ''}"
    for parent, child in transforms.walk_with_parents(root):
        name = get_local_name(str(child.tag))
        if (svg := _find_svg(child)) is not None:
            _replace_drawing(parent, child, svg, pictures)
        elif name in ("textarea", "input") or "rule" in get_classes(child):
            transforms.remove_element(parent, child)
    online = f"{t('Read this handout online:')} {sheet.address}"
    source = "".join(f"<p>{FOOT}{escape(text)}</p>" for text in (online, describe_version(sheet)))
    direction = ' dir="rtl"' if get_current_language().is_right_to_left else ""
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"{direction}><head><meta name="description" '
        f'content="{escape(sheet.description)}"></head><body>{write(root)}{source}</body></html>'
    )


def _lay_out_cards(cards: Sequence[str]) -> str:
    """Return cards to cut out, which are laid out in pairs."""
    return f'<div class="path">{"".join(f"<div>{card}</div>" for card in cards)}</div>' if cards else ""


def _lay_out_pairs(element: Element) -> None:
    """Turn an element into a table with two of its children in each row."""
    children = list(element)
    element[:], element.text = [], None
    element.tag = "table"
    body = SubElement(element, "tbody")
    for at in range(0, len(children), 2):
        row = SubElement(body, "tr")
        for child in children[at : at + 2]:
            cell = SubElement(row, "td")
            cell.append(child)
            child.tail = None


_STYLES = {
    "box": BOX_STYLE,
    "frame": BOX_STYLE,
    "admonition": BOX_STYLE,
    "checks": CHECK_STYLE,
    "references": "Bibliography",
}


def _mark_field(element: Element) -> None:
    """Put marks beside a field, before it is removed."""
    classes = get_classes(element)
    if "new-side" in classes:
        element.text = f"{SIDE}{element.text or ''}"
    for name in classes & _STYLES.keys():
        element.set("custom-style", _STYLES[name])
    if "check-box" in classes:
        element.tail = f"{BOX}{element.tail or ''}"
    elif classes & {"line", "cell"}:
        element.tail = f"{LINE if 'line' in classes else ROW}{element.tail or ''}"
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
            mark.text = LINE
    elif "scale" in classes:  # below its question
        element.insert(0, Element("br"))
    elif "number" in classes:  # a button of a scale, which stays with its box
        element.text = f"{BOX}\u00a0{(element.text or '').strip()}"
        element.tail = "   "


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
    code = b"".join(Path(module).read_bytes() for module in (__file__, docx_finish.__file__))
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
            write_atomically(path, finish_docx(made.read_bytes()))
    return path
