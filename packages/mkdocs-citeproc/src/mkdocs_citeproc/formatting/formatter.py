"""Formatting of a site's clusters and cited works: once before pages are rendered, again for late clusters."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_citeproc.bibliography.field_values import find_language, get_entry_language
from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey
from mkdocs_citeproc.cache import fingerprint_code, get_or_compute, hash_parts
from mkdocs_citeproc.citations.scan import LocatedCluster
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting.lists import make_label_cluster
from mkdocs_citeproc.formatting.pandoc import OnProgress, PandocError, ignore_progress
from mkdocs_citeproc.formatting.response import (
    EMPTY,
    FormattedSite,
    RenderedCitation,
    merge_positions,
    read_response,
    render_unresolved,
)
from mkdocs_citeproc.formatting.styles import POSITION_VARIABLES, write_variants
from mkdocs_citeproc.problems import CitationError, Code, Problem

# The modules apa7 and request are imported where pandoc is asked: a build from the cache needs neither.
if TYPE_CHECKING:
    from mkdocs_citeproc.apa7.terms import Terms
    from mkdocs_citeproc.formatting.request import CslItem, PreparedRequest, Request

_WORKS, _CLUSTERS = 100, 1000
_PROBE_ENTRY = "@misc{sound, title = {Sound}}"


def _dump_rendered(rendered: RenderedCitation) -> list[Any]:
    later = [rendered.later.html, rendered.later.text, sorted(rendered.introduces)] if rendered.later else []
    repeated = {position: [form.html, form.text, form.note] for position, form in rendered.repeated.items()}
    return [rendered.html, rendered.text, rendered.note, repeated, *later]


def _load_rendered(html: str, plain: str, note: str, repeated: dict[str, Any], *later: Any) -> RenderedCitation:
    forms = {position: _load_rendered(*form, {}) for position, form in repeated.items()}
    if not later:
        return RenderedCitation(str(html), str(plain), str(note), repeated=forms)
    later_html, later_plain, introduces = later
    shown_later = RenderedCitation(str(later_html), str(later_plain))
    names = frozenset(str(name) for name in introduces)
    return RenderedCitation(str(html), str(plain), str(note), shown_later, names, forms)


def _dump(formatted: FormattedSite) -> Any:
    clusters = {text: _dump_rendered(rendered) for text, rendered in formatted.clusters.items()}
    entries = [[key, rendered.html, rendered.text] for key, rendered in formatted.entries.items()]
    return {"clusters": clusters, "entries": entries, "differing": list(formatted.differing)}


def _load(stored: Any) -> FormattedSite:
    clusters = {str(text): _load_rendered(*forms) for text, forms in stored["clusters"].items()}
    entries = {CiteKey(str(key)): RenderedCitation(str(html), str(plain)) for key, html, plain in stored["entries"]}
    return FormattedSite(clusters, entries, tuple(str(cluster) for cluster in stored["differing"]))


def _dump_works(works: tuple[list[CslItem], list[Problem], FormattedSite]) -> Any:
    items, problems, formatted = works
    return None if problems else [items, _dump(formatted)]


def _load_works(stored: Any) -> tuple[list[CslItem], list[Problem], FormattedSite]:
    items, formatted = stored
    return _csl_items(items), [], _load(formatted)


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
    """Formatter for one style, with a cache.

    ``runs`` counts how often pandoc formatted, ``reads`` how often it read entries.
    """

    def __init__(
        self,
        style: str,
        style_id: str,
        locale: str,
        cache: Path,
        seconds: float,
        *,
        on_progress: OnProgress = ignore_progress,
    ) -> None:
        """Take the style's text, its id, and how many ``seconds`` pandoc may take for a small site."""
        self.style, self.style_id, self.locale = style, style_id, locale
        self.cache, self.seconds, self.on_progress = cache, seconds, on_progress
        self.runs = self.reads = 0
        self.made_from = ""
        """A hash of all that the works of the last ``format_works`` were formatted from."""

    @cached_property
    def language(self) -> str:
        """The two letters of the locale's language."""
        return find_language(self.locale)

    @cached_property
    def terms(self) -> Terms:
        """The words that our fixes print; raises PandocError."""
        from mkdocs_citeproc.apa7 import terms

        if self.locale == terms.AMERICAN:
            return terms.ENGLISH_TERMS
        probe = terms.write_probe(self.style)
        key = hash_parts(fingerprint_code(), self.locale, probe)
        response = get_or_compute(self.cache / "terms.json", key, lambda: self._ask_terms(probe), str, str)
        return terms.read_terms(response, self.locale)

    def _ask_terms(self, probe: str) -> str:
        from mkdocs_citeproc.apa7.terms import PROBE_CLUSTER, PROBE_ENTRIES

        with tempfile.TemporaryDirectory(prefix="terms-") as folder:
            style, entries = Path(folder, "terms.csl"), Path(folder, "entries.json")
            style.write_text(probe, encoding="utf-8")
            entries.write_text(PROBE_ENTRIES, encoding="utf-8")
            files = (f"--csl={style}", f"--bibliography={entries}", f"--metadata=lang:{self.locale}")
            options = ("--from=markdown", "--to=plain", "--wrap=none", "--sandbox", "--citeproc")
            return pandoc.run_pandoc((*options, *files), PROBE_CLUSTER, self.seconds)

    @staticmethod
    def _drop_guesses(item: CslItem, bibliography: Bibliography) -> CslItem:
        """The item without what its entry does not say: the site's language, and a short title that pandoc made."""
        family = [bibliography.entries[key].fields for key in bibliography.find_closure([CiteKey(item["id"])])]
        guesses = {
            "language": not any(map(get_entry_language, family)),
            "title-short": not any("shorttitle" in fields for fields in family),
        }
        return {name: value for name, value in item.items() if not guesses.get(name)}

    def format_works(
        self, clusters: Sequence[str], keys: Sequence[CiteKey], bibliography: Bibliography
    ) -> tuple[list[CslItem], list[Problem], FormattedSite]:
        """Return what ``read_items`` and ``format`` do, at once from the cache if all is as it was.

        It is then neither normalized nor compared field by field, for which the rules of this package are imported.
        """
        sources = [entry.source for entry in bibliography.entries.values()]
        key = hash_parts(
            *(fingerprint_code(), self.style, self.style_id, self.locale, bibliography.strings),
            json.dumps([clusters, keys, sources]),
        )
        self.made_from = key

        def make() -> tuple[list[CslItem], list[Problem], FormattedSite]:
            items, problems = self.read_items(bibliography, keys)
            return items, problems, self.format(clusters, items, bibliography)

        return get_or_compute(self.cache / "works.json", key, make, _load_works, _dump_works)

    def read_items(self, bibliography: Bibliography, keys: Collection[CiteKey]) -> tuple[list[CslItem], list[Problem]]:
        """Return the entries of ``keys`` as CSL JSON, and problems for those that pandoc cannot read."""
        from mkdocs_citeproc.bibliography.normalize import normalize_bibliography

        bibliography = normalize_bibliography(bibliography, keys)
        source = bibliography.write_biblatex(keys, self.language)
        if not source:
            return [], []
        key = hash_parts(fingerprint_code(), source)
        failures: dict[CiteKey, str] = {}
        try:
            items = get_or_compute(
                self.cache / "entries.json", key, lambda: self._read(source), _csl_items, lambda items: items
            )
        except pandoc.PandocError:
            items, failures = self._read_one_by_one(bibliography, keys)
        items = [self._drop_guesses(item, bibliography) for item in items if item["id"] in keys]
        unread = sorted(set(keys) - {item["id"] for item in items})
        return items, [_unreadable(bibliography, key, failures.get(key, "it gives nothing")) for key in unread]

    def _read(self, biblatex: str) -> list[CslItem]:
        from mkdocs_citeproc.formatting.request import READ_BIBLATEX, read_csljson

        self.reads += 1
        seconds = self._limit(f"\n{biblatex}".count("\n@"))
        return read_csljson(pandoc.run_pandoc(READ_BIBLATEX, biblatex, seconds, self.on_progress))

    def _limit(self, works: int, clusters: int = 0) -> float:
        """The seconds that pandoc may take: those of the settings for each hundred works or thousand citations."""
        return self.seconds * max(1.0, works / _WORKS, clusters / _CLUSTERS)

    def _read_related_items(self, bibliography: Bibliography, keys: Collection[CiteKey]) -> dict[str, CslItem]:
        """Return the works that a review or reprint refers to, omitting entries that pandoc cannot read."""
        try:
            read = self._read(bibliography.write_biblatex(keys, self.language))
            return {item["id"]: self._drop_guesses(item, bibliography) for item in read}
        except pandoc.PandocError:
            return {}

    def _read_one_by_one(
        self, bibliography: Bibliography, keys: Collection[CiteKey]
    ) -> tuple[list[CslItem], dict[CiteKey, str]]:
        """Read each entry by itself, after pandoc rejected all together.

        Returns:
            The items, and pandoc's reason for each entry that it rejects.

        """
        items: list[CslItem] = []
        failures: dict[CiteKey, str] = {}
        failed = None
        for key in sorted(keys):
            try:
                items += self._read(bibliography.write_biblatex([key], self.language))
            except pandoc.PandocError as error:
                failures[key], failed = str(error), error
        if failed and not items and not self._reads_at_all():
            raise failed
        return items, failures

    def _reads_at_all(self) -> bool:
        """Return whether pandoc itself works, so that the rejected entry must be at fault."""
        try:
            return bool(self._read(_PROBE_ENTRY))
        except pandoc.PandocError:
            return False

    def format(self, clusters: Iterable[str], items: Iterable[CslItem], bibliography: Bibliography) -> FormattedSite:
        """Format all clusters and the reference list in one run of pandoc, or none if cached.

        ``bibliography`` has the fields that pandoc's reader drops but the APA fixes need.
        """
        from mkdocs_citeproc.bibliography.normalize import normalize_bibliography
        from mkdocs_citeproc.formatting.request import build_request, write_bibliography

        distinct = list(dict.fromkeys(clusters))
        if not distinct:
            return EMPTY
        request = build_request(distinct, items, self.style, self.locale, self.terms)
        keys = [CiteKey(item["id"]) for item in request.entries]
        bibliography = normalize_bibliography(bibliography, keys)
        others = bibliography.find_related(keys)
        cited = others | bibliography.find_closure(keys)
        source = bibliography.write_biblatex(cited)
        key = hash_parts(
            *(fingerprint_code(), self.style, self.locale, source),
            *(write_bibliography(request), json.dumps(request.clusters)),
        )

        def make() -> FormattedSite:
            from mkdocs_citeproc.apa7.fixes import prepare_request

            entries = [bibliography.entries[key] for key in cited]
            fields = {str(entry.key): {**entry.fields, "entrytype": entry.type} for entry in entries}
            related_items = self._read_related_items(bibliography, others) if others else {}
            prepared = prepare_request(request, fields, self.style_id, related_items)
            variants = write_variants(self.style)
            if len(variants) == 1:
                return self._format(prepared)
            marked = tuple(entry | POSITION_VARIABLES for entry in prepared.entries)
            return merge_positions(
                {
                    position: self._format(replace(prepared, style=style, entries=marked))
                    for position, style in variants.items()
                }
            )

        return get_or_compute(self.cache / "formatted.json", key, make, _load, _dump)

    def _format(self, request: Request) -> FormattedSite:
        from mkdocs_citeproc.formatting.request import build_arguments, preassign_initials, write_bibliography

        self.runs += 1
        works, clusters = len(request.entries), len(request.clusters)
        if works > _WORKS or clusters > _CLUSTERS:
            self.on_progress(f"formatting {clusters} citations of {works} works")
        with tempfile.TemporaryDirectory(prefix="citations-") as folder:
            prepared = preassign_initials(request, self.style_id)
            style, bibliography = Path(folder, "style.csl"), Path(folder, "entries.json")
            style.write_text(prepared.request.style, encoding="utf-8")
            bibliography.write_text(write_bibliography(prepared.request), encoding="utf-8")
            arguments = build_arguments(str(style), str(bibliography), request.locale)
            return self._run(arguments, request, prepared)

    def _run(self, arguments: Sequence[str], request: Request, prepared: PreparedRequest) -> FormattedSite:
        from mkdocs_citeproc.formatting.request import write_document

        response = prepared.restore_initials(
            pandoc.run_pandoc(
                arguments,
                write_document(request),
                self._limit(len(request.entries), len(request.clusters)),
                self.on_progress,
            )
        )
        try:
            return read_response(response, request, self.style_id)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            msg = f"pandoc's answer has an unexpected form ({error!r})"
            raise pandoc.PandocError(msg) from error


