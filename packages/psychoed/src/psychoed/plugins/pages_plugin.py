"""The MkDocs plugin ``psychoed/pages``: front matter, review, checked facts and phrases, figures, pages.json, a feed.

List it before ``citeproc``, so that citations in the text it inserts are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from mkdocs_citeproc.mkdocs_build import get_root, report_problems
from psychoed.pages.glossary import has_terms, insert_terms
from psychoed.plugins.content_linter import ContentLinter, FigureExtension
from psychoed.plugins.languages import SiteLanguages, register_translations, translate_citations
from psychoed.plugins.menu import reuse_menu
from psychoed.plugins.pages import Pages
from psychoed.plugins.settings import SettingsPlugin
from psychoed.plugins.shared_text import SharedTextExtension
from psychoed.plugins.short_menu import shorten_menu
from psychoed.plugins.templates import cache_compiled_templates, escape_by_default, escape_titles
from psychoed.plugins.theme import ThemeSettings, add_theme_assets

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_citeproc.source import SourceText


class PagesPlugin(SettingsPlugin):
    """Page metadata and content checks; settings are under ``extra.page`` in mkdocs.yml.

    ``pages`` and ``linter`` belong to the current build.
    """

    escapes_templates = True
    """For the cache of templates: these are compiled with escaping."""

    settings_name = "page"

    pages: Pages
    linter: ContentLinter
    theme: ThemeSettings
    languages: SiteLanguages
    nav: Navigation

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the settings, add the theme's assets, and register the extensions for figures and shared text."""
        self.use_options(config)
        add_theme_assets(config)
        translate_citations(config)
        self.theme = ThemeSettings(config)
        self.languages = SiteLanguages(config)
        if self.languages.all:
            config.extra["alternate"] = True  # Material's header then shows partials/alternate.html
        self.pages = Pages(config, self.languages)
        self.linter = ContentLinter(config, self.pages.settings)
        figures = FigureExtension(self.linter.draw_figure, self.linter.count_figure, self.linter.drawn_from)
        config.markdown_extensions.append(figures)  # type: ignore[arg-type]
        config.markdown_extensions.append(SharedTextExtension(self.linter.shared))  # type: ignore[arg-type]
        config.watch += [path for path in self.linter.watched if path not in config.watch]

    def expand_source(self, source: SourceText) -> SourceText:
        """Return a page's source with shared text inserted, for plugins that read it before Markdown does."""
        return self.linter.shared.expand(source)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the theme's generated files; check the posts before the blog plugin (-50), which stops at a mistake."""
        self.languages.add_shared_files(files)
        self.theme.add_files(files)
        self.pages.check_posts(files)
        return files

    # After the blog plugin (-50) has restored the posts that it hides while the navigation is built.
    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Store the files and the navigation, now that all plugins have added their pages."""
        self.nav = nav
        self.pages.set_files(files)
        self.pages.nav_items = nav.items

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:
        """Read the front matter before MkDocs does, which ignores mistakes in it."""
        self.pages.get_meta(page.file)

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Check the page's numbers and phrases as its author wrote them, and insert the check-first line."""
        self.linter.check_page(page.file)
        return self.pages.insert_lines(markdown, page.file)

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Explain terms, and add the search terms; the search plugin reads the page later, with its context."""
        if has_terms(html):
            html = insert_terms(html, self.linter.shared.glossary)
        return self.pages.add_search_terms(html, page)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Report problems, and set up the templates; sitemap.xml is the first to be rendered."""
        escape_by_default(env)
        escape_titles(self.nav, files)
        report_problems(self.theme.problems, "theme")
        self.pages.report()
        self.linter.report()
        self.pages.set_dates()
        self.pages.register_template_globals(env)
        register_translations(env)
        env.globals["alternates"] = self.languages.list_alternates()
        reuse_menu(env, self.nav)
        shorten_menu(env, self.nav, config)
        cache_compiled_templates(env, get_root(config) / ".cache" / "templates")

    # After citeproc (-10) has added the list of references.
    @event_priority(-20)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Add the page's template variables."""
        context.update(self.pages.make_context(page))  # type: ignore[typeddict-item]
        context["alternates"] = self.languages.list_alternates(page.file.src_uri, page.file.url)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write pages.json and the feed."""
        self.pages.write_index(Path(config.site_dir))
        self.pages.write_feed(Path(config.site_dir))
