"""Rendered Markdown from the cache, for pages of which nothing that is rendered has changed.

What a page's Markdown becomes depends on its text, the files it includes, the settings of Markdown's extensions, and
what some of them ask: where a link leads, what a citation prints, how a figure is drawn. The first three are part of
the key. The questions are kept with the answers, and are asked again before the page is taken from the cache: if an
answer differs, the page is rendered. So a plugin that counts what it is asked, as that for citations does, sees no
difference. A page is not kept if MkDocs had something to say about its links, if an extension took part that may
depend on anything else, or if a file was included that could not be foreseen.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from mkdocs_citeproc.source import Snippets
from psychoed.plugins.page_cache import describe_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_citeproc.site_citations import SiteCitations
    from mkdocs_citeproc.source import SourceText
    from psychoed.plugins.markdown_guards import HidingClasses
    from psychoed.plugins.page_cache import PageCache

_LOG = logging.getLogger("mkdocs.structure.pages")
_SNIPPETS = "pymdownx.snippets"
# Extensions whose result depends on nothing but a page's text and their settings.
_PURE = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html "  # noqa: SIM905
    "meta nl2br sane_lists smarty tables toc wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.caret "
    "pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.escapeall pymdownx.extra pymdownx.highlight "
    "pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.saneheaders "
    "pymdownx.smartsymbols pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde".split()
)
_FIGURE = "\\figure{"
# Extensions of other plugins, by module and name: where a site does not use a plugin, its module is not imported.
_CITATIONS = ("mkdocs_citeproc.extension", "CitationExtension")
_FIGURES = ("psychoed.plugins.content_linter", "FigureExtension")
_CLASSES = ("psychoed.plugins.markdown_guards", "HidingClasses")
_GUARD = ("psychoed.plugins.markdown_guards", "SnippetGuard")
_SHARED = ("psychoed.plugins.shared_text", "SharedTextExtension")
KNOWN = (_CITATIONS, _FIGURES, _CLASSES, _GUARD, _SHARED)


def _is(extension: object, *kinds: tuple[str, str]) -> bool:
    """Return whether an extension is of one of these classes."""
    kind = type(extension)
    return (kind.__module__, kind.__name__) in kinds


class MarkdownCache:
    """Renders the pages of one build, or takes them from the cache."""

    def __init__(self, cache: PageCache, config: MkDocsConfig, root: Any) -> None:
        self._cache = cache
        self._config = config
        self._recorder = _LinkRecorder()
        config.markdown_extensions.append(self._recorder)  # type: ignore[arg-type]
        self._snippets = Snippets(config.mdx_configs.get(_SNIPPETS), root)
        self._settings: str | None = None

    def attach(self, page: Page) -> None:
        """Let MkDocs render the page by this cache, unless the page renders itself."""
        if type(page).render is Page.render and self._read_settings():
            page.render = lambda config, files: self.render(page, config, files)  # type: ignore[method-assign]

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Render a page, or take it from the cache."""
        included = self._snippets.list_included(page.markdown or "")
        made_from = ("markdown", *self._list_sources(page, included))
        kept = self._cache.get(*made_from)
        if kept and self._is_current(kept, page, files):
            page.content, page._title_from_render = kept["content"], kept["title"]
            page.toc = get_toc(kept["toc"])
            page.present_anchor_ids = set(kept["anchors"])
            for each in self._hiding_classes():
                each.written = kept["hiding_classes"]
            return
        with _watch(self._extensions()) as asked, _collect_records() as said:
            Page.render(page, config, files)
        if said or not asked.is_complete or not asked.included <= {source.path for source in included}:
            return
        md = self._recorder.md
        value = {
            "content": page.content,
            "title": page._title_from_render,
            "toc": getattr(md, "toc_tokens", []),
            "anchors": sorted(page.present_anchor_ids or ()),
            "links": self._recorder.links,
            "citations": asked.citations,
            "figures": asked.figures,
            "hiding_classes": [name for each in self._hiding_classes() for name in each.written],
        }
        self._cache.put(value, *made_from)

    def _extensions(self) -> list[Any]:
        return [each for each in self._config.markdown_extensions if not isinstance(each, str)]

    def _hiding_classes(self) -> list[HidingClasses]:
        return [each for each in self._extensions() if _is(each, _CLASSES)]

    def _read_settings(self) -> str:
        """Return the settings of Markdown as text; empty if pages may depend on anything else."""
        if self._settings is None:
            names = [each for each in self._config.markdown_extensions if isinstance(each, str)]
            pure = all(name.removeprefix("markdown.extensions.") in _PURE or name == _SNIPPETS for name in names)
            guarded = _SNIPPETS not in names or any(_is(each, _GUARD) for each in self._extensions())
            self._settings = ""
            if pure and guarded and all(each is self._recorder or _is(each, *KNOWN) for each in self._extensions()):
                cited = [
                    [each.cites.bib_command, each.cites.full_bib_command, each.cites.references_heading]
                    for each in self._extensions()
                    if _is(each, _CITATIONS)
                ]
                kinds = [type(each).__name__ for each in self._extensions()]
                self._settings = json.dumps([names, kinds, cited, self._config.mdx_configs], default=describe_value)
        return self._settings

    def _list_sources(self, page: Page, included: Sequence[SourceText]) -> Iterator[str]:
        """Yield all texts that the page is made from."""
        texts = [page.markdown or "", *(text for source in included for text in (source.path, source.text))]
        yield self._read_settings()
        yield page.file.src_uri
        yield from texts
        for each in self._extensions():
            if _is(each, _FIGURES) and any(_FIGURE in text for text in texts):
                yield from each.made_from
            elif _is(each, _SHARED) and any(each.shared.is_in(text) for text in texts):
                yield from each.shared.made_from

    def _is_current(self, kept: dict[str, Any], page: Page, files: Files) -> bool:
        """Ask what was asked when the page was rendered, and return whether the answers are the same."""
        resolver = _RelativePathTreeprocessor(page.file, files, self._config)
        with _collect_records(silent=True) as said:
            if said or any(resolver.path_to_url(url) != found for url, found in kept["links"]):
                return False
        if said:
            return False
        for each in self._extensions():
            if _is(each, _CITATIONS) and not _repeat(each.cites, page.file.src_uri, kept["citations"]):
                return False
        for each in self._extensions():
            if _is(each, _FIGURES):
                for name in kept["figures"]:
                    each.count(page.file.src_uri, name)
        if _LOG.getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = resolver.links_to_anchors
        return True


