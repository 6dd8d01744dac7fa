"""Formatting a site's clusters and entries: asks the cache first, and pandoc only for what is new."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from psychoed.bibliography.entry import Bibliography, CiteKey
from psychoed.edge import pandoc
from psychoed.edge.cache import digest, kept
from psychoed.edge.edition import edition
from psychoed.problems import Code, Problem
from psychoed.style import request as ask
from psychoed.style.initials import Decided, decided
from psychoed.style.repairs import mend_request
from psychoed.style.request import CslItem
from psychoed.style.result import NOTHING, Formatted, Printed, read_answer, together

_SOUND = "@misc{sound, title = {Sound}}"


def _forms(printed: Printed) -> list[Any]:
    later = [printed.later.html, printed.later.text, sorted(printed.introduces)] if printed.later else []
    return [printed.html, printed.text, printed.note, *later]


def _printed(html: str, plain: str, note: str, *later: Any) -> Printed:
    if not later:
        return Printed(str(html), str(plain), str(note))
    later_html, later_plain, introduces = later
    shown_later = Printed(str(later_html), str(later_plain))
    return Printed(str(html), str(plain), str(note), shown_later, frozenset(str(name) for name in introduces))


def _dump(formatted: Formatted) -> Any:
    clusters = {text: _forms(printed) for text, printed in formatted.clusters.items()}
    entries = [[key, printed.html, printed.text] for key, printed in formatted.entries.items()]
    return {"clusters": clusters, "entries": entries, "differing": list(formatted.differing)}


def _load(stored: Any) -> Formatted:
    clusters = {str(text): _printed(*forms) for text, forms in stored["clusters"].items()}
    entries = {CiteKey(str(key)): Printed(str(html), str(plain)) for key, html, plain in stored["entries"]}
    return Formatted(clusters, entries, tuple(str(cluster) for cluster in stored["differing"]))


def _csl_items(stored: Any) -> list[CslItem]:
    if not isinstance(stored, list) or not all(isinstance(item, dict) and "id" in item for item in stored):
        raise ValueError(stored)
    return stored


def _unreadable(bibliography: Bibliography, key: CiteKey, why: str) -> Problem:
    where = bibliography.entries[key].where
    return Problem(
        Code.UNREADABLE_ENTRY,
        where,
        f"pandoc cannot read the entry '{key}': {why}",
        "Compare it with an entry that works.",
    )


class Formatter:
    """One site's style and cache. ``runs`` counts how often pandoc formatted, ``reads`` how often it read entries."""

    def __init__(self, style: str, style_id: str, locale: str, cache: Path, seconds: float) -> None:
        self.style, self.style_id, self.locale = style, style_id, locale
        self.cache, self.seconds = cache, seconds
        self.runs = self.reads = 0

    def items(self, bibliography: Bibliography, keys: Collection[CiteKey]) -> tuple[list[CslItem], list[Problem]]:
        """The entries of ``keys`` as CSL JSON; those that pandoc cannot read are problems instead."""
        source = bibliography.biblatex(keys)
        if not source:
            return [], []
        key = digest(edition("style"), source)
        failures: dict[CiteKey, str] = {}
        try:
            items = kept(self.cache / "entries.json", key, lambda: self._read(source), _csl_items, lambda items: items)
        except pandoc.PandocError:
            items, failures = self._one_by_one(bibliography, keys)
        items = [item for item in items if item["id"] in keys]
        unread = sorted(set(keys) - {item["id"] for item in items})
        return items, [_unreadable(bibliography, key, failures.get(key, "it gives nothing")) for key in unread]

    def _read(self, biblatex: str) -> list[CslItem]:
        self.reads += 1
        return ask.read_csljson(pandoc.run(ask.READ_BIBLATEX, biblatex, self.seconds))

    def _told_of(self, bibliography: Bibliography, keys: Collection[CiteKey]) -> dict[str, CslItem]:
        """What a review or a reprint tells of; an entry that pandoc cannot read is left out of what is printed."""
        try:
            return {item["id"]: item for item in self._read(bibliography.biblatex(keys))}
        except pandoc.PandocError:
            return {}

    def _one_by_one(
        self, bibliography: Bibliography, keys: Collection[CiteKey]
    ) -> tuple[list[CslItem], dict[CiteKey, str]]:
        """As ``_read``, when pandoc refused the whole: each entry by itself, and why pandoc refuses it."""
        items: list[CslItem] = []
        failures: dict[CiteKey, str] = {}
        failed = None
        for key in sorted(keys):
            try:
                items += self._read(bibliography.biblatex([key]))
            except pandoc.PandocError as error:
                failures[key], failed = str(error), error
        if failed and not items and not self._reads_at_all():
            raise failed
        return items, failures

    def _reads_at_all(self) -> bool:
        """Whether pandoc works, and what it refused is to blame."""
        try:
            return bool(self._read(_SOUND))
        except pandoc.PandocError:
            return False

    def format(self, clusters: Iterable[str], items: Iterable[CslItem], bibliography: Bibliography) -> Formatted:
        """All clusters and the reference list, in one run of pandoc or none.

        ``bibliography`` has the fields that pandoc's reader drops and repairs need.
        """
        asked = ask.request(clusters, items, self.style, self.locale)
        if not asked.clusters:
            return NOTHING
        keys = [CiteKey(item["id"]) for item in asked.entries]
        others = bibliography.related(keys)
        cited = others | bibliography.needed(keys)
        source = bibliography.biblatex(cited)
        key = digest(
            *(edition("bibliography", "citation", "style", "edge"), self.style, self.locale),
            *(source, ask.bibliography(asked), json.dumps(asked.clusters)),
        )

        def make() -> Formatted:
            entries = [bibliography.entries[key] for key in cited]
            fields = {str(entry.key): {**entry.fields, "entrytype": entry.type} for entry in entries}
            told_of = self._told_of(bibliography, others) if others else {}
            return self._format(mend_request(asked, fields, self.style_id, told_of))

        return kept(self.cache / "formatted.json", key, make, _load, _dump)

    def _format(self, asked: ask.Request) -> Formatted:
        self.runs += 1
        with tempfile.TemporaryDirectory(prefix="citations-") as folder:
            sent = decided(asked, self.style_id)
            style, bibliography = Path(folder, "style.csl"), Path(folder, "entries.json")
            style.write_text(sent.request.style, encoding="utf-8")
            bibliography.write_text(ask.bibliography(sent.request), encoding="utf-8")
            arguments = ask.arguments(str(style), str(bibliography), asked.locale)
            parts = ask.parts(asked, os.cpu_count() or 1)
            if len(parts) == 1:
                return self._answer(arguments, asked, sent)
            with ThreadPoolExecutor(len(parts)) as pool:
                return together(list(pool.map(lambda part: self._answer(arguments, part, sent), parts)))

    def _answer(self, arguments: Sequence[str], asked: ask.Request, sent: Decided) -> Formatted:
        answer = sent.restored(pandoc.run(arguments, ask.document(asked), self.seconds))
        try:
            return read_answer(answer, asked, self.style_id)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            msg = f"pandoc's answer has an unexpected form ({error!r})"
            raise pandoc.PandocError(msg) from error
