"""Citations without MkDocs: ``markdown_extensions: [mkdocs_citeproc]`` in plain Python-Markdown or Zensical.

Both make the extension anew for each page. So a site's citations are kept here, by its settings and folders: the docs
folder is scanned once, everything that it cites is formatted in one run, and both happen again when a file has changed.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_citeproc.citations.page_citations import PageCitations
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension, get_page_path
from mkdocs_citeproc.formatting.lists import Citing, get_relative_url, render_full_list
from mkdocs_citeproc.problems import CitationError, Severity, sort_problems
from mkdocs_citeproc.settings import CitationSettings, find_wrong_settings
from mkdocs_citeproc.site_citations import PAGE_LIST, SiteCitations
from mkdocs_citeproc.source import SourceText

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from mkdocs_citeproc.bibliography.model import CiteKey
    from mkdocs_citeproc.formatting.response import RenderedCitation

_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}
_CHECK_AFTER = 0.5  # seconds; looking at every file for every page would cost more than rendering does
_TITLE = re.compile(r"\A---\n(?:(?!---$).*\n)*?title:[ \t]*(?P<typed>.+)$|^#[ \t]+(?P<heading>.+)$", re.MULTILINE)

log = logging.getLogger("mkdocs_citeproc")

Stamps = tuple[tuple[str, int, int], ...]


class StandaloneCitations(SiteCitations):
    """A site's citations while its pages are rendered one by one, in any order, and again when they change."""

    def __init__(
        self,
        settings: CitationSettings,
        root: Path,
        docs: Path,
        snippets: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(settings, root, snippets, on_progress=log.info)
        self._lock = RLock()
        self._all_rendered = True  # nothing is deferred: no one says when the last page is rendered
        self._reported = False
        sources = []
        for path in list_pages(docs):
            page = path.relative_to(docs).as_posix()
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue  # whoever renders it reports it
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else page
            # Links between pages name source files, which Zensical turns into addresses.
            sources.append((SourceText(name, text), page, page))
        self.prepare(sources, [page for _, page, _ in sources])

    def begin_page(self, page: str | None, text: str) -> None:
        """Forget what was rendered of the page before, and format what its text cites that no scan has found."""
        name = page or ""
        with self._lock:
            known = self._records.get(name)
            scans = known.scans if known and known.source.text.endswith(text) else [scan_page(SourceText(name, text))]
            self._records[name] = PageCitations(scans)
            for state in (self._notes, self._history, self._introduced):
                state.pop(name, None)
            found = {each.text: each.span.keys for scan in scans for each in scan.found}
            late = {
                cluster: keys
                for cluster, keys in found.items()
                if self._rendered.knows(keys) and not self._rendered.has(cluster)
            }
            if late:
                self._rendered.add_late_clusters(late)

    def render_cluster(
        self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False
    ) -> RenderedCitation:
        """Return what a cluster prints on a page."""
        with self._lock:
            return super().render_cluster(page, text, keys, plain=plain)

    def render_page_list(self, page: str | None) -> str:
        """Return the placeholder for the page's reference list; '' if the page cites nothing."""
        return PAGE_LIST if self._listed(page or "") else ""

    def mark_full_list(self, page: str | None) -> str:
        """Return the list of all references, with the pages whose sources cite them."""
        here = self._places.addresses.get(page or "", "")
        citing: dict[CiteKey, list[Citing]] = {}
        for name, record in self._records.items():
            if name in self._places.addresses:
                keys = dict.fromkeys(key for scan in record.scans for found in scan.found for key in found.span.keys)
                place = Citing(get_relative_url(self._places.addresses[name], here), find_title(record.source))
                for key in keys:
                    citing.setdefault(key, []).append(place)
        self.__dict__.pop("exporter", None)  # works may have been added
        notes = {key: self.exporter.make_full_note(key) for key in self._rendered.entries}
        return render_full_list(self._rendered.entries, citing, self.settings.cited_on, notes, self.settings.words)

    def end_page(self, page: str | None, html: str) -> str:
        """Return the page's HTML with its reference list, and log the problems of its citations."""
        with self._lock:
            self.__dict__.pop("exporter", None)
            html = self.finish(page or "", html)
            problems = self.find_page_problems(page or "")
            if not self._reported:
                problems += [*self._problems, *self._rendered.problems]
                self._reported = True
        for problem in sort_problems(problems):
            log.log(_LEVELS[problem.code.severity], "%s", problem)
        return html

    def render_page_downloads(self, page: str) -> str:  # noqa: ARG002
        """Return nothing: only a plugin can write the files."""
        return ""


def list_pages(docs: Path) -> list[Path]:
    """Return the Markdown files in a folder, without hidden ones; those nearer the top first, an index before all."""
    pages = [
        path
        for path in docs.rglob("*.md")
        if not any(part.startswith(".") for part in path.relative_to(docs).parts) and path.is_file()
    ]
    return sorted(pages, key=lambda path: (path.parent.parts, path.name not in ("index.md", "README.md"), path.name))


def find_title(source: SourceText) -> str:
    """Return the title in a page's front matter, or its first heading; else its path."""
    found = _TITLE.search(source.text)
    return (found["typed"] or found["heading"]).strip(" \"'#") if found else source.path


_SITES: dict[str, tuple[Stamps, StandaloneCitations]] = {}
_CHECKED: dict[str, float] = {}
_LOCK = RLock()


def open_site(
    settings: CitationSettings, root: Path, docs: Path, snippets: dict[str, Any] | None
) -> StandaloneCitations:
    """Return the site of these settings and folders, which is read anew if a file in them has changed."""
    name = repr((settings, root, docs, snippets))
    with _LOCK:
        stamps, site = _SITES.get(name, ((), None))
        if site and time.monotonic() - _CHECKED[name] < _CHECK_AFTER:
            return site
        now = _read_stamps([*list_pages(docs), *(site.watched if site else [])])
        if site is None or now != stamps:
            site = StandaloneCitations(settings, root, docs, snippets)
            now = _read_stamps([*list_pages(docs), *site.watched])
        _SITES[name] = now, site
        _CHECKED[name] = time.monotonic()
        return site


def _read_stamps(paths: Sequence[Path]) -> Stamps:
    stamps = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        stamps.append((str(path), found.st_mtime_ns, found.st_size))
    return tuple(stamps)


class _Begin(Preprocessor):
    """Runs before all others, so that what a page cites is formatted before its clusters are rendered."""

    def __init__(self, md: Markdown, site: StandaloneCitations) -> None:
        super().__init__(md)
        self.site = site

    def run(self, lines: list[str]) -> list[str]:
        self.site.begin_page(get_page_path(self.md), "\n".join(lines))
        return lines


class _End(Postprocessor):
    """Runs after all others: the page's list, with links back to each citation."""

    def __init__(self, md: Markdown, site: StandaloneCitations) -> None:
        super().__init__(md)
        self.site = site
        self.is_last = False

    def run(self, text: str) -> str:
        # The table of contents runs all postprocessors on each of its headings.
        if not self.is_last:
            return text
        self.is_last = False
        return self.site.end_page(get_page_path(self.md), text)


class _LastTree(Treeprocessor):
    """Runs when the tree is finished, so that the next text to postprocess is the page."""

    def __init__(self, md: Markdown, end: _End) -> None:
        super().__init__(md)
        self.end = end

    def run(self, root: Element) -> None:  # noqa: ARG002
        self.end.is_last = True


class StandaloneExtension(Extension):
    """The Markdown extension; its settings are the plugin's, and ``root`` and ``docs_dir``.

    Args:
        root: The folder to which paths in settings are relative; Zensical's project, else the current folder.
        docs_dir: The folder with the pages, relative to ``root``.
        settings: Settings of the plugin, by name.

    Raises:
        CitationError: If a setting is wrong.

    """

    def __init__(self, *, root: str = "", docs_dir: str = "", **settings: Any) -> None:
        super().__init__()
        self.root, self.docs_dir = root, docs_dir
        self.settings, wrong = find_wrong_settings(settings)
        if wrong:
            lines = "\n".join(f"  {name}: {message}" for name, message in wrong)
            msg = f"The settings of mkdocs_citeproc have mistakes.\n{lines}"
            raise CitationError(msg)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors; called by Python-Markdown for each page."""
        project = _get_project(md)
        root = Path(self.root or project.get("root_dir") or ".").resolve()
        docs = root / (self.docs_dir or project.get("docs_dir") or "docs")
        snippets = (project.get("mdx_configs") or {}).get("pymdownx.snippets")
        site = open_site(self.settings, root, docs.resolve(), snippets)
        CitationExtension(site).extendMarkdown(md)
        md.preprocessors.register(_Begin(md, site), "citations-begin", 100)
        end = _End(md, site)
        md.treeprocessors.register(_LastTree(md, end), "citations-last", -10)
        md.postprocessors.register(end, "citations-end", -10)


def _get_project(md: Markdown) -> Mapping[str, Any]:
    """Return Zensical's configuration of the project; empty in plain Python-Markdown."""
    context: Any = md.preprocessors["rendering_context"] if "rendering_context" in md.preprocessors else None  # noqa: SIM401
    return getattr(context, "config", None) or {}
