"""Settings of the plugin ``psychoed/site``, under ``extra.site`` in mkdocs.yml. All of them are optional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SiteSettings(base.Config):
    """Settings of ``psychoed/site``, one per attribute."""

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
