"""The MkDocs plugin ``psychoed/handouts``: fields to fill in on pages of kind *handout*, and their PDFs.

It works without the other plugins. List it after them, so that handouts include what they add to pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import event_priority

from psychoed.plugins.handouts import Handouts
from psychoed.plugins.settings import SettingsPlugin

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
        """Remember whether MkDocs is serving, when PDFs are made only on request."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the settings."""
        self.use_options(config)
        self.handouts = Handouts(config, self.serving)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Set the order of the handouts in the list and in the workbook."""
        self.handouts.set_order(nav)

    # Before the page plugin (0) inserts the check-first line: until then, offsets in the text match those in the file.
    @event_priority(50)
    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Replace fields with placeholders."""
        return self.handouts.mark_fields(markdown, page)

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Replace the placeholders with form controls."""
        return self.handouts.insert_fields(html, page)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Report problems, now that every page has been read."""
        self.handouts.report()

    # After citeproc (-10) has added the page's reference list, which belongs on the handout.
    @event_priority(-20)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Store the finished page for its PDFs, and add the download links."""
        self.handouts.add_to_context(context, page)  # type: ignore[arg-type]
        return context

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Link the style sheet that prints a handout."""
        return self.handouts.add_style(output, page)

    # Before plugins that list all files (0).
    @event_priority(50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make the PDFs."""
        self.handouts.finish()
