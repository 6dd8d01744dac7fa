"""Steps from a page's HTML to a handout's; each changes the tree of the page's content.

``document.py`` has their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from html import escape
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def parse_html(html: str) -> Element:
    """Return the elements of a page's content under a root named ``body``."""
    return deepcopy(_parse(html))  # which takes a tenth of the time


@lru_cache(maxsize=128)
def _parse(html: str) -> Element:
    import tinyhtml5  # a build whose handouts are in the cache parses none

    document = tinyhtml5.parse(html, namespace_html_elements=False)
    body: Element | None = None if document is None else document.find("body")
    return body if body is not None else Element("body")


def write(element: Element) -> str:
    """Return the HTML inside ``element``."""
    return escape(element.text or "", quote=False) + "".join(_write(child) for child in element)


def _write(element: Element) -> str:
    if not isinstance(element.tag, str):  # a comment
        return escape(element.tail or "", quote=False)
    name = get_local_name(element.tag)
    attributes = "".join(f' {get_local_name(key)}="{escape(value)}"' for key, value in element.attrib.items())
    inner = "" if name in _VOID else f"{write(element)}</{name}>"
    return f"<{name}{attributes}>{inner}{escape(element.tail or '', quote=False)}"


def get_local_name(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def get_classes(element: Element) -> set[str]:
    """Return the classes of ``element``."""
    return set(element.get("class", "").split())


def get_text(element: Element) -> str:
    """Return the text of ``element`` with single spaces."""
    return " ".join("".join(element.itertext()).split())


def walk_with_parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """Return each element below ``root`` with its parent; the list is complete before any change."""
    return iter([(parent, child) for parent in root.iter() for child in parent])


def remove_element(parent: Element, child: Element) -> None:
    """Remove ``child`` but keep the text after it."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


FONT = "Atkinson Hyperlegible Next"
SCREEN_ONLY = frozenset(
    [
        "headerlink",
        "footnote-backref",
        "backlinks",
        "free-text",
        "cited-on",
        "search-terms",
        "Z3988",
        "reference-files",
        "handout-tools",
        "no-print",
    ]
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CARD = "card"
_VARIABLE = re.compile(r"var\(--[\w-]+(?:\s*,\s*([^()]+))?\)")


def remove_screen_parts(root: Element) -> None:
    """Remove what is useful on a screen only: back links, permalinks, hidden words, scripts, downloads."""
    for parent, child in walk_with_parents(root):
        if get_classes(child) & SCREEN_ONLY or child.tag in ("script", "style", "template"):
            remove_element(parent, child)


def find_clinician_references(root: Element) -> set[str]:
    """Return the ids of references that only the notes for clinicians cite."""
    notes = [element for element in root.iter() if "crib" in get_classes(element)]
    lists = [element for element in root.iter() if "references" in get_classes(element)]
    theirs = Counter(link for note in notes for link in _links(note))
    listed = Counter(link for each in lists for link in _links(each))
    everywhere = Counter(_links(root))
    return {
        link[1:] for link, count in theirs.items() if link.startswith("#") and everywhere[link] - listed[link] == count
    }


def remove_clinician_notes(root: Element) -> None:
    """Remove the notes for clinicians and the references cited only there."""
    gone = find_clinician_references(root)
    for parent, child in walk_with_parents(root):
        if "crib" in get_classes(child):
            remove_element(parent, child)
    for parent, child in walk_with_parents(root):
        if "csl-entry" in get_classes(child) and child.get("id") in gone:
            remove_element(parent, child)
    for parent, child in walk_with_parents(root):
        if "references" in get_classes(child) and not any("csl-entry" in get_classes(each) for each in child):
            _remove_with_heading(parent, child)


def take_references(root: Element) -> dict[str, str]:
    """Remove the list of references and return the HTML of its entries by id."""
    taken: dict[str, str] = {}
    for parent, child in walk_with_parents(root):
        if "references" in get_classes(child):
            for entry in child:
                entry.tail = None
                taken[entry.get("id", "")] = _write(entry)
            _remove_with_heading(parent, child)
    return taken


def _remove_with_heading(parent: Element, child: Element) -> None:
    at = list(parent).index(child)
    before = parent[at - 1] if at else None
    remove_element(parent, child)
    if before is not None and before.tag in _HEADINGS:
        remove_element(parent, before)


def _links(element: Element) -> list[str]:
    return [link.get("href", "") for link in element.iter("a")]


def remove_check_first(root: Element) -> None:
    """Remove the check-first line, which a wallet card doesn't need: what to do about a sign is above it."""
    for parent, child in walk_with_parents(root):
        if "check-first" in get_classes(child):
            remove_element(parent, child)


def replace_check_first(root: Element, text: str) -> None:
    """Replace the check-first line with the site's text for paper, if it has one."""
    if not text:
        return
    for _, child in walk_with_parents(root):
        if "check-first" in get_classes(child):
            child[:] = []
            child.text = None
            SubElement(child, "p").text = text


def open_details(root: Element) -> None:
    """Convert collapsible parts to boxes with their summaries as titles."""
    for element in root.iter():
        if element.tag == "details":
            element.tag = "div"
            element.set("class", f"admonition {element.get('class', '')}".strip())
            element.attrib.pop("open", None)
        elif element.tag == "summary":
            element.tag = "p"
            element.set("class", "admonition-title")


def make_links_absolute(root: Element, page: str) -> None:
    """Make links work on paper and in a file.

    ``page`` is the page's URL, empty if the site's address is unknown; then only the text of links to other pages is
    kept. Links within the page are kept if the handout contains their target.
    """
    here = {element.get("id") for element in root.iter()}
    for element in root.iter():
        if element.tag != "a" or not (href := element.get("href")):
            continue
        address, anchor = urldefrag(href)
        if not address:
            if anchor not in here:
                _as_words(element)
        elif urlsplit(href).scheme:
            continue
        elif page:
            element.set("href", urljoin(page, href))
            element.set("class", f"{element.get('class', '')} internal".strip())
        else:
            _as_words(element)


def _as_words(link: Element) -> None:
    link.tag = "span"
    for name in ("href", "title", "target", "rel"):
        link.attrib.pop(name, None)


_FOUR = r": (?P<a>[^ ;]+) (?P<b>[^ ;]+) (?P<c>[^ ;]+) (?P<d>[^ ;]+);"
_FOUR_SIDES = re.compile(rf"(?P<name>margin|padding){_FOUR}")
_FOUR_CORNERS = re.compile(rf"(?P<name>border-radius){_FOUR}")


def mirror_style(style: str) -> str:
    """Return a style sheet for a language that is written from right to left: left and right are exchanged in it.

    WeasyPrint knows no ``inline-start``.
    """
    style = re.sub(r"\b(?:left|right)\b", lambda side: "right" if side[0] == "left" else "left", style)
    style = _FOUR_SIDES.sub(r"\g<name>: \g<a> \g<d> \g<c> \g<b>;", style)
    return _FOUR_CORNERS.sub(r"\g<name>: \g<b> \g<a> \g<d> \g<c>;", style)


def embed_pictures(root: Element, picture: Callable[[str], str]) -> None:
    """Embed pictures; ``picture`` returns a data URI for the address of an ``img``, or an empty string."""
    for parent, child in walk_with_parents(root):
        if child.tag == "img":
            if content := picture(child.get("src", "")):
                child.set("src", content)
            else:
                remove_element(parent, child)


def simplify_drawings(root: Element) -> None:
    """Make inline drawings black and white, in the handouts' font, with all their words as the title for the PDF."""
    for element in root.iter():
        if get_local_name(str(element.tag)) != "svg":
            continue
        parts = [child for child in element if get_local_name(str(child.tag)) in ("title", "desc")]
        words = [get_text(part).rstrip(".") for part in parts if get_text(part)]
        if parts and words:
            parts[0].tag = parts[0].tag.replace("}desc", "}title")
            parts[0].text = f"{'. '.join(words)}."
            for part in parts[1:]:
                remove_element(element, part)
        element.set("font-family", FONT)
        for inner in element.iter():
            if inner is not element:
                inner.attrib.pop("font-family", None)
            for name, value in inner.attrib.items():
                if "var(" in value or "currentColor" in value:
                    inner.set(name, _VARIABLE.sub("#fff", value).replace("currentColor", "#000"))


def name_fields(root: Element) -> None:
    """Set each field's full name where PDFs look for it, and the question for groups of buttons."""
    for element in root.iter():
        if element.tag in ("input", "textarea"):
            element.attrib.pop("placeholder", None)  # for browsers, which tell empty fields by it
            if label := element.get("data-label"):
                element.set("title", label)


def add_table_scopes(root: Element) -> None:
    """Mark header cells, which Markdown makes in the first row only, as column headers."""
    for table in root.iter("table"):
        for cell in table.iter("th"):
            cell.set("scope", "col")


def prefix_ids(root: Element, prefix: str, *, keep_names: bool = False) -> None:
    """Add a prefix to all ids and references, so that several handouts fit into one document.

    With ``keep_names``, fields keep their names, so that what is typed into one is in all copies.
    """
    inside = {element.get("id") for element in root.iter()}
    for element in root.iter():
        for name in ("id", "for") if keep_names else ("id", "name", "for"):
            if value := element.get(name):
                element.set(name, f"{prefix}{value}")
        for name in ("aria-labelledby", "aria-describedby"):
            if value := element.get(name):
                element.set(name, " ".join(f"{prefix}{part}" for part in value.split()))
        if (href := element.get("href", "")).startswith("#") and href[1:] in inside:
            element.set("href", f"#{prefix}{href[1:]}")


def lower_headings(root: Element) -> None:
    """Lower each heading by one level without changing its look, because the workbook has a title of its own."""
    for element in root.iter():
        if element.tag in _HEADINGS:
            element.set("class", f"{element.get('class', '')} was-{element.tag}".strip())
            element.tag = _HEADINGS[min(_HEADINGS.index(element.tag) + 1, 5)]


def arrange_cards(root: Element) -> list[Element]:
    """Remove the wallet cards from a page and return them."""
    found = [
        (parent, child)
        for parent, child in walk_with_parents(root)
        if child.tag == "div" and _CARD in get_classes(child)
    ]
    for parent, child in found:
        remove_element(parent, child)
        child.tail = None
    return [child for _, child in found]


def take_lead(root: Element) -> Element | None:
    """Remove the first paragraph of a page's text, which says what to do with its cards, and return it."""
    lead = next((child for child in root if child.tag == "p"), None)
    if lead is not None:
        remove_element(root, lead)
    return lead


def replace_words(html: str) -> str:
    """Return a handout's HTML for large print, with the words of each ``data-large`` in place of its element's own.

    What is true of one side or of a card to cut out need not be true of large print.
    """
    if "data-large" not in html:
        return html
    root = parse_html(html)
    for element in root.iter():
        if words := element.attrib.pop("data-large", ""):
            element[:] = []
            element.text = words
    return write(root)


_SENTENCE_END = (".", "?", "!", ":", "…")


def list_tables(html: str) -> str:
    """Return a handout's HTML with each table in ``class="listed"`` as a list, for print that is too large for columns.

    An item is a row: its first cell, its second cell, and each other cell after its column's header. With the class
    ``labelled``, the second column's header is there, too; with ``named``, the first one's is above the list. The name
    of a group of rows is a paragraph above a list of its own.
    """
    if "listed" not in html:
        return html
    root = parse_html(html)
    for box in root.iter("div"):
        if "listed" not in get_classes(box):
            continue
        for parent, child in walk_with_parents(box):
            if child.tag == "table":
                parts = _list_rows(child, labelled="labelled" in get_classes(box))
                at = list(parent).index(child)
                parts[-1].tail = child.tail
                parent[at : at + 1] = parts
                if "named" in get_classes(box):
                    name = Element("p")
                    SubElement(name, "strong").text = get_text(next(child.iter("th"), child))
                    parent.insert(at, name)
    return write(root)


def _list_rows(table: Element, *, labelled: bool) -> list[Element]:
    headers = [get_text(cell) for cell in table.iter("th")]
    parts: list[Element] = []
    for row in table.iter("tr"):
        cells = row.findall("td")
        if cells and "group" in get_classes(cells[0]):
            cells[0].tag, cells[0].tail = "p", None
            cells[0].attrib.pop("colspan", None)
            parts.append(cells[0])
            continue
        if cells and (not parts or parts[-1].tag != "ul"):
            parts.append(Element("ul"))
        item = SubElement(parts[-1], "li") if cells else None
        for number, cell in enumerate(cells):
            if item is None or not get_text(cell):
                continue
            if number > 1 or (number and labelled):
                SubElement(item, "em").text = f"{headers[number]}:"
                item[-1].tail = "\N{NO-BREAK SPACE}"
            cell.tag = "span" if number else "strong"
            cell.attrib.clear()
            end = "." if number else ":"
            if get_text(cell).rstrip('”’»"').endswith(_SENTENCE_END) or cell.find("br") is not None:
                end = ""  # a cell of two lines has a line of its own
            cell.tail = f"{end} "
            item.append(cell)
    return parts or [Element("ul")]


_WORDS_IN_LARGE_PRINT = 4 / 3  # as many times larger; more has no room beside a chart


def enlarge_words(html: str) -> str:
    """Return a handout's HTML in which the words of drawings as wide as a page are larger, for large print."""
    if 'class="wide"' not in html:
        return html
    root = parse_html(html)
    for figure in root.iter("figure"):
        for element in figure.iter() if "wide" in get_classes(figure) else ():
            if size := element.get("font-size"):
                element.set("font-size", f"{float(size) * _WORDS_IN_LARGE_PRINT:g}")
    return write(root)


def get_title(root: Element) -> Element | None:
    """Remove the page's title and return it."""
    for parent, child in walk_with_parents(root):
        if child.tag == "h1":
            remove_element(parent, child)
            return child
    return None
