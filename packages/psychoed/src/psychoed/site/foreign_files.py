"""Finds files of other hosts that a page would load when it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from psychoed.site.css_safety import find_foreign_addresses, is_own_address

_LOADS = frozenset({"src", "srcset", "poster", "background"})
# Elements and attributes whose address is loaded rather than followed.
_LOADING = frozenset({"image", "use", "feimage", "link", "mpath", "textpath", "pattern"})
# Most pages have none of these, or only in plain form, and need no second parser. Names can't be escaped in HTML.
_WORTH_PARSING = re.compile(
    r"<(?:image|use|feimage|link|mpath|pattern)\b|[\s/\"'](?:src|srcset|poster|background|style)\s*=",
    re.IGNORECASE,
)
_WORDS = ("src", "poster", "background", "style", "<image", "<use", "<feimage", "<link", "<mpath", "<pattern")
_PLAIN = re.compile(
    r"""<\w+(?:\s+[\w:-]+="\#?[\w.-]*")*\s*/?>
    | [\s/"'](?:src|poster)="(?![^"]*//)[\w./\#?=-]*"
    | [\s/"']style="[\w\s:;.\#%-]*"
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


def find_foreign_files(html: str) -> list[str]:
    """Return the addresses on other hosts that the elements and styles of ``html`` load, as browsers parse it."""
    lowered = html.lower()
    if not any(word in lowered for word in _WORDS) or all(
        _PLAIN.match(html, found.start()) for found in _WORTH_PARSING.finditer(html)
    ):
        return []
    import tinyhtml5  # imported late because most builds do not need it

    document: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    found = (address for element in document.iter() if isinstance(element.tag, str) for address in _loaded(element))
    return [address for address in found if not is_own_address(address)]


def _loaded(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2].rpartition(":")[2].lower()
        if local == "srcset":
            # Each candidate separately, and each part between commas, because an address may contain commas.
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif local in _LOADS or (local == "href" and element.tag.rpartition("}")[2].lower() in _LOADING):
            yield value
        elif local == "style":
            yield from (address for address, _, _ in find_foreign_addresses(value))