class RenderedCitations:
    """Rendered citations of one build; ``items`` are the cited works, ``problems`` those that cannot be read."""

    def __init__(self, formatter: Formatter, bibliography: Bibliography) -> None:
        self.formatter, self.bibliography = formatter, bibliography
        self.items: list[CslItem] = []
        self.problems: list[Problem] = []
        self.formatted: FormattedSite = EMPTY
        self.order: dict[CiteKey, int] = {}
        """The number of each reference in the style's order."""
        self.may_begin_in_lower_case = False  # as '@deruyter2020' does: de Ruyter (2020)
        self._clusters: dict[str, None] = {}  # in page order, which numeric styles follow

    @property
    def entries(self) -> Mapping[CiteKey, RenderedCitation]:
        """References of all cited works, in the style's order."""
        return self.formatted.entries

    def knows(self, keys: Iterable[CiteKey]) -> bool:
        """Return whether at least one of these keys has an entry."""
        return any(key in self.bibliography.entries for key in keys)

    def prepare(self, found: Sequence[LocatedCluster]) -> None:
        """Format all clusters found in the site's sources."""
        self._clusters = dict.fromkeys(each.text for each in found if self.knows(each.span.keys))
        self._format({key for each in found for key in each.span.keys})

    def has(self, text: str) -> bool:
        """Return whether this cluster was among those to format."""
        return text in self._clusters

    def add_late_clusters(self, late: Mapping[str, Iterable[CiteKey]]) -> int:
        """Format clusters that the scan did not find, with all others; return how many others print differently."""
        before, old = self.formatted.clusters, list(self._clusters)
        self._clusters.update(dict.fromkeys(late))
        self._format({*chain.from_iterable(late.values()), *(CiteKey(item["id"]) for item in self.items)})
        now = self.formatted.clusters
        return sum(now.get(text) != before.get(text) for text in old)

    def get_rendered(self, text: str) -> RenderedCitation:
        """Return a cluster as printed on its first use on a page, or as typed if it cannot be formatted."""
        return self.formatted.clusters.get(text) or render_unresolved(text)

    def _format(self, keys: set[CiteKey]) -> None:
        """Format all clusters, and a label for each work."""
        known = sorted(key for key in keys if key in self.bibliography.entries)
        try:
            labels = [make_label_cluster(key) for key in known]
            self.items, problems, self.formatted = self.formatter.format_works(
                [*self._clusters, *labels], known, self.bibliography
            )
        except PandocError as error:
            msg = f"citations cannot be formatted: {error}"
            raise CitationError(msg) from error
        self.order = {key: number for number, key in enumerate(self.formatted.entries)}
        self.problems += [problem for problem in problems if problem not in self.problems]
        self.may_begin_in_lower_case = any(
            form.text[:1].islower() for each in self.formatted.clusters.values() for form in each.list_forms()
        )
