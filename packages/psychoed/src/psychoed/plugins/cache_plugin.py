"""The MkDocs plugin ``psychoed/cache``: builds that work out only what changed since the last one.

It changes nothing in the built site, and can be left out. Other plugins find their cache with
``page_cache.find_page_cache``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_citeproc.mkdocs_build import get_cache_name, get_root
from mkdocs_citeproc.plugin import list_plugins
from psychoed.plugins.constant_parts import replace_constant_parts, reuse_constant_parts
from psychoed.plugins.markdown_cache import MarkdownCache
from psychoed.plugins.menu import replace_menu, reuse_menu
from psychoed.plugins.old_site import OldSite
from psychoed.plugins.page_cache import PageCache, find_page_cache, fingerprint_build
from psychoed.plugins.settings import fingerprint_language
from psychoed.plugins.templates import (
    THEME,
    TemplateCompiler,
    cache_compiled_templates,
    has_compiled_templates,
    make_environments_quicker,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class _NoSettings(Config):
    """There is nothing to set."""


class CachePlugin(BasePlugin[_NoSettings]):
    """Keeps the caches of the current builds open, by the settings of each: a build may run another one within it."""

    page_caches: dict[int, PageCache]
    markdown: MarkdownCache | None = None
    nav: Navigation | None = None
    compiler: TemplateCompiler | None = None
    has_templates = True
    is_dirty = False
    builds: ClassVar[int] = 0
    """How many builds go on, of which each but the first is within another one."""

    def __init__(self) -> None:
        self.page_caches = {}
        self.old_site: OldSite | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the last site stays (``--dirty``)."""
        self.is_dirty = dirty

    @event_priority(100)  # before a plugin asks for the cache
    def on_config(self, config: MkDocsConfig) -> None:
        """Open the cache."""
        name = ".".join(filter(None, ("pages", get_cache_name(config), "sqlite3")))
        self.page_caches[id(config)] = PageCache(
            get_root(config) / ".cache" / name, fingerprint_build() + fingerprint_language(config)
        )
        folder = get_root(config) / ".cache" / "templates"
        make_environments_quicker(config, folder)
        self.compiler = None
        # Asked before other plugins compile some.
        self.has_templates = has_compiled_templates(folder, escaping=escapes_templates(config))

    @event_priority(-100)  # after every plugin has added its Markdown extension
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Add the Markdown extension that notes links, and put the last site aside before MkDocs deletes it."""
        cache = find_page_cache(config)
        self.markdown = MarkdownCache(cache, config, get_root(config)) if cache else None
        if not self.is_dirty and not CachePlugin.builds:  # one within another may add to the same site
            self.old_site = OldSite(Path(config.site_dir), get_root(config) / ".cache")
            self.old_site.put_aside()
        CachePlugin.builds += 1

    @event_priority(-200)  # after every plugin that changes the page's text
    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let the page be taken from the cache."""
        if self.markdown:
            self.markdown.attach(page)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Store the navigation, and begin to compile templates before citations wait for pandoc."""
        self.nav = nav
        if not self.has_templates:
            self.compiler = start_compiler(config)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Reuse parts of the menu and compiled templates, and the last site's files, which are written next."""
        if self.compiler:
            self.compiler.stop()
        if self.nav:
            reuse_menu(env, self.nav)
        reuse_constant_parts(env, config)
        cache_compiled_templates(env, get_root(config) / ".cache" / "templates")
        if cache := find_page_cache(config):
            cache_search_sections(config, cache)
        if self.old_site:
            self.old_site.put_back(file.dest_uri for file in files)

    @event_priority(200)  # before any plugin looks at the built site or adds to it
    def _delete_outdated(self, *, config: MkDocsConfig) -> None:
        if self.old_site:
            self.old_site.delete_outdated()
            self.old_site = None

    @event_priority(-200)  # after every plugin that uses the cache
    def _close(self, *, config: MkDocsConfig) -> None:
        """Write what was worked out, and let go of the build: MkDocs keeps a hook, and with it the plugin."""
        if cache := self.page_caches.pop(id(config), None):
            cache.close(complete=True)
        if not self.page_caches:
            self.markdown = self.nav = None
        CachePlugin.builds = max(0, CachePlugin.builds - 1)

    on_post_build = CombinedEvent(_delete_outdated, _close)  # pyright: ignore[reportAssignmentType]

    def on_build_error(self, *, error: Exception) -> None:
        """Write what was worked out before the build ended, which is the one that began last."""
        if self.compiler:
            self.compiler.stop()
        if self.page_caches:
            self.page_caches.popitem()[1].close(complete=False)
        if self.old_site:
            self.old_site.discard()
            self.old_site.delete_outdated()
            self.old_site = None
        CachePlugin.builds = max(0, CachePlugin.builds - 1)


def escapes_templates(config: MkDocsConfig) -> bool:
    """Return whether a plugin turns on escaping for the theme's templates."""
    return any(getattr(plugin, "escapes_templates", False) for plugin in list_plugins(config))


def start_compiler(config: MkDocsConfig) -> TemplateCompiler:
    """Start to compile the theme's templates."""
    env = config.theme.get_env()
    env.autoescape = escapes_templates(config)
    replaced = (*replace_menu(env), *replace_constant_parts(env))
    cache_compiled_templates(env, get_root(config) / ".cache" / "templates")
    compiler = TemplateCompiler(env, [f"{THEME}/{name}" for name in replaced])
    compiler.start()
    return compiler


def cache_search_sections(config: MkDocsConfig, cache: PageCache) -> None:
    """Let the search plugin of Material take the sections of unchanged pages from the cache.

    Dividing a page into sections takes as long as its template.
    """
    plugin: Any = config.plugins.get("material/search")
    index = getattr(plugin, "search_index", None)
    if not isinstance(index, SearchIndex):
        return
    read_page = index.add_entry_from_context
    settings = json.dumps(index.config, default=str, sort_keys=True)

    def add(page: Page) -> None:
        about = [page.url, page.title, [page.meta.get(name) for name in ("title", "tags", "search")]]
        headings = [*_list_headings(page.toc)]
        made_from = ("search sections", settings, json.dumps([about, headings], default=str), page.content or "")
        kept = cache.get(*made_from)
        if kept is not None:
            index.entries += kept
            return
        before = len(index.entries)
        read_page(page)
        cache.put(index.entries[before:], *made_from)

    index.add_entry_from_context = add


def _list_headings(toc: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for heading in toc:
        yield heading.id, heading.url
        yield from _list_headings(heading.children)
