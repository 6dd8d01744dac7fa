"""What a page would load from another host as soon as it is opened: HTML in, the addresses out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5

from psychoed.site.css_safety import foreign_addresses, is_own_address

_LOADS = frozenset({"src", "srcset", "poster", "background", "data"})
# In these, an address is loaded, not followed.
_LOADING = frozenset({"image", "use", "feimage", "link", "mpath", "textpath", "pattern"})
# Most pages have none of these, and need no second parser. A tag's name can't be written in another way.
_WORTH_PARSING = re.compile(
    r"<(?:img|image|input|source|video|audio|track|use|feimage|link|embed|object|iframe)|\b(?:style|background)\b",
    re.IGNORECASE,
)


def foreign_files(html: str) -> list[str]:
    """The addresses of other hosts that the elements and styles of ``html`` load, as browsers read it."""
    if not _WORTH_PARSING.search(html):
        return []
    document: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    found = (address for element in document.iter() if isinstance(element.tag, str) for address in _loaded(element))
    return [address for address in found if not is_own_address(address)]


def _loaded(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2].rpartition(":")[2].lower()
        if local == "srcset":
            # Each candidate on its own, and each part between commas: an address may hold commas.
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif local in _LOADS or (local == "href" and element.tag.rpartition("}")[2].lower() in _LOADING):
            yield value
        elif local == "style":
            yield from (address for address, _, _ in foreign_addresses(value))
