"""The MkDocs plugin ``citeproc``: citations in pandoc's syntax, resolved from BibTeX.

List it under ``plugins:``, or call it from a hook, whose settings are then under ``extra.citations``. Other plugins can
find it with ``find_plugin(config, CiteprocPlugin)`` and ask it what each page cites.
"""

from __future__ import annotations

import gc
import posixpath
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from mkdocs.config.base import Config, ValidationError
from mkdocs.plugins import BasePlugin, event_priority

from mkdocs_citeproc.citations.scan import SHOWN_FIELDS
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.late import has_mark
from mkdocs_citeproc.mkdocs_build import (
    get_cache_name,
    get_page_title,
    get_root,
    keep_warnings,
    read_source,
    report_problems,
    report_progress,
)
from mkdocs_citeproc.problems import CitationError
from mkdocs_citeproc.settings import CitationSettings, find_wrong_settings, read_settings
from mkdocs_citeproc.site_citations import SiteCitations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_citeproc.export.metadata import Thing
    from mkdocs_citeproc.source import SourceText

AnyPlugin = TypeVar("AnyPlugin", bound="BasePlugin[Any]")


def list_plugins(config: MkDocsConfig) -> list[object]:
    """Return the plugins of this build: those listed under ``plugins:`` and any ``plugin`` attribute of a hook."""
    # MkDocs lists hook modules among the plugins.
    return [getattr(each, "plugin", each) for each in config.plugins.values()]


def find_plugin(config: MkDocsConfig, kind: type[AnyPlugin]) -> AnyPlugin | None:
    """Return the plugin of this type if the build uses it, else None."""
    return next((plugin for plugin in list_plugins(config) if isinstance(plugin, kind)), None)


_COLLECT_AFTER = 50_000


def tune_gc() -> None:
    """Raise the GC threshold and freeze existing objects; no-op if a higher threshold is already set.

    A build creates many objects and keeps nearly all of them. At the default threshold the collector scans them again
    and again and finds nothing, which takes a twentieth of a build.
    """
    if 0 < gc.get_threshold()[0] < _COLLECT_AFTER:
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER, 20, 50)


@runtime_checkable
class SourceExpander(Protocol):
    """A plugin that inserts text into a page's Markdown; citations in that text are found too."""

    def expand_source(self, source: SourceText) -> SourceText:
        """Return the source with the text inserted, keeping each line's number."""
        ...


class _Config(Config):
    """Empty: settings.py reads the settings, which the Markdown extension shares, without MkDocs."""


class CiteprocPlugin(BasePlugin[_Config]):
    """Resolve citations on every page of a site; ``site`` is the state of the current build.

    Args:
        in_extra: Whether the settings are under ``extra.citations``, as they are for a hook.

    """

    settings: CitationSettings
    site: SiteCitations

    def __init__(self, *, in_extra: bool = False) -> None:
        self.in_extra = in_extra

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Read the plugin's settings from mkdocs.yml and report every invalid one."""
        self.settings, wrong = find_wrong_settings(options)
        return [(name, ValidationError(message)) for name, message in wrong], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read settings, bibliography and style; register the Markdown extension; watch the files that were read."""
        tune_gc()
        keep_warnings(config)
        if "mkdocs_citeproc" in config.markdown_extensions:
            msg = "mkdocs.yml: 'mkdocs_citeproc' is for sites without MkDocs. Delete it under markdown_extensions."
            raise CitationError(msg)
        settings = read_settings(config) if self.in_extra else self.settings
        settings = replace(settings, cache_dir=posixpath.join(settings.cache_dir, get_cache_name(config)))
        snippets = config.mdx_configs.get("pymdownx.snippets")
        self.site = SiteCitations(settings, get_root(config), snippets, on_progress=report_progress)
        config.markdown_extensions.append(CitationExtension(self.site))  # type: ignore[arg-type]
        config.watch += [str(path) for path in self.site.watched if str(path) not in config.watch]
        return config

    # Run last: plugins have added their pages by then, and the blog plugin (-50) has restored the posts that it hides
    # while the navigation is built.
    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Scan all pages that will be published, and format what they cite in one run."""
        pages = files.documentation_pages()
        sources = ((read_source(file, config), file.src_uri, file.url) for file in pages)
        expanders = [plugin for plugin in list_plugins(config) if isinstance(plugin, SourceExpander)]

        def expand(source: SourceText) -> SourceText:
            for plugin in expanders:
                source = plugin.expand_source(source)
            return source

        self.site.prepare(sources, [page.file.src_uri for page in nav.pages], expand)
        return nav

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Note whether the page's kind wants quiet citations, and resolve those of its title and description.

        MkDocs and themes take the two from front matter.
        """
        if page.meta.get("kind") in self.site.settings.quiet_kinds:
            self.site.quiet.add(page.file.src_uri)
        for name in SHOWN_FIELDS:
            if isinstance(words := page.meta.get(name), str) and "@" in words:
                page.meta[name] = self.site.render_plain(page.file.src_uri, words)

    # Run before other plugins read the pages: until now these have marks in place of late citations.
    @event_priority(50)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Fill in late citations and the list of all references, now that every page is rendered; report problems."""
        pages = [file.page for file in files.documentation_pages() if file.page]
        self.site.format_late()
        for page in pages:
            self._fill_late(page)
        titles = {page.file.src_uri: get_page_title(page.file) for page in pages}
        for page in pages:
            page.content = self.site.fill(page.file.src_uri, page.content or "", titles)
            # MkDocs' own check of anchors does not see HTML inserted by an extension.
            page.present_anchor_ids = (page.present_anchor_ids or set()) | self.site.list_anchors(page.file.src_uri)
        self.cited = self.site.list_cited_by_page()
        report_problems(self.site.find_problems(), "citations")
        return env

    def _fill_late(self, page: Page) -> None:
        """Insert late citations into a page, its titles and its table of contents."""
        page.content = self.site.fill_late(page.content or "")
        for name in SHOWN_FIELDS:
            if isinstance(words := page.meta.get(name), str):
                page.meta[name] = self.site.fill_late_text(words)
        if has_mark(title := str(page.title or "")):
            setattr(page, "title", self.site.fill_late_text(title, is_html=True))  # noqa: B010 – a weak property
        anchors = list(page.toc or ())
        while anchors:
            anchor = anchors.pop()
            anchor.title = self.site.fill_late_text(anchor.title, is_html=True)
            anchors += anchor.children

    # Run after the search plugin (0) has indexed the page: indexing every page's list costs a tenth of a build.
    @event_priority(-10)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Insert the page's own reference list, with links back to each citation."""
        page.content = self.site.finish(page.file.src_uri, page.content or "")
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files with all cited sources."""
        for path, text in self.site.list_files():
            Path(config.site_dir, path).write_bytes(text.encode())

    def get_cited_keys(self, page: str) -> Sequence[str]:
        """Return the keys that a page cites; complete once every page is rendered. ``page`` is its path below docs/."""
        return self.cited.get(page, ())

    def get_cited_works(self, page: str) -> Sequence[Thing]:
        """Return the works that a page cites as schema.org data; complete once every page is rendered."""
        return self.site.list_works(page)
