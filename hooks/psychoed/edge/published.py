"""What a build gives away for reuse: the cited sources as files, and what pages say of each beside its reference."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.utils import get_relative_url

from psychoed.bibliography.access import free_text
from psychoed.bibliography.entry import Bibliography, CiteKey
from psychoed.export.bibtex_source import bibtex
from psychoed.export.coins import coins
from psychoed.export.csl_json import csl_json
from psychoed.export.jsonld import Thing, work
from psychoed.export.kinds import kind
from psychoed.export.record import record
from psychoed.export.ris import ris_file, ris_record
from psychoed.style.label import label
from psychoed.style.lists import Download, Note
from psychoed.style.request import CslItem
from psychoed.style.result import Formatted
from psychoed.style.words import ENGLISH, Words, say

_WHOLE = ("references.bib", "references.ris", "references.json")


class Published:
    """One build's cited sources; ``kinds`` maps hosts of addresses to the kind of source found there."""

    def __init__(
        self,
        bibliography: Bibliography,
        items: Sequence[CslItem],
        formatted: Formatted,
        kinds: Mapping[str, str],
        words: Words = ENGLISH,
    ) -> None:
        self.bibliography, self.formatted, self.kinds, self.words = bibliography, formatted, kinds, words
        self.items = [item for item in items if item["id"] in formatted.entries]
        self._records = {CiteKey(item["id"]): record(item) for item in self.items}
        self._notes: dict[CiteKey, Note] = {}
        self._works: dict[CiteKey, Thing] = {}

    def note(self, key: CiteKey) -> Note:
        """What a page's list says of a source."""
        if key not in self._notes:
            self._notes[key] = Note(label(self.formatted, key), free_text(self.bibliography.entries[key]))
        return self._notes[key]

    def full_note(self, key: CiteKey) -> Note:
        """What the full list says of a source."""
        note, found = self.note(key), self._records[key]
        shown = say(self.words, kind(found, self.kinds))
        return Note(note.label, note.free_text, shown, found.year, coins(found))

    def work(self, key: CiteKey) -> Thing:
        """A source in schema.org's words."""
        if key not in self._works:
            self._works[key] = work(self._records[key])
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
        ris = {key: ris_record(each) for key, each in self._records.items()}
        yield from zip(_WHOLE, (*self._forms(sorted(ris), ris), csl_json(self.items)), strict=True)
        for destination, keys in sorted(pages.items()):
            stem = _stem(destination)
            yield from zip((f"{stem}.bib", f"{stem}.ris"), self._forms(sorted(keys), ris), strict=True)

    def _forms(self, keys: Sequence[CiteKey], ris: Mapping[CiteKey, str]) -> tuple[str, str]:
        """These sources as BibTeX and as RIS, which has been written for each of them."""
        return bibtex(self.bibliography, keys), ris_file(ris[key] for key in keys)


def write(path: Path, text: str) -> None:
    """Write a file; its folder is there already, but for a page that a build of changed pages alone passed over."""
    try:
        path.write_bytes(text.encode())
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def sources_files(address: str) -> list[Download]:
    """The files of a page's own sources, as the page links to them; they stand beside it."""
    stem = posixpath.basename(_stem(address if address.endswith(".html") else "index.html"))
    return [Download("BibTeX", f"{stem}.bib"), Download("RIS", f"{stem}.ris")]


def _stem(destination: str) -> str:
    """Where a page's sources go, but for the ending: ``a/index.html`` to ``a/sources``, ``a.html`` to ``a.sources``."""
    folder, name = posixpath.split(destination)
    name = name.removesuffix(".html")
    return posixpath.join(folder, "sources" if name == "index" else f"{name}.sources")