def _repeat(cites: Any, page: str, calls: list[list[Any]]) -> bool:
    """Ask for a page's citations again; return whether all are as before, and undo it if not."""
    scanned = cites.list_scanned_clusters(page)
    if not all(arguments[0] in scanned for method, arguments, _ in calls if method == "render_cluster"):
        return False
    undo = cites.save_page(page)
    for method, arguments, answer in calls:
        if _ask(cites, page, method, arguments)[1] != answer:
            undo()
            return False
    return True


def _ask(cites: Any, page: str | None, method: str, arguments: Sequence[Any]) -> tuple[Any, Any]:
    """Return what a provider of citations answers, and the same as JSON can hold it."""
    if method == "render_cluster":
        text, keys, plain = arguments
        printed = cites.render_cluster(page, text, keys, plain=plain)
        return printed, [printed.html, printed.text]
    answer = getattr(cites, method)(page)
    return answer, answer


class _Asked:
    """What the extensions asked while a page was rendered, with the answers."""

    def __init__(self) -> None:
        self.citations: list[list[Any]] = []
        self.figures: list[str] = []
        self.included: set[str] = set()
        self.is_complete = True


class _CitationRecorder:
    """A provider of citations that writes down what it is asked."""

    def __init__(self, cites: SiteCitations, asked: _Asked) -> None:
        self._cites, self._asked = cites, asked
        self.bib_command, self.full_bib_command = cites.bib_command, cites.full_bib_command
        self.references_heading = cites.references_heading

    def _record(self, page: str | None, method: str, arguments: Sequence[Any] = ()) -> Any:
        found, answer = _ask(self._cites, page, method, arguments)
        self._asked.citations.append([method, list(arguments), answer])
        return found

    def render_cluster(self, page: str | None, text: str, keys: Sequence[str], *, plain: bool = False) -> Any:
        if page is None or text not in self._cites.list_scanned_clusters(page):
            self._asked.is_complete = False
        return self._record(page, "render_cluster", (text, list(keys), plain))

    def render_excerpt(self, page: str | None, text: str, view: str) -> Any:
        self._asked.is_complete = False
        return self._cites.render_excerpt(page, text, view)

    def render_page_notes(self, page: str | None) -> str:
        return str(self._record(page, "render_page_notes"))

    def render_page_list(self, page: str | None) -> str:
        return str(self._record(page, "render_page_list"))

    def has_list_at_end(self, page: str | None) -> bool:
        return bool(self._record(page, "has_list_at_end"))

    def mark_full_list(self, page: str | None) -> str:
        return str(self._record(page, "mark_full_list"))


