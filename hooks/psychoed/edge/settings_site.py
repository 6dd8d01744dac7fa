"""The settings of the site hook, as they stand under ``extra.site`` in mkdocs.yml; every one may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SiteSettings(base.Config):
    """Each attribute is one setting."""

    policy = option.Type(bool, default=True)
    """Whether each page gets a Content-Security-Policy."""

    redirects = option.DictOfItems(option.Type(str), default={})
    """Pages' old paths below docs/ and where they are now."""


def read_site_settings(config: MkDocsConfig) -> SiteSettings:
    """The settings of this site; raises PluginError naming every setting that is wrong."""
    settings = SiteSettings(config_file_path=config.config_file_path)
    given = config.extra.get("site") or {}
    if not isinstance(given, dict):
        msg = f"mkdocs.yml: extra.site must hold settings ('name: value' lines), not {given!r}."
        raise PluginError(msg)
    settings.load_dict(given)
    failures, warnings = settings.validate()
    if wrong := [f"  {name}: {said}" for name, said in [*failures, *warnings]]:
        raise PluginError("mkdocs.yml: extra.site is not right.\n" + "\n".join(wrong))
    return settings
