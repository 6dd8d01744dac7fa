"""MkDocs hook: a safe and complete site, with the settings under ``extra.site``. List it last."""

from psychoed.plugins.site_plugin import SitePlugin

plugin = SitePlugin()

on_startup = plugin.on_startup
on_config = plugin.on_config
on_files = plugin.on_files
on_nav = plugin.on_nav
on_page_markdown = plugin.on_page_markdown
on_page_content = plugin.on_page_content
on_env = plugin.on_env
on_page_context = plugin.on_page_context
on_post_build = plugin.on_post_build
on_serve = plugin.on_serve
on_build_error = plugin.on_build_error
