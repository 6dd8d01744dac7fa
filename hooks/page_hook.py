"""MkDocs hook: what pages say about themselves, checked and shown, with the settings under ``extra.page``."""

from psychoed.plugins.pages_plugin import PagesPlugin

plugin = PagesPlugin()

on_config = plugin.on_config
on_files = plugin.on_files
on_nav = plugin.on_nav
on_pre_page = plugin.on_pre_page
on_page_markdown = plugin.on_page_markdown
on_page_content = plugin.on_page_content
on_env = plugin.on_env
on_page_context = plugin.on_page_context
on_post_build = plugin.on_post_build
