"""What the settings of all plugins have in common, and those of ``psychoed/site``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from mkdocs_citeproc.mkdocs_build import get_language, keep_warnings
from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings
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


def _merge(options: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the options with those settings instead that are ``given``, down to the settings in settings."""
    merged = dict(options)
    for name, value in given.items():
        old = merged.get(name)
        merged[name] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


class SettingsPlugin(BasePlugin[_NoOptions]):
    """A plugin with options under ``plugins:``; settings under ``extra.NAME``, where a hook's are, come before them.

    So the settings of another language can say what differs: a list of plugins cannot be inherited in part.
    """

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
        given = config.extra.get(self.settings_name) or {}
        if self.options and isinstance(given, dict):
            config.extra[self.settings_name] = _merge(self.options, given)


class SiteSettings(base.Config):
    """Settings of ``psychoed/site``, under ``extra.site`` in mkdocs.yml. All of them are optional."""

    policy = option.Type(bool, default=True)
    """Whether to add a Content-Security-Policy to each page. Default: ``true``."""

    publish = option.ListOfItems(option.Type(str), default=[])
    """List of extra file types (``.pdf``) or paths below docs/ that may be published. Default: empty."""

    includes = option.Optional(option.ListOfItems(option.Type(str)))
    """List of folders, relative to mkdocs.yml, from which pages may include text, in addition to docs/.

    Default: includes/ and each ``base_path`` of pymdownx.snippets other than the whole repository.
    """

    redirects = option.DictOfItems(option.Type(str), default={})
    """Mapping of pages' old paths below docs/ to their new ones. Default: empty."""


def read_site_settings(config: MkDocsConfig) -> SiteSettings:
    """Return the settings of this site. Raises PluginError that lists all invalid settings."""
    settings, wrong, _ = read_extra_settings(config, "site", SiteSettings)
    raise_if_invalid(wrong, "site")
    return settings
