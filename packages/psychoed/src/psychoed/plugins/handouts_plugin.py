"""The MkDocs plugin ``psychoed/handouts``: fields to fill in on pages of kind *handout*, and their PDFs.

It works without the other plugins. With them, list it after them: a handout holds what they put into its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import event_priority

from psychoed.plugins.handouts import Handouts
from psychoed.plugins.settings_plugin import SettingsPlugin

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


class HandoutsPlugin(SettingsPlugin):
    """Handouts on the screen and on paper; settings are under ``extra.handouts`` in mkdocs.yml."""

    settings_name = "handouts"

    handouts: Handouts
    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether MkDocs is serving: then PDFs are made only if asked for."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the settings."""
        self.use_options(config)
        self.handouts = Handouts(config, self.serving)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Learn the order of pages, which is that of the handouts in the list and in the workbook."""
        self.handouts.see(nav)

    # Before the page plugin, at 0, inserts the check-first line: until then, offsets in the text are those in the file.
    @event_priority(50)
    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Find the fields."""
        return self.handouts.markdown(markdown, page)

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put their controls in."""
        return self.handouts.content(html, page)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Report what is wrong, now that every page is read."""
        self.handouts.report()

    # After citeproc, at -10, has put in the page's reference list, which belongs on the handout.
    @event_priority(-20)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Keep the finished page for its PDFs, and add what serves on the screen."""
        self.handouts.context(context, page)  # type: ignore[arg-type]
        return context

    # Before a plugin that lists all files, at 0.
    @event_priority(50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make the PDFs."""
        self.handouts.finish()
