"""Checks SVG files against an allow-list, with line and column.

An SVG file is a document that readers can open, and XML can express the same thing in more ways than HTML. It is
therefore parsed by expat, and checked by names and namespaces instead of notation.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.parsers import expat

from mkdocs_citeproc.problems import Location, Problem
from psychoed.problems import Code
from psychoed.site.css_safety import CssFault, find_drawing_style_faults, list_fragments

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_LARGEST = 1_000_000  # bytes
_DEEPEST = 50
_MOST_DRAWN = 20_000  # elements that all <use> and patterns together may repeat

_ELEMENT_NAMES = """
    svg g defs symbol use title desc style a switch path rect circle ellipse line polyline polygon text tspan
    textPath image linearGradient radialGradient stop clipPath mask pattern marker
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
# Geometry, structure and text (SVG 2, "attribute index"); presentation attributes are also checked as CSS.
_PRESENTATION_NAMES = """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation cursor direction display
    dominant-baseline fill fill-opacity fill-rule font font-family font-feature-settings font-size
    font-size-adjust font-stretch font-style font-variant font-weight image-rendering letter-spacing marker-end
    marker-mid marker-start mask mask-type opacity overflow paint-order pointer-events shape-rendering
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width style text-anchor text-decoration text-rendering transform
    transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode
"""
_PRESENTATION = frozenset(_PRESENTATION_NAMES.split())
_ATTRIBUTE_NAMES = """
    id class lang role tabindex version baseProfile viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx
    cy r rx ry dx dy rotate d points pathLength textLength lengthAdjust startOffset method spacing side offset
    fx fy fr gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight orient refX refY media type
    title requiredExtensions systemLanguage
"""
_ATTRIBUTES = _PRESENTATION | frozenset(_ATTRIBUTE_NAMES.split())
_LINK = re.compile(r"(?:https?:|mailto:|tel:|(?![a-z][a-z0-9+.-]*:)(?![/\\]{2}))", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_DRAW_AGAIN = "Draw it without, or save it again as 'plain' or 'optimised' SVG."


def find_svg_problems(data: bytes, path: str) -> list[Problem]:
    """Return what is not allowed in the SVG file at ``path``; one problem only if it is not valid XML."""
    reader = _Reader(path)
    if len(data) > _LARGEST:
        reader.note(
            f"this drawing has {len(data)} bytes, more than {_LARGEST}", "Simplify it, or save it as a picture."
        )
        return reader.problems
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.note(f"this drawing is not UTF-8 text (byte {error.start})", "Save it as UTF-8.")
        return reader.problems
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        if not reader.stopped:
            reader.note(f"this is not XML: {expat.ErrorString(error.code)}", "Save it again as SVG.")
    reader.finish()
    return reader.problems


class _Reader:
    """Collects what is refused; ``stopped`` if there is no point in reading further."""

    def __init__(self, path: str) -> None:
        self.path, self.problems, self.stopped = path, list[Problem](), False
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: list[tuple[str, str | None, int]] = []  # name, id and number of each open element
        self._elements = 0
        self._style: tuple[list[str], Location] | None = None
        self._kinds: dict[str, str] = {}
        self._weights: dict[str, int] = {}
        self._ruled: list[tuple[str, Location]] = []  # references in rules of a <style>, wherever they apply
        self._references: list[tuple[tuple[str, ...], str, Location]] = []  # the enclosing ids, and what is drawn there

    def note(self, message: str, hint: str = _DRAW_AGAIN, where: Location | None = None) -> None:
        """Add a problem, at the parser's position by default."""
        self.problems.append(Problem(Code.UNSAFE_SVG, where or self._here(), message, hint))

    def finish(self) -> None:
        """Check what needs the whole drawing: whether it repeats itself too often."""
        repeats = [each for each in self._references if self._kinds.get(each[1]) not in (None, "gradient")]
        for target, where in self._ruled:
            if self._kinds.get(target) not in (None, "gradient"):
                self.note(f"a style rule draws '#{target}', which is no gradient", "Put it on the element.", where)
        nested = {name for around, _, _ in repeats for name in around}
        drawn: Counter[str] = Counter(target for _, target, _ in repeats)
        for _, target, where in repeats:
            if target in nested:
                self.note(f"'#{target}' is drawn again, and draws others again itself", where=where)
        if sum(self._weights.get(name, 0) * times for name, times in drawn.items()) > _MOST_DRAWN:
            self.note(f"this drawing repeats more than {_MOST_DRAWN} shapes", where=Location(self.path))

    def _here(self) -> Location:
        return Location(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _stop(self, message: str) -> None:
        self.note(message)
        self.stopped = True
        raise expat.ExpatError(message)

    def _declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        if version != "1.0" or (encoding or "utf-8").lower() not in {"utf-8", "us-ascii"}:
            self._stop("the XML declaration says another version than 1.0 or another encoding than UTF-8")

    def _doctype(self, *_: object) -> None:
        self._stop("a DOCTYPE can define entities and bring in other files")

    def _instruction(self, target: str, _data: str) -> None:
        self.note(f"the processing instruction '<?{target}' can bring in styles and programs", "Delete it.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        where = self._here()
        self._elements += 1
        if len(self._open) > _DEEPEST:
            self._stop(f"elements are nested more than {_DEEPEST} deep")
        if not self._open and name != f"{_SVG} svg":
            self._stop("this file is not an SVG drawing (its first element must be 'svg' in SVG's namespace)")
        if self._style:
            self._stop("an element inside 'style'")
        if namespace != _SVG or local not in _ELEMENTS:
            self.note(f"'<{local}>' is not an element that drawings may have")
        identifier = attributes.get("id")
        self._open.append((local, identifier, self._elements))
        if identifier in self._kinds:
            self.note(f"the id '{identifier}' is used twice", "Rename one of the two.", where)
        elif identifier:
            self._kinds[identifier] = "gradient" if local.endswith("Gradient") else local
        for attribute, value in attributes.items():
            self._attribute(local, attribute, value, where)
        if local == "style":
            self._style = ([], where)

    def _attribute(self, element: str, name: str, value: str, where: Location) -> None:
        namespace, _, local = name.rpartition(" ")
        if local == "href" and namespace in ("", _XLINK):
            self._address(element, value, where)
        elif namespace == _XML and local in {"space", "lang"}:
            pass
        elif namespace or not (local in _ATTRIBUTES or local.startswith(("aria-", "data-"))):
            self.note(f"'{local}' is not an attribute that drawings may have", where=where)
        elif local == "spreadMethod" and value.strip() != "pad":
            # WeasyPrint draws each repetition, of which a gradient of no length has no end.
            self.note("a gradient that repeats takes a PDF too long", "Delete its spreadMethod.", where)
        elif local in _PRESENTATION:
            self._styled(find_drawing_style_faults(value), where)
            self._refer(list_fragments(value), where)

    def _address(self, element: str, value: str, where: Location) -> None:
        address = value.strip()
        if address.startswith("#"):
            if not element.endswith("Gradient") and element != "a":
                self._refer([address[1:]], where)
        elif not (
            (element == "a" and _LINK.match(re.sub(r"[\x00-\x20\x7f-\xa0]", "", value)))
            or (element == "image" and _PICTURE.match(address))
        ):
            self.note(f"'{address[:60]}' is not in this drawing", "Put it into the drawing, or leave it out.", where)

    def _refer(self, targets: list[str], where: Location) -> None:
        around = tuple(identifier for _, identifier, _ in self._open if identifier)
        self._references += [(around, target, where) for target in targets]

    def _styled(self, faults: list[CssFault], where: Location) -> None:
        for fault in faults:
            line = where.line + fault.line - 1
            self.note(fault.what, where=Location(self.path, line, where.column if fault.line == 1 else fault.column))

    def _text(self, data: str) -> None:
        if self._style:
            self._style[0].append(data)

    def _end(self, _name: str) -> None:
        local, identifier, number = self._open.pop()
        if identifier:
            self._weights[identifier] = self._elements - number + 1
        if local == "style" and self._style:
            text = "".join(self._style[0])
            self._styled(find_drawing_style_faults(text), self._style[1])
            self._ruled += [(target, self._style[1]) for target in list_fragments(text)]
            self._style = None
