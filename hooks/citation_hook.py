"""MkDocs hook: citations resolved from BibTeX by mkdocs-citeproc, with the settings under ``extra.citations``."""

from mkdocs_citeproc.plugin import CiteprocPlugin

plugin = CiteprocPlugin(in_extra=True)

on_config = plugin.on_config
on_nav = plugin.on_nav
on_page_markdown = plugin.on_page_markdown
on_env = plugin.on_env
on_page_context = plugin.on_page_context
on_post_build = plugin.on_post_build
