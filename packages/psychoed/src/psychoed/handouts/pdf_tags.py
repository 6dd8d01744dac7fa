"""Corrects what WeasyPrint 70 gets wrong for PDF/UA-1 and for PDF readers, before its objects are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pydyf

_GRAPHICS_STATE = re.compile(r"/\S+ gs\s*")
_MULTILINE = 1 << 12
_RADIO = 1 << 15


def fix_tags(pdf: Any, page_height: float, questions: Mapping[str, str], links: Mapping[str, str]) -> None:
    """Correct a ``pydyf.PDF``.

    Args:
        pdf: The document.
        page_height: In points.
        questions: The labels of groups of radio buttons, by name.
        links: The texts of links within the document, by target.

    """
    objects = {thing.reference: thing for thing in pdf.objects if isinstance(thing, pydyf.Object)}
    for thing in list(pdf.objects):
        if not isinstance(thing, pydyf.Dictionary):
            continue
        if thing.get("Type") == "/Annot":
            _fix_annotation(thing, links)
        if thing.get("Type") != "/StructElem":
            continue
        if thing["S"] == "/LI":
            _with_body(pdf, thing, objects)
        elif thing["S"] == "/Figure" and "A" in thing:
            x1, top, x2, bottom = (float(number) * 0.75 for number in thing["A"]["BBox"])
            thing["A"]["BBox"] = pydyf.Array((x1, page_height - bottom, x2, page_height - top))
    if form := pdf.catalog.get("AcroForm"):
        _fix_fields(pdf, form, objects, questions)


def _fix_annotation(annotation: Any, links: Mapping[str, str]) -> None:
    """Correct an annotation's rectangle, and describe a link by its text instead of its target's name."""
    x1, y1, x2, y2 = annotation["Rect"]
    annotation["Rect"] = pydyf.Array((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
    if "Dest" in annotation and (words := links.get(annotation["Dest"].string)):
        annotation["Contents"] = pydyf.String(words)
    if "DA" in annotation:
        # WeasyPrint puts a graphics state before the font, which is not allowed here.
        annotation["DA"] = pydyf.String(_GRAPHICS_STATE.sub("", _text(annotation["DA"].string)))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _with_body(pdf: Any, item: Any, objects: Mapping[bytes, Any]) -> None:
    """Give a list item a label and one body; for ``<li><p>``, WeasyPrint tags the paragraph alone."""
    rest = [kid for kid in item["K"] if _kind(objects, kid) != "/Lbl"]
    if len(rest) == 1 and _kind(objects, rest[0]) == "/LBody":
        return
    if not rest:
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(rest), "P": item.reference, "Pg": item["Pg"]}
    )
    pdf.add_object(body)
    for kid in rest:
        if (element := objects.get(kid)) is not None:
            element["P"] = body.reference
            if element["S"] == "/LBody":
                element["S"] = "/Div"
    item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in rest), body.reference])


def _kind(objects: Mapping[bytes, Any], kid: Any) -> str:
    element = objects.get(kid) if isinstance(kid, bytes) else None
    return str(element.get("S", "")) if isinstance(element, pydyf.Dictionary) else ""


def _fix_fields(pdf: Any, form: Any, objects: Mapping[bytes, Any], questions: Mapping[str, str]) -> None:
    form["NeedAppearances"] = "false"  # true hides ticks in programs built on poppler; the drawn shapes stay
    fields = list(dict.fromkeys(form["Fields"]))
    form["Fields"] = pydyf.Array([each for each in fields if "Parent" not in objects[each]])
    for each in fields:
        field = objects[each]
        if "Parent" in field:  # a radio button is named by its group; with its own name it would be a separate field
            field.pop("T", None)
        elif int(field.get("Ff", 0)) & _RADIO:
            # WeasyPrint gives the group the label of its first button.
            field["TU"] = pydyf.String(questions[field["T"].string])
        elif int(field.get("Ff", 0)) & _MULTILINE:
            _hide_lines_when_filled(pdf, field)


def _hide_lines_when_filled(pdf: Any, field: Any) -> None:
    """Give a text area a white background that hides its writing lines, as typed text does not align with them.

    PDF readers draw the background only with newly typed text. An empty area has the empty appearance set here.
    """
    x1, y1, x2, y2 = field["Rect"]
    box = pydyf.Array((0, 0, abs(x2 - x1), abs(y2 - y1)))
    nothing = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": box})
    pdf.add_object(nothing)
    field["MK"] = pydyf.Dictionary({"BG": pydyf.Array([1])})
    field["AP"] = pydyf.Dictionary({"N": nothing.reference})
