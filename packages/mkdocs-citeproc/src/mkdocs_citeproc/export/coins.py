"""COinS, which reference managers in browsers detect in a page: OpenURL key/value pairs in the title of a span.

Follows ANSI/NISO Z39.88-2004 and its KEV matrices for journals, books, dissertations and Dublin Core; where these leave
a choice, the form that Zotero reads (`tests/citeproc/export/test_coins_for_zotero.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from mkdocs_citeproc.export.record import Record

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
