"""MkDocs hook: the built site as a whole, and what must not get into it.

Listed last, as it reads what all others wrote. While serving, the built site is left as it is: MkDocs names broken
links in what was just saved, a save should show at once, and the script that reloads the page would not be allowed by
the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mkdocs.plugins import event_priority

from psychoed.edge.built import link_problems
from psychoed.edge.finished import finish
from psychoed.edge.offline import keep_nothing, keep_offline
from psychoed.edge.report import report
from psychoed.edge.safety import Safety
from psychoed.edge.serve_errors import show_build_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class _Build:
    """The build that is running."""

    serving = False
    files: Files
    safety: Safety | None = None


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Learn whether a reader waits for the page."""
    _Build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read nothing from outside of docs/, and keep no page for offline reading while serving."""
    _Build.safety = None
    _Build.safety = Safety(config, serving=_Build.serving)
    if _Build.serving:
        keep_nothing(config)


@event_priority(100)  # before a plugin reads the pages
def on_files(files: Files, /, *, config: MkDocsConfig) -> None:
    """Refuse what must not be read or published."""
    if _Build.safety:
        _Build.safety.check_files(files)


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
    """Take in the files; only now have all plugins added theirs."""
    _Build.files = files
    if _Build.safety:
        _Build.safety.see(files)


@event_priority(100)  # before anything that ends the build on the page
def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Remember which page is rendered, should it end the build."""
    if _Build.safety:
        _Build.safety.page = page.file


@event_priority(100)  # before other hooks add to the page what an author must not
def on_page_content(html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Look for what could run."""
    if _Build.safety:
        _Build.safety.content(html, page.file)


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
    """Report it, now that every page is rendered."""
    if _Build.safety:
        _Build.safety.page = None
        report(_Build.safety.problems, "site")
        _Build.safety.check_addresses(files)


@event_priority(100)
def on_page_context(context: dict[str, Any], /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Remember which page a template is printing, should it end the build."""
    if _Build.safety:
        _Build.safety.page = page.file


@event_priority(-100)  # after every other hook and plugin has written its files
def on_post_build(*, config: MkDocsConfig) -> None:
    """Finish the site, report every link, anchor, asset and id that is broken, and make it readable offline."""
    if _Build.safety:
        _Build.safety.page = None
    if not _Build.serving:
        report(_Build.safety.overwritten(_Build.files) if _Build.safety else [], "site")
        report([*finish(config, _Build.files), *link_problems(config, _Build.files)], "site")
        keep_offline(config)  # last: it names what every file holds


def on_serve(server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
    """Show in the browser what ends a later build, where it would wait."""
    show_build_errors(server)


def on_build_error(*, error: Exception) -> None:
    """Say in one line what ended the build, where that can be told."""
    if _Build.safety:
        _Build.safety.ended(error)
