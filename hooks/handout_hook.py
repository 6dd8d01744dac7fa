"""MkDocs hook: handouts to fill in and print, with the settings under ``extra.handouts``."""

from psychoed.plugins.handouts_plugin import HandoutsPlugin

plugin = HandoutsPlugin()

on_startup = plugin.on_startup
on_config = plugin.on_config
on_nav = plugin.on_nav
on_page_markdown = plugin.on_page_markdown
on_page_content = plugin.on_page_content
on_env = plugin.on_env
on_page_context = plugin.on_page_context
on_post_page = plugin.on_post_page
on_post_build = plugin.on_post_build
