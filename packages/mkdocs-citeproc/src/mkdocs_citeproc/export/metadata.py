"""Descriptions of sources and pages for machines: COinS in a list of references, and JSON-LD.

COinS, which reference managers in browsers detect, are OpenURL key/value pairs in the title of a span. They follow
ANSI/NISO Z39.88-2004 and its KEV matrices for journals, books, dissertations and Dublin Core; where these leave a
choice, the form that Zotero reads (`tests/citeproc/export/test_metadata.py`). JSON-LD, for search engines and others,
has schema.org's vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

from mkdocs_citeproc.export.record import PersonName, Record

_FORMATS = {
    "article-journal": ("journal", "article"),
    "article-magazine": ("journal", "article"),
    "article-newspaper": ("journal", "article"),
    "paper-conference": ("book", "proceeding"),
    "book": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "report": ("book", "report"),
    "thesis": ("dissertation", "dissertation"),
}

# Dublin Core allows any word as a type. These are the names of types in Zotero, the only known reader that uses them.
_DUBLIN_CORE_TYPES = {
    "article": "preprint",
    "bill": "bill",
    "broadcast": "tvBroadcast",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "motion_picture": "film",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
}


def make_coins(record: Record) -> str:
    """Return an empty span that describes the source; it is only for machines, so hidden from screen readers."""
    pairs = [("ctx_ver", "Z39.88-2004"), *_pairs(record)]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if value)
    return f'<span class="Z3988" title="{escape(query)}" aria-hidden="true"></span>'


def _pairs(record: Record) -> Iterator[tuple[str, str]]:
    form, genre = _FORMATS.get(record.type, ("dc", ""))
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"
    if record.doi:
        yield "rft_id", f"info:doi/{record.doi}"
    if record.url:
        yield "rft_id", record.url
    if form == "dc":
        yield from _dublin_core(record)
    else:
        yield from _matrix(record, form, genre)


def _dublin_core(record: Record) -> Iterator[tuple[str, str]]:
    yield "rft.type", _DUBLIN_CORE_TYPES.get(record.type, record.type)
    yield "rft.title", record.title
    yield "rft.source", record.container
    yield "rft.publisher", record.publisher
    yield "rft.date", record.date
    yield "rft.identifier", record.url
    # A group listed as creator would be split into given and family name.
    yield from (("rft.aucorp" if name.literal else "rft.creator", name.inverted) for name in record.authors)


def _matrix(record: Record, form: str, genre: str) -> Iterator[tuple[str, str]]:
    yield "rft.genre", genre if form != "dissertation" else ""
    yield from _titles(record, form, genre)
    yield "rft.date", record.date
    yield "rft.volume", record.volume
    yield "rft.issue", record.issue
    yield "rft.spage", record.first_page
    yield "rft.epage", record.last_page
    yield "rft.pages", record.pages
    yield "rft.edition", record.edition
    yield "rft.inst" if form == "dissertation" else "rft.pub", record.publisher
    yield "rft.place", record.place
    yield "rft.isbn", record.isbn
    yield "rft.issn", record.issn
    if first := next((name for name in record.authors if not name.literal), None):
        yield "rft.aulast", first.family
        yield "rft.aufirst", first.given
    yield from (("rft.aucorp" if name.literal else "rft.au", name.inverted) for name in record.authors)


def _titles(record: Record, form: str, genre: str) -> Iterator[tuple[str, str]]:
    if form == "journal":
        yield "rft.atitle", record.title
        yield "rft.jtitle", record.container
    elif genre in {"bookitem", "proceeding"}:
        yield "rft.atitle", record.title
        yield "rft.btitle", record.container
    else:
        yield "rft.title" if form == "dissertation" else "rft.btitle", record.title


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
