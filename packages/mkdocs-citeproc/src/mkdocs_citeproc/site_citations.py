"""One site's citations through one build: what is read, scanned, formatted, rendered and reported, in that order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_citeproc import source_files
from mkdocs_citeproc.bibliography.check import find_never_cited
from mkdocs_citeproc.bibliography.model import CiteKey, list_keys_with_pages
from mkdocs_citeproc.cache import get_or_compute
from mkdocs_citeproc.citations.grammar import find_clusters, normalize_cluster
from mkdocs_citeproc.citations.mask import mask_inline
from mkdocs_citeproc.citations.page_citations import PageCitations, list_citing_pages
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.export.formats import BibliographyExporter
from mkdocs_citeproc.formatting.formatter import Formatter, RenderedCitations
from mkdocs_citeproc.formatting.lists import (
    Citing,
    ReferenceLinks,
    add_place_ids,
    get_relative_url,
    render_downloads,
    render_full_list,
    render_reference_list,
)
from mkdocs_citeproc.formatting.pandoc import OnProgress, ignore_progress
from mkdocs_citeproc.formatting.response import RenderedCitation, make_quiet, render_unresolved
from mkdocs_citeproc.formatting.styles import (
    PageHistory,
    Place,
    add_note_mark,
    cites_in_notes,
    distinguishes_positions,
    read_near_distance,
    render_note_list,
)
from mkdocs_citeproc.formatting.translations import translate
from mkdocs_citeproc.late import LateCluster, fill_html, fill_text, render_mark, render_note_mark, report_late_cluster
from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.scan_cache import ScanCache
from mkdocs_citeproc.settings import CitationSettings, get_this_year
from mkdocs_citeproc.source import Snippets, SourceText, get_relative_path

if TYPE_CHECKING:
    from mkdocs_citeproc.export.metadata import Thing

_FULL_LIST = "<div data-full-bibliography></div>"
# A comment, so that it shows nowhere: an excerpt of a page may keep it.
PAGE_LIST = "<!--reference-list-->"
"""Placeholder for a page's reference list."""


def _texts(stored: Any) -> dict[str, str]:
    return {str(path): str(text) for path, text in stored.items()}


