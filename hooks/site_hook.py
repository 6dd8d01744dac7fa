"""MkDocs hook: the built site as a whole, and what must not get into it.

Listed last, as it reads what all others wrote. While serving, the built site is left as it is: MkDocs names broken
links in what was just saved, a save should show at once, and the script that reloads the page would not be allowed by
the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mkdocs.plugins import event_priority

from mkdocs_citeproc.report import make_log_printable, report_problems
from psychoed.plugins.bare_pages import render_bare_pages
from psychoed.plugins.build_safety import BuildSafety
from psychoed.plugins.built_site import finish_site
from psychoed.plugins.link_check import find_broken_links
from psychoed.plugins.offline import disable_offline, write_service_worker
from psychoed.plugins.serve_errors import show_build_errors
from psychoed.plugins.template_escaping import escape_by_default, escape_titles, mark_copyright
from psychoed.site.html_check import read_theme

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
    nav: Navigation
    env: Environment
    safety: BuildSafety | None = None


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Learn whether a reader waits for the page."""
    _Build.serving = command == "serve"
    make_log_printable()


def on_config(config: MkDocsConfig) -> None:
    """Read nothing from outside of docs/, and keep no page for offline reading while serving."""
    _Build.safety = None
    _Build.safety = BuildSafety(config, serving=_Build.serving)
    if _Build.serving:
        disable_offline(config)


@event_priority(100)  # before a plugin reads the pages
def on_files(files: Files, /, *, config: MkDocsConfig) -> None:
    """Refuse what must not be read or published."""
    if _Build.safety:
        _Build.safety.check_files(files)


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
    """Take in the files; only now have all plugins added theirs."""
    _Build.files, _Build.nav = files, nav
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


@event_priority(100)  # before other hooks take titles for their own use
def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
    """Report it, now that every page is rendered, and let the templates escape what they print."""
    _Build.env = env
    escape_by_default(env)
    escape_titles(_Build.nav, files)
    if _Build.safety:
        _Build.safety.page = None
        _Build.safety.problems += mark_copyright(config)
        report_problems(_Build.safety.problems, "site")
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
        report_problems(_Build.safety.overwritten(_Build.files) if _Build.safety else [], "site")
        theme = read_theme(render_bare_pages(_Build.env, config, _Build.nav, _Build.files))
        known = _Build.safety.known if _Build.safety else set()
        problems = finish_site(config, _Build.files, theme, known)
        problems += _Build.safety.overwritten(_Build.files) if _Build.safety else []
        report_problems([*problems, *find_broken_links(config, _Build.files)], "site")
        write_service_worker(config)  # last: it names what every file holds


def on_serve(server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
    """Show in the browser what ends a later build, where it would wait."""
    show_build_errors(server)


def on_build_error(*, error: Exception) -> None:
    """Say in one line what ended the build, where that can be told."""
    if _Build.safety:
        _Build.safety.ended(error)
