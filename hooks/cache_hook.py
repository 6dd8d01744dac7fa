"""MkDocs hook: builds that work out only what changed since the last one."""

from psychoed.plugins.cache_plugin import CachePlugin

plugin = CachePlugin()

on_startup = plugin.on_startup
on_config = plugin.on_config
on_pre_build = plugin.on_pre_build
on_nav = plugin.on_nav
on_page_markdown = plugin.on_page_markdown
on_env = plugin.on_env
on_post_build = plugin.on_post_build
on_build_error = plugin.on_build_error