class SiteCitations:
    """The citations of one build, for the Markdown extension (as its ``CitationProvider``) and the plugin's events."""

    def __init__(
        self,
        settings: CitationSettings,
        root: Path,
        snippets: dict[str, Any] | None,
        *,
        on_progress: OnProgress = ignore_progress,
    ) -> None:
        """Read the bibliography and the style; raise CitationError if one cannot be read."""
        self.settings = settings
        self.bib_command, self.full_bib_command = settings.bib_command, settings.full_bib_command
        self.references_heading = settings.references_heading
        files = source_files.find_bib_files(root, settings.bib_file, settings.bib_dir)
        self.bib_name = get_relative_path(files[0], root) if len(files) == 1 else str(settings.bib_dir)
        cache, seconds = root / settings.cache_dir, settings.pandoc_timeout
        self._cache = cache
        style_file = source_files.find_style(root, settings.csl_file)
        style = source_files.read_text(style_file, root, "the citation style")
        self.style_id = source_files.get_style_id(style, settings.csl_file)
        locale = settings.locale or source_files.get_style_locale(style)
        formatter = Formatter(style, self.style_id, locale, cache, seconds, on_progress=on_progress)
        self.bibliography, self._problems = source_files.read_bibliography(
            root, files, get_this_year(), cache, formatter.language
        )
        self._rendered = RenderedCitations(formatter, self.bibliography)
        self.watched = [*files, style_file] if settings.csl_file.endswith(".csl") else files
        self._snippets = Snippets(snippets, root)
        self._scans = ScanCache(cache / "pages.json")
        self._records: dict[str, PageCitations] = {}
        self._places = ReferenceLinks(
            settings.bib_command, settings.full_bib_command, by_default=settings.bib_by_default
        )
        self._order: list[str] = []
        self._notes: defaultdict[str, list[str]] = defaultdict(list)  # by page, where the style cites in notes
        self._in_notes = cites_in_notes(style)
        self._has_positions = distinguishes_positions(style)
        near = read_near_distance(style)
        self._history: defaultdict[str, PageHistory] = defaultdict(lambda: PageHistory(near))
        self._late: list[LateCluster] = []
        self._downloads: dict[str, str] = {}  # by the way to the root
        self._all_rendered = False
        self._introduced: defaultdict[str, set[str]] = defaultdict(set)  # groups named in full, by page
        self.quiet: set[str] = set()
        """Pages whose citations in brackets are small marks."""

    # ---- before pages are rendered

    def prepare(
        self,
        pages: Iterable[tuple[SourceText, str, str]],
        order: Sequence[str],
        expand: Callable[[SourceText], SourceText] = lambda source: source,
    ) -> None:
        """Scan all pages, given as source, source path and address, and format what they cite.

        ``order`` has the paths of those in the menu: pages that cite a source are listed in that order, and works are
        numbered in it. ``expand`` replaces commands of other hooks by the text, and citations, that they print.
        """
        self._order = [*order]
        for source, page, address in pages:
            included = self._snippets.list_included(source.text)
            record = PageCitations([self._scans.scan(expand(each)) for each in (source, *included)])
            self._records[page] = record
            self._places.add(page, address, record)
        in_order = dict.fromkeys([*(name for name in order if name in self._records), *self._records])
        scans = [each for name in in_order for each in self._records[name].scans]
        self._rendered.prepare([found for each in scans for found in each.found])

    # ---- while pages are rendered, for the extension

    def render_cluster(
        self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False
    ) -> RenderedCitation:
        """Return what a cluster prints on a page; if none of its keys is known, its own text, marked.

        ``plain``: only its text is needed, and no note leads from there.
        """
        record = self._record(page)
        record.record_rendered(text, tuple(keys))
        if not self._rendered.knows(keys):
            return render_unresolved(text)
        if not self._rendered.has(text):
            if page is not None and not self._all_rendered:
                return self._defer(page, text, keys, plain=plain)
            self._add_late([LateCluster(page or "", text, tuple(keys), plain)])
        rendered = self._rendered.get_rendered(text)
        if plain:
            return rendered
        introduced = self._introduced[page or ""]
        rendered = rendered.get_form_at(self._find_places(page, text)).get_form_after(introduced)
        introduced |= rendered.introduces
        if rendered.note:
            notes = self._notes[page or ""]
            notes.append(self._places.fix_links(page, rendered.note))
            rendered = replace(rendered, html=add_note_mark(rendered.html, len(notes)))
        if page in self.quiet:
            rendered = make_quiet(rendered)
        return replace(rendered, html=self._places.fix_links(page, rendered.html))

    def _find_places(self, page: str | None, text: str) -> tuple[Place, ...]:
        """Return the places of a cluster's citations on its page, if the style prints them by their places."""
        return self._history[page or ""].add_cluster(text) if self._has_positions else ()

    def _defer(self, page: str, text: str, keys: Sequence[CiteKey], *, plain: bool) -> RenderedCitation:
        """Keep a cluster that the scan did not find for ``format_late``, and return the mark for it."""
        number, note = len(self._late), 0
        if self._in_notes and not plain:
            self._notes[page].append(render_note_mark(number))
            note = len(self._notes[page])
        places = () if plain else self._find_places(page, text)
        introduced = frozenset(() if plain else self._introduced[page])
        self._late.append(LateCluster(page, text, tuple(keys), plain, introduced, places, note))
        return render_mark(number)

    def _add_late(self, late: Sequence[LateCluster]) -> None:
        """Format late clusters in one run, and report those that change others."""
        before = {item["id"] for item in self._rendered.items}
        changed = self._rendered.add_late_clusters({each.text: each.keys for each in late})
        # Works that were already cited cannot have changed anything.
        causes = [each for each in late if not before.issuperset(each.keys)] or late
        reported = dict.fromkeys((each.page, each.text) for each in causes) if changed else {}
        self._problems += [report_late_cluster(self._record(page).source, text, changed) for page, text in reported]

    def format_late(self) -> None:
        """Format the clusters found while pages were rendered; call it once, before ``fill_late``."""
        self._all_rendered = True
        if pending := [each for each in self._late if not self._rendered.has(each.text)]:
            self._add_late(pending)

    def _find_late(self, number: int) -> tuple[LateCluster, RenderedCitation] | None:
        if number >= len(self._late):
            return None
        late = self._late[number]
        rendered = self._rendered.get_rendered(late.text).get_form_at(late.places).get_form_after(late.introduced)
        if late.page in self.quiet:
            rendered = make_quiet(rendered)
        linked = self._places.fix_links
        return late, replace(rendered, html=linked(late.page, rendered.html), note=linked(late.page, rendered.note))

    def fill_late(self, html: str) -> str:
        """Return a page's HTML with its late clusters rendered."""
        return fill_html(html, self._find_late)

    def fill_late_text(self, text: str, *, is_html: bool = False) -> str:
        """Return a title with its late clusters as text; ``is_html`` if the title has entities for ``&`` and ``<``."""
        filled = fill_text(text, self._find_late)
        return escape(unescape(filled), quote=False) if is_html and filled != text else filled

    def render_plain(self, page: str, text: str) -> str:
        """Return a text of a page's front matter, such as its title, with its clusters rendered as plain text."""
        for span in reversed(find_clusters(mask_inline(text))) if "@" in text else ():
            cluster = normalize_cluster(text[span.start : span.end])
            text = (
                text[: span.start] + self.render_cluster(page, cluster, span.keys, plain=True).text + text[span.end :]
            )
        return text.replace("\\@", "@")

    def _record(self, page: str | None) -> PageCitations:
        name = page or ""
        if name not in self._records:
            self._records[name] = PageCitations([scan_page(SourceText(name, ""))])
        return self._records[name]

    def render_excerpt(self, page: str | None, text: str, view: str) -> RenderedCitation:
        """Return what a cluster prints where its page's beginning is shown on another one, at the address ``view``.

        The notes and abbreviations of the page are unknown there. The page itself has been rendered before.
        """
        rendered = self._rendered.get_rendered(text)
        html = f" {escape(rendered.text, quote=False)}" if rendered.note else rendered.html
        return replace(rendered, html=self._places.fix_links(page, html, view))

    def render_page_list(self, page: str | None) -> str:
        """Return a placeholder for a page's reference list, which ``finish`` fills; outside MkDocs, the list itself."""
        if page is None:
            return render_reference_list(self._rendered.entries, self._record(page).cited)
        return PAGE_LIST if self._rendered.knows(self._record(page).cited) else ""

    def render_page_notes(self, page: str | None) -> str:
        """Return the notes of a page, in a style that cites in notes, whether or not it has a list."""
        return render_note_list(self._notes[page or ""], self.settings.words)

    def _listed(self, page: str) -> list[CiteKey]:
        """Return the keys of a page's references in the style's order."""
        order = self._rendered.order
        return sorted((key for key in self._record(page).cited if key in order), key=order.__getitem__)

    def has_list_at_end(self, page: str | None) -> bool:
        """Return whether a page without a command gets its list at the end; the page of all references does not."""
        return self._places.has_list_at_end(page)

    def mark_full_list(self, page: str | None) -> str:  # noqa: ARG002
        """Return a placeholder for the full list, which ``fill`` fills."""
        return _FULL_LIST

    # ---- for a cache of rendered pages

    def list_scanned_clusters(self, page: str) -> Collection[str]:
        """Return the clusters that were found on a page before it was rendered, in canonical form."""
        return self._record(page).scanned

    def save_page(self, page: str) -> Callable[[], None]:
        """Return a function that forgets what rendering the page recorded after this call."""
        forget_clusters = self._record(page).save_rendered()
        notes, introduced, history = [*self._notes[page]], {*self._introduced[page]}, deepcopy(self._history[page])

        def restore() -> None:
            forget_clusters()
            self._notes[page], self._introduced[page], self._history[page] = notes, introduced, history

        return restore

    # ---- when all pages are rendered

    @cached_property
    def exporter(self) -> BibliographyExporter:
        """The cited sources for reuse; asked for only now, when no late citation can add one."""
        return BibliographyExporter(
            self.bibliography, self._rendered.items, self._rendered.formatted, self.settings.kinds, self.settings.words
        )

    def list_cited_by_page(self) -> dict[str, list[str]]:
        """For each page the keys that it cites, sorted."""
        return {page: sorted(record.cited) for page, record in self._records.items() if record.cited}

    def fill(self, page: str, html: str, titles: Mapping[str, str]) -> str:
        """A page's HTML with the full list in it; ``titles`` maps source paths to titles."""
        if _FULL_LIST not in html:
            return html
        here = self._places.addresses.get(page, "")
        order = dict.fromkeys(name for name in [*self._order, *titles] if name in self._places.addresses)
        # A title out of a page's heading is HTML, one out of its front matter is what its author typed.
        plain = {name: unescape(title) for name, title in titles.items()}
        citing = {
            key: [Citing(get_relative_url(self._places.addresses[name], here), plain[name]) for name in names]
            for key, names in list_citing_pages(self._records, order).items()
        }
        published = self.exporter
        notes = {key: published.make_full_note(key) for key in citing if key in self._rendered.entries}
        words = self.settings.words
        listed = render_full_list(self._rendered.entries, citing, self.settings.cited_on, notes, words)
        files = (
            render_downloads(
                published.list_whole_files(here), translate(words, "Download all {number} sources", number=len(notes))
            )
            if listed
            else ""
        )
        return html.replace(_FULL_LIST, files + listed)

    def finish(self, page: str, html: str) -> str:
        """Return a page's HTML with an address for each place that cites, and with any reference list."""
        if self._rendered.may_begin_in_lower_case:
            from mkdocs_citeproc.apa7.fixes import finish_page

            html = finish_page(html, self.style_id)
        html, places = add_place_ids(html)
        if PAGE_LIST not in html:
            return html
        keys = self._listed(page)
        notes = {key: self.exporter.make_note(key) for key in keys}
        words = self.settings.words
        entries = {key: self._rendered.entries[key] for key in keys}
        shown = render_reference_list(entries, keys, notes, places, words)
        return html.replace(PAGE_LIST, shown + self.render_page_downloads(page))

    def render_page_downloads(self, page: str) -> str:
        """Return the links to the files with all sources, out of which a script can cut those of a page."""
        address = self._places.addresses.get(page, "")
        root = get_relative_url("", address)  # where the files are
        if root not in self._downloads:
            words, files = self.settings.words, self.exporter.list_whole_files(address)
            every = translate(words, "Download all {number} sources", number=len(self.exporter.items))
            self._downloads[root] = render_downloads(files, every, translate(words, "Download these sources"))
        return self._downloads[root]

    def list_files(self) -> Iterable[tuple[str, str]]:
        """Return the sources in forms for reuse: each file's path in the built site, and its text."""
        if self._rendered.problems:
            return self.exporter.list_files()
        path, key = self._cache / "exports.json", self._rendered.formatter.made_from
        return get_or_compute(path, key, lambda: dict(self.exporter.list_files()), _texts, dict).items()

    def list_works(self, page: str) -> list[Thing]:
        """Return the works that a page cites, in schema.org's words and the style's order."""
        return [self.exporter.get_work(key) for key in self._listed(page)] if page in self._records else []

    def list_anchors(self, page: str) -> set[str]:
        """Return the ids of the references on a page."""
        keys = self._rendered.entries if page == self._places.full else self._record(page).cited
        return {f"ref-{key}" for key in keys} if self._places.has_list(page) else set()

    def find_problems(self) -> list[Problem]:
        """Everything that is wrong with the bibliography and with the citations of all pages."""
        cited = {key for record in self._records.values() for key in record.cited}
        problems = [*self._problems, *self._rendered.problems, *find_never_cited(self.bibliography, cited)]
        problems += [problem for page in self._records for problem in self.find_page_problems(page)]
        self._scans.close()
        return problems

    def find_page_problems(self, page: str) -> list[Problem]:
        """Return everything that is wrong with the citations of a page that has been rendered."""
        record = self._record(page)
        repeated = record.find_repeated_lists(self.bib_command, self.full_bib_command)
        known, with_pages = self._known_keys
        differing = self._rendered.formatted.differing
        return repeated + record.find_problems(known, self.bib_name, differing, with_pages, self._scans.find_mistakes)

    @cached_property
    def _known_keys(self) -> tuple[Collection[CiteKey], Collection[CiteKey]]:
        """The keys of all entries, and of those whose works have pages."""
        known = self.bibliography.entries.keys() | self.bibliography.invalid_keys.keys()
        return known, list_keys_with_pages(self.bibliography)
