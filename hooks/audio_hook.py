"""MkDocs hook: pages to listen to, with the settings under ``extra.audio``. List it after handout_hook.py."""

from psychoed.plugins.audio import AudioPlugin

plugin = AudioPlugin()

on_startup = plugin.on_startup
on_config = plugin.on_config
on_env = plugin.on_env
on_page_context = plugin.on_page_context
on_post_build = plugin.on_post_build
