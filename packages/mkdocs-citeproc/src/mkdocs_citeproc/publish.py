"""Export of the cited sources as files, and the notes that pages show with each reference."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_citeproc.bibliography.addresses import find_free_text
from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey
from mkdocs_citeproc.export.coins import make_coins
from mkdocs_citeproc.export.formats import write_bibtex, write_csl_json, write_ris, write_ris_record
from mkdocs_citeproc.export.jsonld import Thing, describe_work
from mkdocs_citeproc.export.kinds import classify_source
from mkdocs_citeproc.export.record import read_record
from mkdocs_citeproc.formatting.lists import Download, Note, get_label
from mkdocs_citeproc.formatting.request import CslItem
from mkdocs_citeproc.formatting.response import FormattedSite
from mkdocs_citeproc.formatting.translations import ENGLISH, Words, translate

_WHOLE = ("references.bib", "references.ris", "references.json")


def get_relative_url(target: str, view: str) -> str:
    """Return the link to the address ``target`` on a page with the address ``view``, both below the site's root."""
    relative = posixpath.relpath(target or ".", view.rpartition("/")[0] or ".")
    return f"{relative}/" if target.endswith("/") else relative


class BibliographyExporter:
    """Cited sources of one build; ``kinds`` maps hosts to the kind of source found there."""

    def __init__(
        self,
        bibliography: Bibliography,
        items: Sequence[CslItem],
        formatted: FormattedSite,
        kinds: Mapping[str, str],
        words: Words = ENGLISH,
    ) -> None:
        self.bibliography, self.formatted, self.kinds, self.words = bibliography, formatted, kinds, words
        self.items = [item for item in items if item["id"] in formatted.entries]
        self._records = {CiteKey(item["id"]): read_record(item) for item in self.items}
        self._notes: dict[CiteKey, Note] = {}
        self._works: dict[CiteKey, Thing] = {}

    def make_note(self, key: CiteKey) -> Note:
        """Return the note that a page's list shows with a source."""
        if key not in self._notes:
            self._notes[key] = Note(
                get_label(self.formatted, key), find_free_text(self.bibliography.entries[key].fields)
            )
        return self._notes[key]

    def make_full_note(self, key: CiteKey) -> Note:
        """Return the note that the full list shows with a source."""
        note, found = self.make_note(key), self._records[key]
        shown = translate(self.words, classify_source(found, self.kinds))
        return Note(note.label, note.free_text, shown, found.year, make_coins(found))

    def get_work(self, key: CiteKey) -> Thing:
        """Return a source as schema.org data."""
        if key not in self._works:
            self._works[key] = describe_work(self._records[key])
        return self._works[key]

    def list_whole_files(self, address: str) -> list[Download]:
        """Return the files with all sources, linked relative to ``address``."""
        names = ("BibTeX", "RIS", "CSL-JSON")
        return [
            Download(name, get_relative_url(file, address or ".")) for name, file in zip(names, _WHOLE, strict=True)
        ]

    def list_files(self) -> Iterator[tuple[str, str]]:
        """Yield the path in the built site and the text of each file."""
        if not self.items:
            return
        keys = sorted(self._records)
        yield _WHOLE[0], write_bibtex(self.bibliography, keys)
        yield _WHOLE[1], write_ris(write_ris_record(self._records[key]) for key in keys)
        yield _WHOLE[2], write_csl_json(self.items)
