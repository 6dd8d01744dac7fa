"""One source as plain values, with its kind in plain words: the common input of all export formats.

Read from CSL JSON (citation-style-language/schema, csl-data.json) as pandoc writes it: its few tags for bold, italics
and the like are removed, and any other "<" is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mkdocs_citeproc.bibliography.addresses import get_host
from mkdocs_citeproc.bibliography.model import parse_json_objects

if TYPE_CHECKING:
    from mkdocs_citeproc.formatting.request import CslItem

# The tags that CSL JSON allows in text; anything else in angle brackets was typed by an author.
_MARKUP = re.compile(r'</?(?:i|b|sc|sub|sup)>|<span (?:class|style)="[^"<>]*">|</span>')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RANGE = re.compile(r"\s*[-–—]+\s*")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person, or a group in ``literal``; a ``particle`` precedes the family name and is ignored in sorting."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def straight(self) -> str:
        """PersonName in natural order: *Bessel A. van der Kolk Jr.*"""
        return self.literal or " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """PersonName in sorting order: *Kolk, Bessel A. van der, Jr.*"""
        given = " ".join(filter(None, (self.given, self.particle)))
        return self.literal or ", ".join(filter(None, (self.family, given, self.suffix)))


@dataclass(frozen=True, slots=True)
class Record:
    """One source; missing values are empty. Dates are (year,), (year, month) or (year, month, day)."""

    key: str
    type: str
    title: str = ""
    container: str = ""
    authors: tuple[PersonName, ...] = ()
    editors: tuple[PersonName, ...] = ()
    issued: tuple[int, ...] = ()
    accessed: tuple[int, ...] = ()
    volume: str = ""
    issue: str = ""
    number: str = ""
    pages: str = ""
    edition: str = ""
    genre: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    url: str = ""
    isbn: str = ""
    issn: str = ""

    @property
    def year(self) -> str:
        """The year; '' for an undated source."""
        return f"{self.issued[0]:04}" if self.issued else ""

    @property
    def date(self) -> str:
        """The date as precisely as known, in ISO 8601: ``2021``, ``2021-09``, ``2021-09-29``."""
        return "-".join([self.year, *(f"{part:02}" for part in self.issued[1:])])

    @property
    def first_page(self) -> str:
        """The first page; an article number counts as a page."""
        return _RANGE.split(self.pages)[0]

    @property
    def last_page(self) -> str:
        """The last page, if it is a range of two pages."""
        ends = _RANGE.split(self.pages)
        return ends[1] if len(ends) == 2 else ""

    @property
    def doi_address(self) -> str:
        """The DOI as a link."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()._-')}" if self.doi else ""


def read_record(item: CslItem) -> Record:
    """Convert a CSL JSON item to a record."""

    def text(name: str) -> str:
        return strip_markup(item.get(name))

    return Record(
        key=str(item["id"]),
        type=get_schema_type(item),
        title=text("title"),
        container=text("container-title"),
        authors=_names(item.get("author")),
        editors=_names(item.get("editor")),
        issued=_date(item.get("issued")),
        accessed=_date(item.get("accessed")),
        volume=text("volume"),
        issue=text("issue"),
        number=text("number"),
        pages=text("page"),
        edition=text("edition"),
        genre=text("genre"),
        publisher=text("publisher"),
        place=text("publisher-place"),
        doi=_line(item.get("DOI")),  # old DOIs contain angle brackets
        url=_line(item.get("URL")),
        isbn=text("ISBN"),
        issn=text("ISSN"),
    )


def get_schema_type(item: CslItem) -> str:
    """Return an item's type; pandoc leaves that of a @misc empty, which CSL does not allow."""
    return str(item.get("type") or ("webpage" if item.get("URL") else "document"))


def strip_markup(value: object) -> str:
    """Convert a CSL variable to one line of text without markup; '' if it is neither text nor a number."""
    return _line(_MARKUP.sub("", str(value))) if isinstance(value, (str, int, float)) else ""


def _line(value: object) -> str:
    return " ".join(_CONTROL.sub("", value).split()) if isinstance(value, str) else ""


def _names(value: Any) -> tuple[PersonName, ...]:
    return tuple(map(_name, parse_json_objects(value)))


def _name(name: dict[str, Any]) -> PersonName:
    family = " ".join(filter(None, (strip_markup(name.get("non-dropping-particle")), strip_markup(name.get("family")))))
    particle, suffix = strip_markup(name.get("dropping-particle")), strip_markup(name.get("suffix"))
    return PersonName(family, strip_markup(name.get("given")), particle, suffix, strip_markup(name.get("literal")))


def _date(value: Any) -> tuple[int, ...]:
    """Return the first date of a range, up to the first part that is not a number, such as a season."""
    try:
        parts = [int(part) for part in value["date-parts"][0]]
    except (TypeError, KeyError, IndexError, ValueError):
        return ()
    if len(parts) > 1 and not 1 <= parts[1] <= 12:  # a season
        return tuple(parts[:1])
    return tuple(parts[:3])


_KIND_NAMES = {
    "article": "Preprint",
    "article-journal": "Article",
    "article-magazine": "Magazine article",
    "article-newspaper": "Newspaper article",
    "bill": "Law",
    "book": "Book",
    "broadcast": "Broadcast",
    "chapter": "Book chapter",
    "dataset": "Data",
    "document": "Document",
    "entry-dictionary": "Encyclopedia entry",
    "entry-encyclopedia": "Encyclopedia entry",
    "legal_case": "Law",
    "legislation": "Law",
    "manuscript": "Manuscript",
    "motion_picture": "Film or video",
    "paper-conference": "Conference paper",
    "patent": "Patent",
    "post": "Web page",
    "post-weblog": "Web page",
    "report": "Report",
    "software": "Software",
    "song": "Recording",
    "speech": "Talk",
    "standard": "Standard",
    "thesis": "Thesis",
    "webpage": "Web page",
}

KINDS = frozenset({*_KIND_NAMES.values(), "Other"})
"""All kinds that can follow from a type."""


def classify_source(record: Record, by_host: Mapping[str, str]) -> str:
    """Return the kind of a source; ``by_host`` has kinds for hosts that are more telling than the type."""
    return by_host.get(get_host(record.url)) or _KIND_NAMES.get(record.type, "Other")
