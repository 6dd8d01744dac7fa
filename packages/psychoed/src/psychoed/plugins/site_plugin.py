"""The MkDocs plugin ``psychoed/site``: checks of the sources and of the built site as a whole.

List it last, because it reads the files that all others wrote. While serving, the built site is not changed: MkDocs
already reports broken links in the file just saved, changes should appear at once, and the policy would block the
script that reloads the page.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.plugins import event_priority

from mkdocs_citeproc.mkdocs_build import make_log_printable, report_problems
from psychoed.plugins.build_safety import BuildSafety
from psychoed.plugins.built_pages import find_theme_parts
from psychoed.plugins.built_site import (
    disable_offline,
    finish_site,
    leave_out_unused,
    replace_unsafe_pages,
    write_service_worker,
)
from psychoed.plugins.languages import SiteLanguages
from psychoed.plugins.link_check import silence_link_messages
from psychoed.plugins.settings import SettingsPlugin
from psychoed.plugins.templates import escape_by_default, escape_titles, mark_copyright
from psychoed.plugins.theme import add_theme_assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_citeproc.problems import Problem


class SitePlugin(SettingsPlugin):
    """A safe and complete site; settings are under ``extra.site`` in mkdocs.yml.

    ``safety`` belongs to the current build, and is None if the build ended before creating it.
    """

    settings_name = "site"

    files: Files
    nav: Navigation
    env: Environment
    safety: BuildSafety | None = None
    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether MkDocs is serving."""
        self.serving = command == "serve"
        make_log_printable()

    def on_config(self, config: MkDocsConfig) -> None:
        """Refuse links that lead out of docs/, and disable offline reading while serving."""
        self.use_options(config)
        add_theme_assets(config)
        self.safety = None
        self.safety = BuildSafety(config, serving=self.serving)
        if self.serving:
            disable_offline(config)
            if SiteLanguages(config).is_other():  # its links to pages of the first language are found in the built site
                config.validation.links.unrecognized_links = logging.DEBUG
        else:
            silence_link_messages(config)

    @event_priority(100)  # before a plugin reads the pages
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> None:
        """Refuse files that must not be read or published."""
        if self.safety:
            self.safety.check_files(files)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Store the files and the navigation, now that all plugins have added their pages."""
        self.files, self.nav = files, nav
        if self.safety:
            self.safety.check_sources(files)
            self.safety.check_nav(nav, files)

    @event_priority(100)  # before anything that ends the build on the page
    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Remember which page is rendered, should it end the build or take too long."""
        if self.safety:
            self.safety.begin(page.file)

    @event_priority(100)  # before other plugins add markup that authors may not use
    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Check the page's HTML for unsafe markup."""
        if self.safety:
            self.safety.check_page(html, page.file)
            self.safety.time_limit.stop()

    @event_priority(100)  # before other plugins use the titles
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Report unsafe markup, now that every page is rendered, and turn on escaping in templates.

        Files that no page needs are left out, now that all plugins have added theirs.
        """
        self.env = env
        escape_by_default(env)
        escape_titles(self.nav, files)
        if self.safety:
            self.safety.end()
            self.safety.problems += mark_copyright(config)
            report_problems(self.safety.problems, "site")
            self.safety.check_addresses(files)
        if not self.serving:
            leave_out_unused(config, files)

    @event_priority(-100)  # when the blog plugin has listed the posts
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Remember which page a template is printing, should it end the build; look at the posts that it lists."""
        if self.safety:
            self.safety.page = page.file
            posts: Any = context.get("posts", ())
            for post in posts:
                post.content = self.safety.check_excerpt(post.content, post.file)

    @event_priority(-100)  # after every other plugin has written its files
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the site, report broken links, anchors, assets and ids, and write the service worker."""
        if self.safety:
            self.safety.page = None
        unsafe = self._unsafe_pages(config)
        if self.serving:
            replace_unsafe_pages(unsafe)
        else:
            report_problems(self.safety.find_overwritten(self.files) if self.safety else [], "site")
            theme = find_theme_parts(self.env, config, self.nav, self.files)
            known = self.safety.known if self.safety else set()
            problems, others = finish_site(config, self.files, theme, known)
            report_problems(problems, "site")
            replace_unsafe_pages(others | unsafe)
            write_service_worker(config)  # last, because it contains a digest of every file
        if (languages := SiteLanguages(config)).is_first():
            languages.build_others(serving=self.serving)

    def _unsafe_pages(self, config: MkDocsConfig) -> dict[Path, list[Problem]]:
        """Return the built pages whose content must not be shown, with their problems."""
        found = self.safety.unsafe if self.safety else {}
        return {
            Path(config.site_dir, file.dest_uri): found[file.src_uri] for file in self.files if file.src_uri in found
        }

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
        """Show build errors in the browser, which would otherwise wait for the next successful build."""
        # Imported here, as it loads all commands of MkDocs again.
        from psychoed.plugins.serve_errors import show_build_errors

        show_build_errors(server, Path(config.config_file_path or "mkdocs.yml"))

    def on_build_error(self, *, error: Exception) -> None:
        """Replace known errors with a one-line message."""
        if self.safety:
            self.safety.time_limit.stop()
            self.safety.translate_build_error(error)
