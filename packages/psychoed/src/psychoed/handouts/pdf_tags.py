"""Corrects what WeasyPrint 70 gets wrong for PDF/UA-1 and for PDF readers, before its objects are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

_TEXT = "/Helv 0 Tf 0 g"
_MARKS = "/ZaDb 0 Tf 0 g"
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
            _add_list_body(pdf, thing, objects)
        elif thing["S"] == "/Figure" and "A" in thing:
            x1, top, x2, bottom = (float(number) * 0.75 for number in thing["A"]["BBox"])
            thing["A"]["BBox"] = pydyf.Array((x1, page_height - bottom, x2, page_height - top))
    _remove_inner_links(objects)
    _list_identifiers(pdf, objects)
    if form := pdf.catalog.get("AcroForm"):
        _fix_fields(pdf, form, objects, questions)


def _remove_inner_links(objects: Mapping[bytes, Any]) -> None:
    """Leave one annotation for each link: WeasyPrint repeats it, untagged, for words in bold or italics within."""
    inner = set()
    for thing in objects.values():
        if not isinstance(thing, pydyf.Dictionary) or thing.get("Type") != "/StructElem" or thing["S"] == "/Link":
            continue
        for kid in [kid for kid in thing["K"] if isinstance(kid, bytes)]:
            annotation = objects.get(kid, {}).get("Obj")  # bodies of list items, added above, are not in objects
            if annotation and objects[annotation].get("Subtype") == "/Link":
                inner.add(annotation)
                thing["K"].remove(kid)
    for thing in objects.values():
        if isinstance(thing, pydyf.Dictionary) and inner.intersection(thing.get("Annots", ())):
            thing["Annots"] = pydyf.Array(each for each in thing["Annots"] if each not in inner)


def _list_identifiers(pdf: Any, objects: Mapping[bytes, Any]) -> None:
    """List the identifiers by which cells of a table name their headers; readers look them up in that list."""
    named = {
        thing["ID"].string: thing.reference
        for thing in objects.values()
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem" and "ID" in thing
    }
    if named:
        pairs = (part for name in sorted(named) for part in (pydyf.String(name), named[name]))
        tree = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        pdf.add_object(tree)
        objects[pdf.catalog["StructTreeRoot"]]["IDTree"] = tree.reference


def _fix_annotation(annotation: Any, links: Mapping[str, str]) -> None:
    """Correct an annotation's rectangle, and describe a link by its text instead of its target's name."""
    x1, y1, x2, y2 = annotation["Rect"]
    annotation["Rect"] = pydyf.Array((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
    if "Dest" in annotation and (words := links.get(annotation["Dest"].string)):
        annotation["Contents"] = pydyf.String(words)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _add_list_body(pdf: Any, item: Any, objects: Mapping[bytes, Any]) -> None:
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
    """Make values show in every PDF reader, whoever sets them, and group what belongs together.

    Text fields have no appearance of their own, so readers draw one whenever a value is set. They do so with Helvetica,
    which every reader has and which is not needed until then, in a size that fits (0).
    """
    form["NeedAppearances"] = "true"
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary(_add_form_fonts(pdf))})
    form["DA"] = pydyf.String(_TEXT)
    fields = list(dict.fromkeys(form["Fields"]))
    for each in fields:
        field = objects[each]
        if field.get("FT") == "/Tx":
            field.pop("AP", None)
            field["DA"] = pydyf.String(_TEXT)
            field["Ff"] = int(field.get("Ff", 0)) | _MULTILINE
        elif "Subtype" in field:  # a check box or a radio button
            mark = "l" if "Parent" in field else "4"
            field["DA"] = pydyf.String(_MARKS)
            field["MK"]["CA"] = pydyf.String(mark)
        if "Parent" in field:  # a radio button is named by its group; with its own name it would be a separate field
            field.pop("T", None)
        elif int(field.get("Ff", 0)) & _RADIO:
            # WeasyPrint gives the group the label of its first button.
            field["TU"] = pydyf.String(questions[field["T"].string])
    form["Fields"] = pydyf.Array(
        [*_join_fields(pdf, [objects[each] for each in fields if "Parent" not in objects[each]])]
    )


def _add_form_fonts(pdf: Any) -> dict[str, Any]:
    """Add the two standard fonts that appearances of fields are drawn with; return their references by name."""
    fonts = {}
    for name, base, encoding in (
        ("Helv", "/Helvetica", {"Encoding": "/WinAnsiEncoding"}),
        ("ZaDb", "/ZapfDingbats", {}),
    ):
        font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "BaseFont": base, **encoding})
        pdf.add_object(font)
        fonts[name] = font.reference
    return fonts


def _join_fields(pdf: Any, fields: Sequence[Any]) -> list[Any]:
    """Return the references of the form's fields, with one field for all places that have the same name."""
    named: dict[str, list[Any]] = {}
    for field in fields:
        named.setdefault(_text(field["T"].string), []).append(field)
    references = []
    for same in named.values():
        if len(same) == 1:
            references.append(same[0].reference)
            continue
        shared = ("FT", "T", "TU", "Ff", "V", "DA")
        parent = pydyf.Dictionary({name: same[0][name] for name in shared if name in same[0]})
        parent["Kids"] = pydyf.Array([field.reference for field in same])
        pdf.add_object(parent)
        for field in same:
            for name in shared:
                field.pop(name, None)
            field["Parent"] = parent.reference
        references.append(parent.reference)
    return references
