"""From a page's HTML to a sheet's, in small steps; each takes the tree of a page's content and changes it.

``pipeline.py`` has their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from psychoed.handout.tree import classes, local, remove, text_of, with_parents

FONT = "Atkinson Hyperlegible Next"
_SCREEN_ONLY = frozenset(
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


def without_screen_parts(root: Element) -> None:
    """What serves on a screen only: ways back, permanent links, hidden words, scripts, downloads."""
    for parent, child in with_parents(root):
        if classes(child) & _SCREEN_ONLY or child.tag in ("script", "style", "template"):
            remove(parent, child)


def without_crib(root: Element) -> None:
    """The clinician's part and the references that it alone cites."""
    cribs = [(parent, child) for parent, child in with_parents(root) if "crib" in classes(child)]
    theirs = {link for _, crib in cribs for link in _links(crib)}
    for parent, child in cribs:
        remove(parent, child)
    lists = [each for each in root.iter() if "references" in classes(each)]
    listed = {link for each in lists for link in _links(each)}
    gone = theirs - set(_links(root)) - listed
    for parent, child in with_parents(root):
        if "csl-entry" in classes(child) and f"#{child.get('id')}" in gone:
            remove(parent, child)
    for parent, child in with_parents(root):
        if child in lists and not any("csl-entry" in classes(each) for each in child):
            before = list(parent)[list(parent).index(child) - 1]
            remove(parent, child)
            if before.tag in _HEADINGS:
                remove(parent, before)


def _links(element: Element) -> list[str]:
    return [link.get("href", "") for link in element.iter("a")]


def replace_check_first(root: Element, text: str) -> None:
    """Replace the check-first line by the site's text for paper, where it has one."""
    if not text:
        return
    for _, child in with_parents(root):
        if "check-first" in classes(child):
            child[:] = []
            child.text = None
            SubElement(child, "p").text = text


def with_open_details(root: Element) -> None:
    """Folded parts as boxes that cannot fold, and their summaries as their titles."""
    for element in root.iter():
        if element.tag == "details":
            element.tag = "div"
            element.set("class", f"admonition {element.get('class', '')}".strip())
            element.attrib.pop("open", None)
        elif element.tag == "summary":
            element.tag = "p"
            element.set("class", "admonition-title")


def with_whole_links(root: Element, page: str) -> None:
    """Links that lead somewhere from paper and from a file on a disk.

    ``page`` is the page's whole address, empty where the site does not know its own: there, a link to another page is
    its words alone. A link within the page stays where its target is on the sheet.
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


def with_pictures(root: Element, picture: Callable[[str], str]) -> None:
    """Pictures inside the sheet: ``picture`` gives for an ``img``'s address its content as a data URI, "" for none."""
    for parent, child in with_parents(root):
        if child.tag == "img":
            if content := picture(child.get("src", "")):
                child.set("src", content)
            else:
                remove(parent, child)


def with_plain_drawings(root: Element) -> None:
    """Inline drawings in black and white and in the sheets' font, with all their words as titles, which a PDF takes."""
    for element in root.iter():
        if local(str(element.tag)) != "svg":
            continue
        parts = [child for child in element if local(str(child.tag)) in ("title", "desc")]
        words = [text_of(part).rstrip(".") for part in parts if text_of(part)]
        if parts and words:
            parts[0].tag = parts[0].tag.replace("}desc", "}title")
            parts[0].text = f"{'. '.join(words)}."
            for part in parts[1:]:
                remove(element, part)
        element.set("font-family", FONT)
        for inner in element.iter():
            if inner is not element:
                inner.attrib.pop("font-family", None)
            for name, value in inner.attrib.items():
                if "var(" in value or "currentColor" in value:
                    inner.set(name, _VARIABLE.sub("#fff", value).replace("currentColor", "#000"))


def with_named_fields(root: Element) -> None:
    """Each field's whole name where a PDF looks for it, and the question where a group of buttons does."""
    for element in root.iter():
        if element.tag in ("input", "textarea") and (label := element.get("data-label")):
            element.set("title", label)


def with_table_scopes(root: Element) -> None:
    """Header cells of a first row head their columns; without a body, as Markdown makes a table of one row, none."""
    for table in root.iter("table"):
        for cell in table.iter("th"):
            cell.set("scope", "col")


def with_prefix(root: Element, prefix: str, said: str = "") -> None:
    """All names and what points to them behind ``prefix``, so that several sheets fit into one document.

    ``said`` is added to the fields' labels, where they would be the same.
    """
    inside = {element.get("id") for element in root.iter()}
    for element in root.iter():
        for name in ("id", "name", "for"):
            if value := element.get(name):
                element.set(name, f"{prefix}{value}")
        for name in ("aria-labelledby", "aria-describedby"):
            if value := element.get(name):
                element.set(name, " ".join(f"{prefix}{part}" for part in value.split()))
        for name in ("title", "data-question"):
            if said and element.tag in ("input", "textarea") and (value := element.get(name)):
                element.set(name, f"{value}{said}")
        if (href := element.get("href", "")).startswith("#") and href[1:] in inside:
            element.set("href", f"#{prefix}{href[1:]}")


def one_level_down(root: Element) -> None:
    """Each heading a level lower, looking as before: the document above has a title of its own."""
    for element in root.iter():
        if element.tag in _HEADINGS:
            element.set("class", f"{element.get('class', '')} was-{element.tag}".strip())
            element.tag = _HEADINGS[min(_HEADINGS.index(element.tag) + 1, 5)]


def cards(root: Element) -> list[Element]:
    """The wallet cards of a page, taken out of it."""
    found = [(parent, child) for parent, child in with_parents(root) if child.tag == "div" and _CARD in classes(child)]
    for parent, child in found:
        remove(parent, child)
        child.tail = None
    return [child for _, child in found]


def title_of(root: Element) -> Element | None:
    """The page's title, taken out of it."""
    for parent, child in with_parents(root):
        if child.tag == "h1":
            remove(parent, child)
            return child
    return None