@contextmanager
def _watch(extensions: Sequence[Any]) -> Iterator[_Asked]:
    """Write down what the extensions ask within this context."""
    asked, undo = _Asked(), []
    for each in extensions:
        if _is(each, _CITATIONS):
            undo.append(_replace(each, "cites", _CitationRecorder(each.cites, asked)))
        elif _is(each, _FIGURES):
            undo.append(_replace(each, "draws", _record_figures(each.draws, asked)))
        elif _is(each, _GUARD):
            undo.append(_replace(each, "opened", asked.included))
    try:
        yield asked
    finally:
        for put_back in undo:
            put_back()


def _replace(thing: object, name: str, value: object) -> Callable[[], None]:
    """Set an attribute; return what puts it back."""
    before = getattr(thing, name)
    setattr(thing, name, value)
    return lambda: setattr(thing, name, before)


def _record_figures(draws: Any, asked: _Asked) -> Any:
    def draw(page: str | None, name: str) -> str | None:
        figure: str | None = draws(page, name)
        asked.figures.append(name)
        asked.is_complete &= figure is not None
        return figure

    return draw


class _Collector(logging.Filter):
    def __init__(self, records: list[logging.LogRecord], *, silent: bool) -> None:
        super().__init__()
        self.records, self.silent = records, silent

    def filter(self, record: logging.LogRecord) -> bool:
        self.records.append(record)
        return not self.silent


@contextmanager
def _collect_records(*, silent: bool = False) -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs logs about a page's links; ``silent`` keeps it from being shown."""
    records: list[logging.LogRecord] = []
    collector = _Collector(records, silent=silent)
    _LOG.addFilter(collector)
    try:
        yield records
    finally:
        _LOG.removeFilter(collector)


class _LinkRecorder(Extension):
    """A Markdown extension that notes a page's links before and after MkDocs resolves them, and changes nothing."""

    md: Markdown

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.before: list[tuple[Element, str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors around MkDocs' own, which has priority 0."""
        self.md, self.links = md, []
        md.treeprocessors.register(_BeforeLinks(md, self), "links-before", 0.5)
        md.treeprocessors.register(_AfterLinks(md, self), "links-after", -0.5)


class _BeforeLinks(Treeprocessor):
    def __init__(self, md: Markdown, recorder: _LinkRecorder) -> None:
        super().__init__(md)
        self.recorder = recorder

    def run(self, root: Element) -> None:
        keys = {"a": "href", "img": "src"}
        elements = [(element, keys[element.tag]) for element in root.iter() if element.tag in keys]
        self.recorder.before = [(element, key, element.get(key, "")) for element, key in elements]


class _AfterLinks(Treeprocessor):
    def __init__(self, md: Markdown, recorder: _LinkRecorder) -> None:
        super().__init__(md)
        self.recorder = recorder

    def run(self, root: Element) -> None:
        self.recorder.links = [(url, element.get(key, "")) for element, key, url in self.recorder.before]
        self.recorder.before = []
