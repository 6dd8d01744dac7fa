"""Citations of one site during one build, in order: read, scan, format, render, report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url

from mkdocs_citeproc import source_files
from mkdocs_citeproc.apa7.fixes import finish_page
from mkdocs_citeproc.bibliography.check import find_never_cited
from mkdocs_citeproc.bibliography.model import CiteKey, keys_with_pages
from mkdocs_citeproc.citations.page_citations import PageCitations, list_citing_pages
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.clock import get_this_year
from mkdocs_citeproc.export.jsonld import Thing
from mkdocs_citeproc.formatting.formatter import Formatter, RenderedCitations
from mkdocs_citeproc.formatting.lists import (
    Citing,
    add_place_ids,
    render_downloads,
    render_full_list,
    render_reference_list,
)
from mkdocs_citeproc.formatting.notes import add_note_mark, render_note_list
from mkdocs_citeproc.formatting.quiet import quiet
from mkdocs_citeproc.formatting.response import RenderedCitation, render_unresolved
from mkdocs_citeproc.formatting.translations import translate
from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.publish import BibliographyExporter, list_source_files
from mkdocs_citeproc.settings import CitationSettings
from mkdocs_citeproc.snippets import Snippets
from mkdocs_citeproc.source import SourceText


class ReferenceLinks:
    """Addresses of pages and of their reference lists.

    ``addresses`` is by source path; ``full`` is the first page with the list of all references.
    """

    def __init__(self, settings: CitationSettings) -> None:
        self.addresses: dict[str, str] = {}
        self.full: str | None = None
        self._command, self._full_command = settings.bib_command, settings.full_bib_command
        self._by_default = settings.bib_by_default
        self._with_command: set[str] = set()

    def add(self, page: str, address: str, record: PageCitations) -> None:
        """Add a page by its source path, with the result of its scan."""
        self.addresses[page] = address
        full = record.has_command(self._full_command)
        if full or record.has_command(self._command):
            self._with_command.add(page)
        if full and self.full is None:
            self.full = page

    def has_list(self, page: str) -> bool:
        """Return whether the page shows a list of the references that it cites."""
        return self._by_default or page in self._with_command

    def at_end(self, page: str | None) -> bool:
        """Return whether a page without a command gets its list at the end; the page with the full list does not."""
        return self._by_default and (page is None or page != self.full)

    def linked(self, page: str | None, html: str, view: str | None = None) -> str:
        """Point reference links at the page's own list, or at the full list if the page has none.

        ``view`` is the address where the page's citations are shown, if that is not its own. If there is no list to
        link to, the link is removed.
        """
        own = page is None or self.has_list(page)
        if own and view is None:
            return html
        target = page if own else self.full
        if target is None:
            return html.replace(' href="#ref-', ' data-ref="')
        here = self.addresses.get(page or "", "") if view is None else view
        return html.replace('href="#ref-', f'href="{get_relative_url(self.addresses.get(target, ""), here)}#ref-')


_scan = lru_cache(maxsize=4096)(scan_page)
"""Cached by text: while serving, most pages are the same from build to build."""

_FULL_LIST = "<div data-full-bibliography></div>"
# A comment, so that it is invisible if it stays in an excerpt.
_PAGE_LIST = "<!--reference-list-->"


class SiteCitations:
    """Citations of one build; create a new instance for each. Serves the extension as its ``CitationProvider``."""

    def __init__(self, settings: CitationSettings, root: Path, snippets: dict[str, Any] | None) -> None:
        """Read the bibliography and the style; raise PluginError if either cannot be read."""
        self.settings = settings
        self.bib_command, self.full_bib_command = settings.bib_command, settings.full_bib_command
        self.references_heading = settings.references_heading
        files = source_files.find_bib_files(root, settings.bib_file, settings.bib_dir)
        self.bib_name = source_files.relative_to_root(files[0], root) if len(files) == 1 else str(settings.bib_dir)
        cache, seconds = root / settings.cache_dir, settings.pandoc_timeout
        style_file = source_files.find_style(root, settings.csl_file)
        style = source_files.read_text(style_file, root, "the citation style")
        self.style_id = source_files.get_style_id(style, settings.csl_file)
        locale = settings.locale or source_files.get_style_locale(style)
        formatter = Formatter(style, self.style_id, locale, cache, seconds)
        self.bibliography, self._problems = source_files.read_bibliography(
            root, files, get_this_year(), cache, formatter.language
        )
        self._printing = RenderedCitations(formatter, self.bibliography)
        self.watched = [*files, style_file] if settings.csl_file.endswith(".csl") else files
        self._snippets = Snippets(snippets, root)
        self._records: dict[str, PageCitations] = {}
        self._links = ReferenceLinks(settings)
        self._order: list[str] = []
        self._listing: dict[str, list[CiteKey]] = {}
        self._notes: defaultdict[str, list[str]] = defaultdict(list)  # by page, for styles that cite in notes
        self._introduced: defaultdict[str, set[str]] = defaultdict(set)  # by page: groups already named in full
        self.quiet: set[str] = set()
        """Pages that show bracketed citations as small marks."""

    # ---- before pages are rendered

    def prepare(
        self,
        pages: Iterable[tuple[SourceText, str, str]],
        order: Sequence[str],
        expand: Callable[[SourceText], SourceText] = lambda source: source,
    ) -> None:
        """Scan all pages and format what they cite.

        Args:
            pages: Source, source path and address of each page.
            order: Paths in the order of the navigation, in which the pages that cite a source are listed.
            expand: Replaces commands of other plugins by the text, with citations, that they print.

        """
        self._order = [*order]
        for source, page, address in pages:
            included = self._snippets.of(source.text)
            record = PageCitations([_scan(expand(each)) for each in (source, *included)])
            self._records[page] = record
            self._links.add(page, address, record)
        scans = [each for record in self._records.values() for each in record.scans]
        self._rendered.prepare([found for each in scans for found in each.found])

    # ---- while pages are rendered (CitationProvider)

    def cluster(self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False) -> RenderedCitation:
        """Render a cluster for a page; if none of its keys is known, return it as typed, marked.

        ``plain``: only its text is used, so it creates no note.
        """
        record = self._record(page)
        record.record_rendered(text, tuple(keys))
        if not self._rendered.knows(keys):
            return render_unresolved(text)
        if changed := self._rendered.add_late_cluster(text, keys):
            self._problems.append(_report_late_cluster(record, text, changed))
        introduced = self._introduced[page or ""]
        rendered = self._rendered.of(text).after(introduced)
        introduced |= rendered.introduces
        if rendered.note and not plain:
            notes = self._notes[page or ""]
            notes.append(self._links.linked(page, rendered.note))
            rendered = replace(rendered, html=add_note_mark(rendered.html, len(notes)))
        if page in self.quiet:
            rendered = quiet(rendered)
        return replace(rendered, html=self._links.linked(page, rendered.html))

    def _record(self, page: str | None) -> PageCitations:
        name = page or ""
        if name not in self._records:
            self._records[name] = PageCitations([scan_page(SourceText(name, ""))])
        return self._records[name]

    def render_excerpt(self, page: str | None, text: str, view: str) -> RenderedCitation:
        """Render a cluster for an excerpt of a page at the address ``view``, after the page itself has been rendered.

        Readers of an excerpt have not seen the page's notes and abbreviations, so neither is used.
        """
        rendered = self._rendered.of(text)
        html = f" {escape(rendered.text, quote=False)}" if rendered.note else rendered.html
        return replace(rendered, html=self._links.linked(page, html, view))

    def page_list(self, page: str | None) -> str:
        """Return a placeholder for the page's list, which ``finish`` fills in; outside MkDocs, the list itself."""
        if page is None:
            return render_reference_list(self._rendered.entries, self._record(page).cited)
        return _PAGE_LIST if self._listed(page) else ""

    def page_notes(self, page: str | None) -> str:
        """Return the notes of a page as HTML, whether or not it has a list; empty unless the style cites in notes."""
        return render_note_list(self._notes[page or ""], self.settings.words)

    def _listed(self, page: str) -> list[CiteKey]:
        cited = self._record(page).cited
        return [key for key in self._rendered.entries if key in cited]

    def has_list_at_end(self, page: str | None) -> bool:
        """Return whether a page without a command gets its list at the end; the page with the full list does not."""
        return self._links.at_end(page)

    def mark_full_list(self, page: str | None) -> str:  # noqa: ARG002
        """Return a placeholder for the full list, which ``fill`` replaces."""
        return _FULL_LIST

    # ---- when all pages are rendered

    @cached_property
    def exporter(self) -> BibliographyExporter:
        """Exporter of the cited sources; created once all pages are rendered, when late citations can add none."""
        return BibliographyExporter(
            self.bibliography, self._rendered.items, self._rendered.formatted, self.settings.kinds, self.settings.words
        )

    def cited_by_page(self) -> dict[str, list[str]]:
        """Return the sorted keys that each page cites."""
        return {page: sorted(record.cited) for page, record in self._records.items() if record.cited}

    def fill(self, page: str, html: str, titles: Mapping[str, str]) -> str:
        """Fill the full list into a page's HTML; ``titles`` maps source paths to titles."""
        if _FULL_LIST not in html:
            return html
        here = self._links.addresses.get(page, "")
        order = dict.fromkeys(name for name in [*self._order, *titles] if name in self._links.addresses)
        citing = {
            key: [Citing(get_relative_url(self._links.addresses[name], here), titles[name]) for name in names]
            for key, names in list_citing_pages(self._records, order).items()
        }
        exported = self.exporter
        notes = {key: exported.full_note(key) for key in citing if key in self._rendered.entries}
        words = self.settings.words
        shown = render_full_list(self._rendered.entries, citing, self.settings.cited_on, notes, words)
        files = (
            render_downloads(
                exported.whole_files(here), translate(words, "Download all {number} sources", number=len(notes))
            )
            if shown
            else ""
        )
        return html.replace(_FULL_LIST, files + shown)

    def finish(self, page: str, html: str, destination: str) -> str:
        """Add an id to each citation in a page's HTML, and fill in its reference list if it has one.

        ``destination`` is the page's path in the built site; ``files`` writes its sources to the same folder.
        """
        html, places = add_place_ids(finish_page(html, self.style_id))
        if _PAGE_LIST not in html:
            return html
        keys = self._listed(page)
        notes = {key: self.exporter.note(key) for key in keys}
        words = self.settings.words
        shown = render_reference_list(self._rendered.entries, keys, notes, places, words)
        files = render_downloads(
            list_source_files(self._links.addresses.get(page, "")), translate(words, "Download these sources")
        )
        self._listing[destination] = keys
        return html.replace(_PAGE_LIST, shown + files)

    def files(self) -> Iterable[tuple[str, str]]:
        """Return the export files: each one's path in the built site and its text."""
        return self.exporter.files(self._listing)

    def works_by_page(self) -> dict[str, list[Thing]]:
        """Return the works that each page cites as schema.org data, in the style's order."""
        return {page: [self.exporter.work(key) for key in self._listed(page)] for page in self._records}

    def anchors(self, page: str) -> set[str]:
        """Return the ids of the references that are listed on a page."""
        keys = self._rendered.entries if page == self._links.full else self._record(page).cited
        return {f"ref-{key}" for key in keys} if self._links.has_list(page) else set()

    def problems(self) -> list[Problem]:
        """Return all problems of the bibliography and of the citations on all pages."""
        known = self.bibliography.entries.keys() | self.bibliography.invalid_keys.keys()
        cited = {key for record in self._records.values() for key in record.cited}
        problems = [*self._problems, *self._rendered.problems, *find_never_cited(self.bibliography, cited)]
        with_pages = keys_with_pages(self.bibliography)
        for record in self._records.values():
            problems += record.problems(known, self.bib_name, self._rendered.formatted.differing, with_pages)
        return problems


def _report_late_cluster(record: PageCitations, text: str, changed: int) -> Problem:
    others = "another citation prints" if changed == 1 else f"{changed} other citations print"
    message = f"'{text}' was found only while pages were rendered, and changes how {others}"
    hint = "Cite the same work in a page's own text as well."
    return Problem(Code.LATE_CITATION, record.source.at(0), message, hint)
