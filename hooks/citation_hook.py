"""MkDocs hook: citations in pandoc's syntax, resolved from BibTeX.

List it under ``hooks:`` in any mkdocs.yml; references.bib beside that file, APA style, no other setting needed.
MkDocs keeps this module through rebuilds: all state is made anew in ``on_config``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from psychoed.edge.citations import SiteCitations
from psychoed.edge.collector import collect_less
from psychoed.edge.markdown_ext import CitationExtension
from psychoed.edge.page import root_of, source_of
from psychoed.edge.published import write
from psychoed.edge.report import report
from psychoed.edge.settings import read_settings
from psychoed.edge.site_shown import title_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


class _Build:
    """The build that is running: MkDocs keeps this module between rebuilds, so its first event puts a new one here."""

    site: SiteCitations


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read settings, bibliography and style; register the Markdown extension; watch what was read."""
    collect_less()
    _Build.site = SiteCitations(read_settings(config), root_of(config), config.mdx_configs.get("pymdownx.snippets"))
    config.markdown_extensions.append(CitationExtension(_Build.site))  # type: ignore[arg-type]
    config.watch += [str(path) for path in _Build.site.watched if str(path) not in config.watch]
    return config


# Last of all: plugins have added their pages by then, and the blog plugin, at -50, has brought back the posts that it
# hides while the navigation is made.
@event_priority(-100)
def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Scan all pages that will be published, format what they cite, and take in their order for the full list."""
    pages = files.documentation_pages()
    sources = ((source_of(file, config), file.src_uri, file.url) for file in pages)
    _Build.site.prepare(sources, [page.file.src_uri for page in nav.pages])
    return nav


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
    """Every page is rendered: fill the full list and report all problems."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    titles = {page.file.src_uri: title_of(page.file) for page in pages}
    for page in pages:
        page.content = _Build.site.fill(page.file.src_uri, page.content or "", titles)
        # MkDocs' own check of anchors does not see HTML that an extension made.
        page.present_anchor_ids = (page.present_anchor_ids or set()) | _Build.site.anchors(page.file.src_uri)
    config.extra["_cited"] = _Build.site.cited_by_page()
    config.extra["_works"] = _Build.site.works_by_page()
    report(_Build.site.problems(), "citations")
    return env


# After the search plugin, at 0, has read the page: walking through every page's list costs it a tenth of a build.
@event_priority(-10)
def on_page_context(
    context: dict[str, Any],
    /,
    *,
    page: Page,
    config: MkDocsConfig,
    nav: Navigation,
) -> dict[str, Any]:
    """Put in the page's own reference list and the way back from it to each place that cites."""
    page.content = _Build.site.finish(page.file.src_uri, page.content or "", page.file.dest_uri)
    return context


def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the sources in forms for reuse: of the whole site, and of each page that lists its own."""
    for path, text in _Build.site.files():
        write(Path(config.site_dir, path), text)
