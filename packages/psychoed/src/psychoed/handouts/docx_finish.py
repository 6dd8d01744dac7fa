"""Finishes a Word file that pandoc made: forms to fill in, tables, styles, and a footer with the handout's source.

What is Word's own is marked in the text by private-use characters, which no author types.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

BOX, LINE, ROW, SIDE, FOOT, FLOW = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
"""A check box, a line to write on, a cell to write in, the start of a page, a paragraph of the footer, and a table
whose columns are those of the chart above it."""

CHECK_STYLE, BOX_STYLE = "Check Box", "Box"
"""The names of styles for paragraphs with a check box, and for those in a frame."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_FONT = "Arial"
# A4, in twentieths of a point.
_PAGE, _MARGIN = {"w": "11906", "h": "16838"}, 964
_WIDTH = int(_PAGE["w"]) - 2 * _MARGIN
_TWIP = 635  # in the units of drawings
_INDENT = 400  # of a level of a list
_MARKS = f"[{BOX}{LINE}{ROW}{SIDE}{FLOW}]"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_FOOTER_PART, _FOOTER_ID = "footer1.xml", "rIdFooter"


def finish_docx(data: bytes) -> bytes:
    """Return a document with Word's own forms in place of the marks; the same input gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    for name, finish in _FINISH.items():
        parts[name] = finish(parts[name])
    parts["word/document.xml"], parts[f"word/{_FOOTER_PART}"] = _finish_document(parts["word/document.xml"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return out.getvalue()


def _name(tag: str) -> str:
    return f"{{{_W}}}{tag}"


def _make(tag: str, *children: Any, **values: str) -> Any:
    element = etree.Element(_name(tag), {_name(name): value for name, value in values.items()})
    element.extend(children)
    return element


def _write(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---- Other parts of the file


def _add_footer_type(content: bytes) -> bytes:
    override = f'<Override PartName="/word/{_FOOTER_PART}" ContentType="{_FOOTER_TYPE}"/>'
    return content.replace(b"</Types>", f"{override}</Types>".encode())


def _add_footer_link(content: bytes) -> bytes:
    link = f'<Relationship Id="{_FOOTER_ID}" Type="{_R}/footer" Target="{_FOOTER_PART}"/>'
    return content.replace(b"</Relationships>", f"{link}</Relationships>".encode())


def _set_font(content: bytes) -> bytes:
    return re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + _FONT.encode(), content)


def _drop_dates(content: bytes) -> bytes:
    return re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", content)


def _narrow_lists(content: bytes) -> bytes:
    """Narrow the indents of lists, which would take half of a card's width."""
    root = etree.fromstring(content)
    for level in root.iter(_name("lvl")):
        left = str(_INDENT * (int(level.get(_name("ilvl"))) + 1))
        for indent in level.iter(_name("ind")):
            indent.attrib.update({_name("left"): left, _name("hanging"): str(_INDENT - 60)})
    return _write(root)


# ---- Styles

_TINT = "E8E8E8"


def _finish_styles(content: bytes) -> bytes:
    """Set sizes and spaces so that a handout takes about as many pages as its PDF, in black and one tint."""
    root = etree.fromstring(content)
    for color in root.iter(_name("color")):
        color.attrib.clear()
        color.set(_name("val"), "000000")
    for size in next(root.iter(_name("rPrDefault"))).iter(_name("sz"), _name("szCs")):
        size.set(_name("val"), "23")
    styles = {style.get(_name("styleId")): style for style in root.iter(_name("style"))}
    for identifier, (paragraph, text) in _make_styles().items():
        if (style := styles.get(identifier)) is not None:
            _replace_properties(style, "pPr", paragraph)
            _replace_properties(style, "rPr", text)
    return _write(root)


