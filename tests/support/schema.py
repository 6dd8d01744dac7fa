"""The shape that a page's JSON-LD has to have: what schema.org allows of it, as far as we say it."""

from __future__ import annotations

import json
import re
from typing import Any

TEXT = r"(?s).+"
ADDRESS = r"https?://\S+"
DATE = r"\d{4}(-\d\d(-\d\d)?)?"

_AGENT = {"name": TEXT, "jobTitle": TEXT}
_PART = {"name": TEXT, "url": ADDRESS, "issn": TEXT}
_WORK: dict[str, Any] = {
    "@id": ADDRESS,
    "name": TEXT,
    "author": _AGENT,
    "editor": _AGENT,
    "publisher": _AGENT,
    "datePublished": DATE,
    "isPartOf": _PART,
    "pagination": TEXT,
    "bookEdition": TEXT,
    "isbn": TEXT,
    "url": TEXT,
}
_PAGE: dict[str, Any] = {
    **{name: _WORK[name] for name in ("name", "author", "isPartOf")},
    "@context": r"https://schema\.org",
    "url": ADDRESS,
    "description": TEXT,
    "inLanguage": r"[a-z]{2,3}(-\w+)*",
    "datePublished": DATE,
    "dateModified": DATE,
    "lastReviewed": DATE,
    "reviewedBy": _AGENT,
    "audience": {"audienceType": TEXT},
    "license": ADDRESS,
    "citation": _WORK,
}


def wrong(page: Any) -> list[str]:
    """What is not as it should be in a page's node, by its path."""
    missing = [f"{name} is missing" for name in ("@context", "name", "isPartOf") if name not in page]
    return missing + _wrong(page, _PAGE, "page")


def _wrong(thing: Any, shape: dict[str, Any], path: str) -> list[str]:
    found = [] if re.fullmatch("[A-Z][A-Za-z]+", str(thing.get("@type"))) else [f"{path}: no @type"]
    for name, value in thing.items():
        if name == "@type":
            continue
        inner = shape.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and isinstance(each, dict):
                found += _wrong(each, inner, f"{path}.{name}")
            elif not (isinstance(inner, str) and isinstance(each, str) and re.fullmatch(inner, each)):
                found.append(f"{path}.{name}: {each!r}")
    return found


def json_ld(html: str) -> list[Any]:
    """The JSON-LD nodes of a page; raises where one is no JSON."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    return [json.loads(each) for each in found]
