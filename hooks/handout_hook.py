"""Handouts for MkDocs: fields on pages to fill in, and each handout's PDFs when the site is built.

One call for each event; what is done stands in ``psychoed/edge/handouts.py`` and the room ``psychoed/handout``. Works
without the other hooks; with them, it is listed behind them, as a sheet holds what they put into its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from psychoed.plugins.handouts import Handouts

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class _Build:
    """The build that is running: MkDocs keeps this module between rebuilds, so its first event puts a new one here."""

    serving = False
    handouts: Handouts


def on_startup(*, command: str, dirty: bool) -> None:
    """Take in what MkDocs was started for."""
    _Build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the settings, and forget the build before."""
    _Build.handouts = Handouts(config, _Build.serving)


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
    """Take in the order of pages, which is that of the sheets in the list and in the workbook."""
    _Build.handouts.see(nav)


# Before the page hook, at 0, inserts the check-first line: until then, offsets in the text are offsets in the file.
@event_priority(50)
def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Find the fields."""
    return _Build.handouts.markdown(markdown, page)


def on_page_content(html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put their controls in."""
    return _Build.handouts.content(html, page)


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
    """Report what is wrong, now that every page is read."""
    _Build.handouts.report()


# After the citation hook, at -10, has put in the page's reference list, which belongs on the sheet.
@event_priority(-20)
def on_page_context(
    context: dict[str, Any],
    /,
    *,
    page: Page,
    config: MkDocsConfig,
    nav: Navigation,
) -> dict[str, Any]:
    """Keep the finished page for its PDFs, and put what serves on the screen into it."""
    _Build.handouts.context(context, page)
    return context


# Before a hook that takes stock of all files, at 0.
@event_priority(50)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Make the PDFs."""
    _Build.handouts.finish()
