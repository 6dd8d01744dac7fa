"""Page trust for MkDocs: front matter, numbers and words checked, figures drawn, review status shown, pages.json.

One call for each event; what is done stands in ``psychoed/edge/pages.py`` and ``site_text.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from mkdocs_citeproc.mkdocs_pages import get_root
from psychoed.plugins.content_linter import ContentLinter, FigureExtension
from psychoed.plugins.pages import Pages
from psychoed.plugins.shared_text import SharedTextExtension
from psychoed.plugins.template_escaping import escape_by_default, escape_titles
from psychoed.plugins.templates import cache_compiled_templates

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class _Build:
    """The build that is running: MkDocs keeps this module between rebuilds, so its first event puts a new one here."""

    pages: Pages
    text: ContentLinter
    nav: Navigation | None = None


def on_config(config: MkDocsConfig) -> None:
    """Read the settings, and forget the build before; register the Markdown extension that draws figures."""
    _Build.pages = Pages(config)
    _Build.text = ContentLinter(config, _Build.pages.settings)
    config.markdown_extensions.append(FigureExtension(_Build.text.figure))  # type: ignore[arg-type]
    config.markdown_extensions.append(SharedTextExtension(_Build.text.shared))  # type: ignore[arg-type]
    # For the citation hook, which scans pages for citations before Markdown expands them.
    config.extra["_expand"] = _Build.text.shared.expand
    config.watch += [path for path in _Build.text.watched if path not in config.watch]


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Read the posts' front matter before the blog plugin does, at -50: it stops at the first that is wrong."""
    _Build.pages.check_posts(files)
    return files


# After the blog plugin, at -50, has brought back the posts that it hides while the navigation is made.
@event_priority(-100)
def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
    """Take in the pages; only now have all plugins added theirs."""
    _Build.nav = nav
    _Build.pages.see(files)
    _Build.pages.nav_items = nav.items


def on_pre_page(page: Page, /, *, config: MkDocsConfig, files: Files) -> None:
    """Read the front matter before MkDocs does: it passes over what is wrong with it."""
    _Build.pages.meta(page.file)


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hold the page against facts and words, as its author wrote it, and insert the check-first line."""
    _Build.text.see(page.file)
    return _Build.pages.markdown(markdown, page.file)


def on_page_content(html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the search terms in; the search plugin reads the page later, with its template's context."""
    return _Build.pages.content(html, page)


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
    """Report what is wrong, now that every page is read, and equip the templates, of which sitemap.xml is the first."""
    escape_by_default(env)
    escape_titles(_Build.nav, files)
    _Build.pages.report()
    _Build.text.report()
    _Build.pages.date()
    _Build.pages.register_template_globals(env)
    cache_compiled_templates(env, get_root(config) / ".cache" / "templates")


def on_page_context(
    context: dict[str, Any],
    /,
    *,
    page: Page,
    config: MkDocsConfig,
    nav: Navigation,
) -> dict[str, Any]:
    """Add what stands at the page's foot."""
    return {**context, **_Build.pages.context(page)}


def on_post_build(*, config: MkDocsConfig) -> None:
    """Write pages.json and the feed."""
    _Build.pages.write_index(Path(config.site_dir))
    _Build.pages.write_feed(Path(config.site_dir))