def _make_styles() -> dict[str, tuple[list[Any], list[Any]]]:
    """Return what paragraphs of a style are like, and their text, each in the order that the format prescribes."""
    block = _make("pBdr", _make("left", val="single", sz="48", space="4", color="000000"))
    rule = _make("pBdr", _make("bottom", val="single", sz="18", space="4", color="000000"))
    frame = _make("pBdr", *(_make(side, val="single", sz="8", space="4", color="000000") for side in _SIDES[:4]))
    return {
        "BodyText": ([_make("spacing", before="60", after="100")], []),
        "Compact": ([_make("spacing", before="20", after="20")], []),
        "CheckBox": ([_make("spacing", before="20", after="40"), _make("ind", left="340", hanging="340")], []),
        "Box": ([frame, _make("spacing", before="80", after="80"), _make("ind", left="120", right="120")], []),
        "Heading1": ([_make("keepNext"), rule, _make("spacing", before="0", after="120")], [_make("b"), *_size(38)]),
        "Heading2": (
            [
                _make("keepNext"),
                block,
                _make("shd", val="clear", color="auto", fill=_TINT),
                _make("spacing", before="220", after="100"),
                _make("ind", left="160"),
            ],
            [_make("b"), *_size(26)],
        ),
        "Heading3": ([_make("keepNext"), _make("spacing", before="140", after="40")], [_make("b"), *_size(23)]),
        "Bibliography": (
            [_make("spacing", before="0", after="60"), _make("ind", left="340", hanging="340")],
            _size(18),
        ),
        "CaptionedFigure": (
            [_make("keepNext"), _make("spacing", before="120", after="40"), _make("jc", val="center")],
            [],
        ),
        "ImageCaption": (
            [_make("spacing", before="0", after="120"), _make("jc", val="center")],
            [_make("i"), *_size(20)],
        ),
    }


_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs"),
    *("wordWrap", "bidi"),
    *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "smallCaps", "strike", "color", "kern", "sz", "szCs", "u"),
    *("vertAlign", "rtl", "cs", "lang"),
)


def _size(half_points: int) -> list[Any]:
    return [_make(tag, val=str(half_points)) for tag in ("sz", "szCs")]


def _replace_properties(style: Any, tag: str, properties: list[Any]) -> None:
    """Replace those properties of a style that are given; the others stay."""
    found = style.find(_name(tag))
    if found is None:
        found = _make(tag)
        before = style.find(_name("rPr")) if tag == "pPr" else None
        if before is None:
            style.append(found)
        else:
            before.addprevious(found)
    for each in properties:
        for old in found.findall(each.tag):
            found.remove(old)
    found.extend(properties)
    _sort_properties(found)


def _sort_properties(properties: Any) -> None:
    """Put the properties of a paragraph or a run in the order that the format prescribes."""
    properties[:] = sorted(properties, key=lambda each: _ORDER.index(etree.QName(each).localname))


# ---- The document


def _finish_document(content: bytes) -> tuple[bytes, bytes]:
    """Return the finished document and its footer."""
    root = etree.fromstring(content)
    foot = [_take_foot(paragraph) for paragraph in list(root.iter(_name("p"))) if _is_foot(paragraph)]
    for table in root.iter(_name("tbl")):
        _draw_table(table)
    for number, run in enumerate(list(root.iter(_name("r"))), start=1):
        text = run.find(_name("t"))
        if text is not None and text.text and re.search(_MARKS, text.text):
            _replace_marks(run, text.text, number * 1000)
    section = next(root.iter(_name("sectPr")))
    reference = _make("footerReference", type="default")
    reference.set(f"{{{_R}}}id", _FOOTER_ID)
    section.insert(0, reference)
    edges = {"top": "800", "right": str(_MARGIN), "bottom": "900", "left": str(_MARGIN)}
    section.extend((_make("pgSz", **_PAGE), _make("pgMar", **edges, header="400", footer="400", gutter="0")))
    return _write(root), _make_footer([text for text in foot if text])


def _is_foot(paragraph: Any) -> bool:
    return "".join(text.text or "" for text in paragraph.iter(_name("t"))).startswith(FOOT)


def _take_foot(paragraph: Any) -> str:
    words = "".join(text.text or "" for text in paragraph.iter(_name("t")))
    paragraph.getparent().remove(paragraph)
    return words.removeprefix(FOOT)


def _make_footer(lines: list[str]) -> bytes:
    """Return the footer: the handout's source, and the number of the page on the right."""
    paragraphs = []
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        tabs = _make("tabs", _make("tab", val="right", pos=str(_WIDTH)))
        runs = [_run(line), *(_make_page_number() if last else ())]
        paragraphs.append(_make("p", _make("pPr", *([tabs] if last else []), _make("spacing", after="0")), *runs))
    root = etree.Element(_name("ftr"), nsmap={"w": _W})
    root.extend(paragraphs or [_make("p")])
    return _write(root)


