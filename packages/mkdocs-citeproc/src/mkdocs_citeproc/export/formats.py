"""Export of the cited sources as RIS, CSL JSON and BibTeX files, and the notes that pages show with each reference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs_citeproc.bibliography.addresses import find_free_text
from mkdocs_citeproc.bibliography.model import INHERITING, Bibliography, CiteKey, strip_private_fields
from mkdocs_citeproc.formatting.lists import Download, Note, get_label, get_relative_url
from mkdocs_citeproc.formatting.response import FormattedSite
from mkdocs_citeproc.formatting.translations import NO_TRANSLATIONS, Translations, translate

# The modules metadata and record are imported where a source is described: a page from the cache describes none.
if TYPE_CHECKING:
    from mkdocs_citeproc.export.metadata import Thing
    from mkdocs_citeproc.export.record import Record
    from mkdocs_citeproc.formatting.request import CslItem

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "UNPB",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "interview": "PCOMM",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "VIDEO",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "CPAPER",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


def write_ris(records: Iterable[str]) -> str:
    """Join records, each from ``write_ris_record``, into the text of a .ris file, separated by blank lines."""
    return "\r\n".join(records)


def write_ris_record(record: Record) -> str:
    """Write one record, from TY to ER."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(record))


def _lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(record.type, "GEN")
    yield "ID", record.key
    values = [
        *(("AU", name.inverted) for name in record.authors),
        ("TI", record.title),
        ("T2", record.container),
        # The editors of a chapter are those of the book, which RIS calls "secondary authors".
        *(("A2", name.inverted) for name in record.editors),
        ("PY", record.year),
        ("DA", _day(record.issued) if len(record.issued) > 1 else ""),
        ("VL", record.volume),
        ("IS", record.issue or record.number),
        ("SP", record.first_page),
        ("EP", record.last_page),
        ("ET", record.edition),
        ("M3", record.genre),
        ("PB", record.publisher),
        ("CY", record.place),
        ("SN", record.isbn or record.issn),
        ("DO", record.doi),
        ("UR", record.url or record.doi_address),
        ("Y2", _day(record.accessed)),
    ]
    yield from ((tag, value) for tag, value in values if value)
    yield "ER", ""


def _day(parts: tuple[int, ...]) -> str:
    """Format a date as ``2021/09/29/``: always all three slashes, with unknown parts empty."""
    if not parts:
        return ""
    month, day = ([f"{part:02}" for part in parts[1:]] + ["", ""])[:2]
    return f"{parts[0]:04}/{month}/{day}/"


def write_csl_json(items: Iterable[CslItem]) -> str:
    """Write items as the text of a .json file, sorted by key."""
    from mkdocs_citeproc.export.record import get_schema_type

    typed = [{**item, "type": get_schema_type(item)} for item in items]
    listed = sorted(typed, key=lambda item: str(item["id"]))
    return json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_bibtex(bibliography: Bibliography, keys: Iterable[CiteKey]) -> str:
    """Write these entries, their @strings, parents and related entries as the text of a .bib file.

    Parents come last, as BibTeX requires.
    """
    keys = list(keys)
    needed = bibliography.find_closure(keys) | bibliography.find_related(keys)
    parents = {parent for key in needed for parent in bibliography.entries[key].list_keys(*INHERITING, "entryset")}
    order = sorted(needed, key=lambda key: (key in parents, key))
    parts = [bibliography.strings, *(strip_private_fields(bibliography.entries[key].source) for key in order)]
    return "\n".join(f"{part}\n" for part in parts if part)


class BibliographyExporter:
    """Cited sources of one build; ``kinds`` maps hosts to the kind of source found there."""

    def __init__(
        self,
        bibliography: Bibliography,
        items: Sequence[CslItem],
        formatted: FormattedSite,
        kinds: Mapping[str, str],
        words: Translations = NO_TRANSLATIONS,
    ) -> None:
        self.bibliography, self.formatted, self.kinds, self.words = bibliography, formatted, kinds, words
        self.items = [item for item in items if item["id"] in formatted.entries]
        self._notes: dict[CiteKey, Note] = {}
        self._works: dict[CiteKey, Thing] = {}

    @cached_property
    def records(self) -> dict[CiteKey, Record]:
        """The sources by their cite keys."""
        from mkdocs_citeproc.export.record import read_record

        return {CiteKey(item["id"]): read_record(item) for item in self.items}

    def make_note(self, key: CiteKey) -> Note:
        """Return the note that a page's list shows with a source."""
        if key not in self._notes:
            self._notes[key] = Note(
                get_label(self.formatted, key), find_free_text(self.bibliography.entries[key].fields)
            )
        return self._notes[key]

    def make_full_note(self, key: CiteKey) -> Note:
        """Return the note that the full list shows with a source."""
        from mkdocs_citeproc.export.metadata import make_coins
        from mkdocs_citeproc.export.record import classify_source

        note, found = self.make_note(key), self.records[key]
        shown = translate(self.words, classify_source(found, self.kinds))
        return Note(note.label, note.free_text, shown, found.year, make_coins(found))

    def get_work(self, key: CiteKey) -> Thing:
        """Return a source as schema.org data."""
        if key not in self._works:
            from mkdocs_citeproc.export.metadata import describe_work

            self._works[key] = describe_work(self.records[key])
        return self._works[key]

    def list_whole_files(self, address: str) -> list[Download]:
        """Return the files with all sources, linked relative to ``address``."""
        return [Download(label, get_relative_url(file, address or ".")) for file, label, _ in _EXPORTS]

    def list_records(self) -> list[Record]:
        """Return the records of all sources in order of their cite keys."""
        return [self.records[key] for key in sorted(self.records)]

    def list_files(self) -> Iterator[tuple[str, str]]:
        """Yield the path in the built site and the text of each file."""
        if self.items:
            yield from ((file, write(self)) for file, _, write in _EXPORTS)


_EXPORTS: tuple[tuple[str, str, Callable[[BibliographyExporter], str]], ...] = (
    ("references.bib", "BibTeX", lambda sources: write_bibtex(sources.bibliography, sorted(sources.records))),
    ("references.ris", "RIS", lambda sources: write_ris(map(write_ris_record, sources.list_records()))),
    ("references.json", "CSL-JSON", lambda sources: write_csl_json(sources.items)),
)
"""The files with all sources: path in the site, label, and what writes its text."""
