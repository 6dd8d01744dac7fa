"""Sources and pages as JSON-LD with schema.org's vocabulary, for search engines and other machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mkdocs_citeproc.export.record import PersonName, Record

Thing = dict[str, Any]
"""One JSON-LD node."""

_TYPES = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "paper-conference": "ScholarlyArticle",
    "post": "WebPage",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


@dataclass(frozen=True, slots=True)
class PageData:
    """Data about a page. ``authors`` are people; ``group`` is the author if there are none.

    ``url`` and ``site_url`` are absolute, or empty if the site does not know its own.
    """

    type: str
    title: str
    description: str
    site: str
    language: str
    url: str = ""
    site_url: str = ""
    authors: tuple[str, ...] = ()
    group: str = ""
    audience: tuple[str, ...] = ()
    licence: str = ""
    written: date | None = None
    reviewed: date | None = None
    reviewer: tuple[str, str] | None = None


def describe_work(record: Record) -> Thing:
    """Describe one source; its DOI, if any, is its identifier."""
    return _without_empty(
        {
            "@type": _TYPES.get(record.type, "CreativeWork"),
            "@id": record.doi_address,
            "name": record.title,
            "author": [_author(name) for name in record.authors],
            "editor": [_author(name) for name in record.editors],
            "datePublished": record.date if record.issued else "",
            "isPartOf": _container(record),
            "pagination": record.pages,
            "bookEdition": record.edition if record.type == "book" else "",
            "isbn": record.isbn if record.type == "book" else "",
            "publisher": _organisation(record.publisher),
            "url": record.url,
        }
    )


def describe_page(about: PageData, works: Iterable[Thing]) -> Thing:
    """Describe one page and the works it cites."""
    people = [_person(name) for name in about.authors]
    return {
        "@context": "https://schema.org",
        **_without_empty(
            {
                "@type": about.type,
                "url": about.url,
                "name": about.title,
                "description": about.description,
                "inLanguage": about.language,
                "author": people or _organisation(about.group),
                "datePublished": _iso(about.written),
                "dateModified": _iso(about.reviewed or about.written),
                "lastReviewed": _iso(about.reviewed),
                "reviewedBy": _reviewer(about.reviewer),
                "audience": [{"@type": "Audience", "audienceType": each} for each in about.audience],
                "license": about.licence,
                "isPartOf": _without_empty({"@type": "WebSite", "name": about.site, "url": about.site_url}),
                "citation": list(works),
            }
        ),
    }


def render_script(thing: Thing) -> str:
    """Render a node as a script element, escaped so that no content can end the element."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/ld+json">{text}</script>'


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _person(name: str) -> Thing:
    return {"@type": "Person", "name": name}


def _organisation(name: str) -> Thing | None:
    return {"@type": "Organization", "name": name} if name else None


def _author(name: PersonName) -> Thing:
    return {"@type": "Organization" if name.literal else "Person", "name": name.straight}


def _reviewer(reviewer: tuple[str, str] | None) -> Thing | None:
    return {**_person(reviewer[0]), "jobTitle": reviewer[1]} if reviewer else None


def _container(record: Record) -> Thing | None:
    """Return the journal, book or site that a source is part of."""
    if not record.container:
        return None
    kind = {"chapter": "Book", "webpage": "WebSite", "post": "WebSite", "post-weblog": "Blog"}
    if record.type.startswith("article"):
        return _without_empty({"@type": "Periodical", "name": record.container, "issn": record.issn})
    return {"@type": kind.get(record.type, "CreativeWork"), "name": record.container}