def _run(words: str, *more: Any) -> Any:
    text = _make("t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _make("r", _make("rPr", *_size(16)), *more, text)


def _make_page_number() -> Iterator[Any]:
    yield _make("r", _make("tab"))
    yield _make("fldSimple", _run("1"), instr=" PAGE ")
    yield _run("/")
    yield _make("fldSimple", _run("1"), instr=" NUMPAGES ")


def _replace_marks(run: Any, words: str, number: int) -> None:
    """Replace a run with marks by what they stand for. Check boxes are numbered from ``number``."""
    parent, at = run.getparent(), run.getparent().index(run)
    paragraph = next(each for each in (parent, *parent.iterancestors()) if each.tag == _name("p"))
    parent.remove(run)
    for part in filter(None, re.split(f"({_MARKS})", words)):
        if part in {ROW, FLOW}:
            continue
        if part == SIDE:
            properties = _get_properties(paragraph)
            properties.append(_make("pageBreakBefore"))
            _sort_properties(properties)
            continue
        if part == BOX:
            number += 1
            new = _make_check_box(number)
        elif part == LINE:
            new = _make("r", _make("tab"))
            _add_line(paragraph)
        else:
            new = deepcopy(run)
            new.find(_name("t")).text = part
        parent.insert(at, new)
        at += 1


def _get_properties(paragraph: Any) -> Any:
    properties = paragraph.find(_name("pPr"))
    if properties is None:
        properties = _make("pPr")
        paragraph.insert(0, properties)
    return properties


def _make_check_box(number: int) -> Any:
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
    """Let tabs in a paragraph draw a line as far as the margin, or the edge of the cell."""
    properties = _get_properties(paragraph)
    if properties.find(_name("tabs")) is not None:
        return
    cell = next(paragraph.iterancestors(_name("tc")), None)
    width = _WIDTH if cell is None else int(cell.find(f"{_name('tcPr')}/{_name('tcW')}").get(_name("w"))) - 240
    tabs = _make("tabs", _make("tab", val="right", leader="underscore", pos=str(width)))
    if (level := properties.find(f"{_name('numPr')}/{_name('ilvl')}")) is not None:  # what follows an item's number
        tabs.insert(0, _make("tab", val="left", pos=str(_INDENT * (int(level.get(_name("val"))) + 1))))
    properties.extend((tabs, _make("spacing", before="100", after="60", line="440", lineRule="exact")))
    _sort_properties(properties)


# ---- Tables

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LONGEST, _TO_WRITE = 26.0, 11.0
_FIRST, _MIDDLE, _LAST = 12.64, 7.584, 11.517  # shares of the columns below a chart, as in sheet.css
_ROW, _ROW_OF_MANY, _MANY = "680", "500", 13  # heights of rows to write in; fewer millimetres where there are many


def _draw_table(table: Any) -> None:
    """Give a table borders, columns as wide as they need, bold headers, and each empty row room to write in."""
    properties = table.find(_name("tblPr"))
    properties.find(_name("tblW")).attrib.update({_name("type"): "dxa", _name("w"): str(_WIDTH)})
    for old in properties.findall(_name("tblLayout")):
        properties.remove(old)
    borders = _make("tblBorders", *(_make(side, val="single", sz="6", space="0", color="000000") for side in _SIDES))
    look = properties.find(_name("tblLook"))
    at = len(properties) if look is None else properties.index(look)
    if below_chart := any(FLOW in (text.text or "") for text in table.iter(_name("t"))):
        _widen_picture(table.getprevious())
    margin = "20" if below_chart else "80"
    margins = _make("tblCellMar", *(_make(side, w=margin, type="dxa") for side in ("left", "right")))
    for new in (margins, _make("tblLayout", type="fixed"), borders):  # the last one is first
        properties.insert(at, new)
    rows = [row.findall(_name("tc")) for row in table.findall(_name("tr"))]
    _set_widths(table, rows, below_chart=below_chart)
    for row, cells in zip(table.findall(_name("tr")), rows, strict=True):
        found = row.find(_name("trPr"))
        if found is None:
            found = _make("trPr")
            row.insert(0, found)
        header = found.find(_name("tblHeader")) is not None
        found.insert(0, _make("cantSplit"))
        if any(not _get_words(cell) for cell in cells) and not header:
            found.insert(1, _make("trHeight", val=_ROW if len(rows) < _MANY else _ROW_OF_MANY, hRule="atLeast"))
        for cell in cells if header else ():
            _make_header(cell)
        for paragraph in [each for cell in cells[1:] for each in cell.iter(_name("p"))] if below_chart else ():
            _get_properties(paragraph).append(_make("jc", val="center"))
            _sort_properties(_get_properties(paragraph))


def _widen_picture(paragraph: Any) -> None:
    """Make a paragraph's picture as wide as the page; pandoc makes it fit its own, narrower one."""
    sizes = [each for each in paragraph.iter() if "cx" in each.attrib and "cy" in each.attrib]
    for size in sizes:
        ratio = int(size.get("cy")) / int(size.get("cx"))
        size.attrib.update({"cx": str(_WIDTH * _TWIP), "cy": str(round(_WIDTH * _TWIP * ratio))})
        for inline in size.iterancestors():
            if etree.QName(inline).localname == "inline":  # without it, some programs leave a gap
                inline.attrib.update(dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    if sizes:
        _get_properties(paragraph).append(_make("spacing", before="0", after="0"))
        _sort_properties(_get_properties(paragraph))


def _get_words(cell: Any) -> str:
    """Return the text of a cell; one with nothing but a place to write in has none."""
    words = "".join(text.text or "" for text in cell.iter(_name("t")))
    return re.sub(_MARKS, "", words.replace(BOX, "\u2610")).strip()


def _set_widths(table: Any, rows: list[list[Any]], *, below_chart: bool) -> None:
    """Share a table's width among its columns: by their texts, with room where people write.

    Columns without headers, such as those of cards, are equally wide. A row with one cell, such as the name of a group,
    has the whole width. Columns below a chart are as wide as its own.
    """
    columns = max(map(len, rows))
    whole = [cells for cells in rows if len(cells) == columns]
    if any(len(cells) not in {1, columns} for cells in rows):
        return
    weights = []
    for column in zip(*whole, strict=True):
        texts = [_get_words(cell) for cell in column]
        words = max((len(word) for text in texts for word in text.split()), default=0)
        weight = max(min(max(map(len, texts)) * 0.6, _LONGEST), 1.2 * words + 2.0)  # words in bold are wider
        weights.append(max(weight, _TO_WRITE) if "" in texts else weight)
    if next(table.iter(_name("tblHeader")), None) is None:
        weights = [1.0] * columns
    if below_chart:
        weights = [_FIRST, *[_MIDDLE] * (columns - 2), _LAST]
    for old in table.findall(_name("tblGrid")):
        table.remove(old)
    widths = [str(round(_WIDTH * weight / sum(weights))) for weight in weights]
    table.find(_name("tblPr")).addnext(_make("tblGrid", *(_make("gridCol", w=width) for width in widths)))
    for cells in rows:
        for cell, width in zip(cells, widths if len(cells) == columns else [str(_WIDTH)], strict=True):
            found = cell.find(_name("tcPr"))
            if found is None:
                found = _make("tcPr")
                cell.insert(0, found)
            for old in found.findall(_name("tcW")):
                found.remove(old)
            found.insert(0, _make("tcW", w=width, type="dxa"))


def _make_header(cell: Any) -> None:
    """Print a cell in bold on the tint."""
    properties = cell.find(_name("tcPr"))
    shade = _make("shd", val="clear", color="auto", fill=_TINT)
    width = properties.find(_name("tcW"))
    properties.insert(0 if width is None else 1, shade)
    for run in cell.iter(_name("r")):
        found = run.find(_name("rPr"))
        if found is None:
            found = _make("rPr")
            run.insert(0, found)
        if found.find(_name("b")) is None:
            found.append(_make("b"))
            _sort_properties(found)


_FINISH: Mapping[str, Callable[[bytes], bytes]] = {
    "[Content_Types].xml": _add_footer_type,
    "docProps/core.xml": _drop_dates,
    "word/_rels/document.xml.rels": _add_footer_link,
    "word/numbering.xml": _narrow_lists,
    "word/styles.xml": _finish_styles,
    "word/theme/theme1.xml": _set_font,
}
