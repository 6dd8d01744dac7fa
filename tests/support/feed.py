"""An Atom feed against RFC 4287, as far as its rules can be checked by a machine: XML in, what is wrong out."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ONCE = {
    "feed": {"id", "title", "updated", "subtitle", "generator", "icon", "logo", "rights"},
    "entry": {"id", "title", "updated", "published", "summary", "content", "rights", "source"},
}
_KNOWN = {"author", "category", "contributor", "link", "entry"}


def wrong_in_feed(xml: str) -> list[str]:
    """Sections 4.1.1, 4.1.2 and 4.2 of the RFC: what must be there, what at most once, and in which form."""
    feed = ElementTree.fromstring(xml)  # noqa: S314
    if feed.tag != f"{_ATOM}feed":
        return [f"the root is {feed.tag}"]
    wrong = _container(feed, "feed")
    for entry in feed.findall(f"{_ATOM}entry"):
        wrong += _container(entry, "entry")
        if feed.find(f"{_ATOM}author") is None and entry.find(f"{_ATOM}author") is None:
            wrong.append("an entry has no author")
        if entry.find(f"{_ATOM}content") is None and entry.find(f"{_ATOM}link[@rel='alternate']") is None:
            wrong.append("an entry has neither content nor a link to it")
    ids = Counter(element.text for element in feed.iter(f"{_ATOM}id"))
    return wrong + [f"the id {name} stands {count} times" for name, count in ids.items() if count > 1]


def _container(element: ElementTree.Element, name: str) -> list[str]:
    counted = Counter(child.tag.removeprefix(_ATOM) for child in element)
    wrong = [f"{name} lacks {each}" for each in ("id", "title", "updated") if not counted[each]]
    wrong += [f"{name} has {count} {each}" for each, count in counted.items() if count > 1 and each in _ONCE[name]]
    wrong += [f"{name} has a {each}" for each in counted if each not in _ONCE[name] | _KNOWN]
    for child in element:
        tag, text = child.tag.removeprefix(_ATOM), child.text or ""
        if tag == "id" and not urlsplit(text).scheme:
            wrong.append(f"the id '{text}' is not absolute")
        if tag in {"updated", "published"} and not _DATE.fullmatch(text):
            wrong.append(f"'{text}' is not a date of RFC 3339")
        if tag == "author" and not (child.findtext(f"{_ATOM}name") or "").strip():
            wrong.append("an author has no name")
        if tag == "link" and not child.get("href"):
            wrong.append("a link leads nowhere")
        if tag == "category" and not child.get("term"):
            wrong.append("a category has no term")
        if tag == "content" and child.get("type") == "html" and len(child):
            wrong.append("HTML content has elements of its own")
    alternates = Counter(
        (link.get("type"), link.get("hreflang")) for link in element.findall(f"{_ATOM}link[@rel='alternate']")
    )
    return wrong + [f"{name} has two links to the same form" for count in alternates.values() if count > 1]
