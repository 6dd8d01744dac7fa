"""Connects the theme ``psychoed`` with a site's mkdocs.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_SETTINGS = {"styles": "extra_css", "scripts": "extra_javascript"}


def add_theme_assets(config: MkDocsConfig) -> None:
    """Load the theme's styles and scripts before the site's own.

    Args:
        config: The site's settings. Nothing changes if its theme has no styles and scripts of this kind.

    Raises:
        PluginError: The site lists MkDocs' search, which Material's templates do not show.

    """
    theme = config.theme
    if theme.name == "psychoed" and "search" in config.plugins:
        msg = "mkdocs.yml: plugins: the theme does not show the search of 'search'. Write 'material/search'."
        raise PluginError(msg)
    for name, setting in _SETTINGS.items():
        config[setting] = _put_first(theme.get(name), config[setting])
    config.extra["polyfills"] = _put_first(theme.get("polyfills"), config.extra.get("polyfills"))


def _put_first(first: list[Any] | None, rest: list[Any] | None) -> list[Any]:
    """Return both lists as one, without the entries of ``rest`` that are in ``first``."""
    names = [str(each) for each in first or ()]
    return [*names, *(each for each in rest or () if str(each) not in names)]
