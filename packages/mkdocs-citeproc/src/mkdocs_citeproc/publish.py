"""What a build gives away for reuse: the cited sources as files, and what pages say of each beside its reference."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.utils import get_relative_url

from mkdocs_citeproc.bibliography.access import find_free_text
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


class BibliographyExporter:
    """One build's cited sources; ``kinds`` maps hosts of addresses to the kind of source found there."""

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

    def note(self, key: CiteKey) -> Note:
        """What a page's list says of a source."""
        if key not in self._notes:
            self._notes[key] = Note(get_label(self.formatted, key), find_free_text(self.bibliography.entries[key]))
        return self._notes[key]

    def full_note(self, key: CiteKey) -> Note:
        """What the full list says of a source."""
        note, found = self.note(key), self._records[key]
        shown = translate(self.words, classify_source(found, self.kinds))
        return Note(note.label, note.free_text, shown, found.year, make_coins(found))

    def work(self, key: CiteKey) -> Thing:
        """A source in schema.org's words."""
        if key not in self._works:
            self._works[key] = describe_work(self._records[key])
        return self._works[key]

    def whole_files(self, address: str) -> list[Download]:
        """The files of all sources, as a page at ``address`` links to them."""
        names = ("BibTeX", "RIS", "CSL-JSON")
        return [
            Download(name, get_relative_url(file, address or ".")) for name, file in zip(names, _WHOLE, strict=True)
        ]

    def files(self, pages: Mapping[str, Sequence[CiteKey]]) -> Iterator[tuple[str, str]]:
        """Each file by its path in the built site: of all sources, and of each page in ``pages``, by its HTML file."""
        if not self.items:
            return
        ris = {key: write_ris_record(each) for key, each in self._records.items()}
        yield from zip(_WHOLE, (*self._forms(sorted(ris), ris), write_csl_json(self.items)), strict=True)
        for destination, keys in sorted(pages.items()):
            stem = _stem(destination)
            yield from zip((f"{stem}.bib", f"{stem}.ris"), self._forms(sorted(keys), ris), strict=True)

    def _forms(self, keys: Sequence[CiteKey], ris: Mapping[CiteKey, str]) -> tuple[str, str]:
        """These sources as BibTeX and as RIS, which has been written for each of them."""
        return write_bibtex(self.bibliography, keys), write_ris(ris[key] for key in keys)


def write_export(path: Path, text: str) -> None:
    """Write a file; its folder is there already, but for a page that a build of changed pages alone passed over."""
    try:
        path.write_bytes(text.encode())
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def list_source_files(address: str) -> list[Download]:
    """The files of a page's own sources, as the page links to them; they stand beside it."""
    stem = posixpath.basename(_stem(address if address.endswith(".html") else "index.html"))
    return [Download("BibTeX", f"{stem}.bib"), Download("RIS", f"{stem}.ris")]


def _stem(destination: str) -> str:
    """Where a page's sources go, but for the ending: ``a/index.html`` to ``a/sources``, ``a.html`` to ``a.sources``."""
    folder, name = posixpath.split(destination)
    name = name.removesuffix(".html")
    return posixpath.join(folder, "sources" if name == "index" else f"{name}.sources")
