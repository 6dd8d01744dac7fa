"""Pages as the theme renders them without content, to learn which markup comes from the theme."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import TemplateError
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from psychoed.plugins.page_cache import find_page_cache
from psychoed.site.html_check import ThemeParts, read_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


def find_theme_parts(env: Environment, config: MkDocsConfig, nav: Navigation, files: Files) -> ThemeParts:
    """Return the markup of the theme, read from pages without content."""
    pages, cache = [*render_bare_pages(env, config, nav, files)], find_page_cache(config)
    if cache and (kept := cache.get("theme", *pages)):
        tags, blocks, scripts, styles, attributes = kept
        return ThemeParts(frozenset(tags), tuple(blocks), *map(frozenset, (scripts, styles, attributes)))
    parts = read_theme(pages)
    if cache:
        sets = map(sorted, (parts.scripts, parts.styles, parts.style_attributes))
        cache.put([sorted(parts.tags), parts.blocks, *sets], "theme", *pages)
    return parts


def render_bare_pages(env: Environment, config: MkDocsConfig, nav: Navigation, files: Files) -> Iterator[str]:
    """Yield a page without content for each template and depth in the site, and the theme's own pages.

    Depth matters because one of Material's inline scripts contains the relative path to the site's root. In a folder
    that also has styles or scripts, the paths to these are shorter.
    """
    seen = set()
    shared = {file.src_uri.partition("/")[0] for file in (*files.css_files(), *files.javascript_files())}
    for file in files.documentation_pages():
        page = file.page
        if page is None:
            continue
        template = str(page.meta.get("template", "main.html"))
        within = page.url if page.url.partition("/")[0] in shared else ""
        level = template, get_relative_url(".", page.url), within
        if level not in seen:
            seen.add(level)
            yield from _render(env, template, get_context(nav, files, config, _empty(page)))
    names = {*config.theme.static_templates, *config.extra_templates}
    base = urlsplit(config.site_url or "/").path
    for name in sorted(name for name in names if name.endswith((".html", ".htm"))):
        yield from _render(env, name, get_context(nav, files, config, None, base))


def _empty(page: Page) -> Page:
    """Return a copy of the page without its content."""
    empty = copy.copy(page)
    empty.title = Markup("")
    empty.content = Markup("")
    empty.markdown = ""
    empty.meta = {}
    empty.toc = TableOfContents([])
    empty.edit_url = None
    return empty


def _render(env: Environment, template: str, context: Any) -> Iterator[str]:
    try:
        yield env.get_template(template).render(context)
    except (TemplateError, TypeError, AttributeError):
        return  # it needs a page with content; markup found only there is then not allowed
