"""Base class of the plugins: settings may be under ``plugins:`` or under ``extra:`` in mkdocs.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig


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
        """Copy the options to where the settings are read."""
        if self.options:
            config.extra[self.settings_name] = self.options
