"""Base class of the plugins: settings may be under ``plugins:`` or under ``extra:`` in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from mkdocs_citeproc.mkdocs_pages import get_language
from mkdocs_citeproc.report import keep_warnings
from psychoed.language import Language, read_language, use_language

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig


def read_site_language(config: MkDocsConfig) -> Language:
    """Return the site's language. Raises PluginError if a catalogue of the site's own cannot be read.

    A site may have catalogues in ``locales/`` below its ``custom_dir``.
    """
    folders = [Path(config.theme.custom_dir, "locales")] if config.theme.custom_dir else []
    try:
        return read_language(get_language(config), folders)
    except ValueError as error:
        raise PluginError(str(error)) from error


def fingerprint_language(config: MkDocsConfig) -> str:
    """Return a text that changes with the site's language and its catalogue."""
    language = read_site_language(config)
    return repr((language.code, sorted(language.texts.items()), sorted(language.plurals.items())))


class _NoOptions(Config):
    """No options of MkDocs' kind, as they are validated with the settings under ``extra``."""


class SettingsPlugin(BasePlugin[_NoOptions]):
    """A plugin with settings under ``extra.NAME``, where a hook's are too; options under ``plugins:`` replace them."""

    settings_name = ""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Store the options, which are validated later with the site's other settings."""
        self.options = options
        return super().load_config({}, config_file_path)

    def use_options(self, config: MkDocsConfig) -> None:
        """Copy the options to where the settings are read, and set up the build's log and language."""
        keep_warnings(config)
        use_language(read_site_language(config))
        if self.options:
            config.extra[self.settings_name] = self.options
