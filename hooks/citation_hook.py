"""MkDocs hook: citations in pandoc's syntax, resolved from BibTeX.

List it under ``hooks:`` in any mkdocs.yml; references.bib beside that file, APA style, no other setting needed.
MkDocs keeps this module through rebuilds: all state is made anew in ``on_config``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.gc_tuning import tune_gc
from mkdocs_citeproc.mkdocs_pages import get_root, read_source
from mkdocs_citeproc.publish import write_export
from mkdocs_citeproc.report import report_problems
from mkdocs_citeproc.settings import read_settings
from mkdocs_citeproc.site_citations import SiteCitations
from psychoed.plugins.template_context import get_title

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
    tune_gc()
    _Build.site = SiteCitations(read_settings(config), get_root(config), config.mdx_configs.get("pymdownx.snippets"))
    config.markdown_extensions.append(CitationExtension(_Build.site))  # type: ignore[arg-type]
    config.watch += [str(path) for path in _Build.site.watched if str(path) not in config.watch]
    return config


# Last of all: plugins have added their pages by then, and the blog plugin, at -50, has brought back the posts that it
# hides while the navigation is made.
@event_priority(-100)
def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Scan all pages that will be published, format what they cite, and take in their order for the full list."""
    pages = files.documentation_pages()
    sources = ((read_source(file, config), file.src_uri, file.url) for file in pages)
    expand = config.extra.get("_expand", lambda source: source)
    _Build.site.prepare(sources, [page.file.src_uri for page in nav.pages], expand)
    return nav


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Note whether the page's kind wants quiet citations."""
    if page.meta.get("kind") in _Build.site.settings.quiet_kinds:
        _Build.site.quiet.add(page.file.src_uri)


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
    """Every page is rendered: fill the full list and report all problems."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    titles = {page.file.src_uri: get_title(page.file) for page in pages}
    for page in pages:
        page.content = _Build.site.fill(page.file.src_uri, page.content or "", titles)
        # MkDocs' own check of anchors does not see HTML that an extension made.
        page.present_anchor_ids = (page.present_anchor_ids or set()) | _Build.site.anchors(page.file.src_uri)
    config.extra["_cited"] = _Build.site.cited_by_page()
    config.extra["_works"] = _Build.site.works_by_page()
    report_problems(_Build.site.problems(), "citations")
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
        write_export(Path(config.site_dir, path), text)
