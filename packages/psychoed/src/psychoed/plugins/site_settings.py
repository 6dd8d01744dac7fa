"""The settings of the site hook, as they stand under ``extra.site`` in mkdocs.yml; every one may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SiteSettings(base.Config):
    """Each attribute is one setting."""

    policy = option.Type(bool, default=True)
    """Whether each page gets a Content-Security-Policy."""

    publish = option.ListOfItems(option.Type(str), default=[])
    """Types of files (``.pdf``) and single files by their paths below docs/ that are published too."""

    includes = option.Optional(option.ListOfItems(option.Type(str)))
    """The folders that pages may include text from, besides docs/; paths are relative to the folder of mkdocs.yml."""

    redirects = option.DictOfItems(option.Type(str), default={})
    """Pages' old paths below docs/ and where they are now."""


def read_site_settings(config: MkDocsConfig) -> SiteSettings:
    """The settings of this site; raises PluginError naming every setting that is wrong."""
    settings, wrong, _ = read_extra_settings(config, "site", SiteSettings)
    raise_if_invalid(wrong, "site")
    return settings
