"""The menu that a theme prints on every page: its parts are rendered once for all pages of a folder.

Addresses in it are relative, so a part looks the same on all pages of a folder, but for the parts that the page itself
is in. Rendered anew on each page, it would take time that grows with the square of the pages.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, DictLoader, PrefixLoader, TemplateNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Environment
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_ITEM = "partials/nav-item.html"
_THEME = "theme"
# Material's own, whose macro prints an entry of the menu with everything below it.
_WRAPPED = f"""\
{{% import "{_THEME}/{_ITEM}" as theme with context %}}
{{% macro render(nav_item, path, level) -%}}
  {{{{ menu_item(page, nav_item, theme.render, path, level) }}}}
{{%- endmacro %}}
"""


class MenuCache:
    """Rendered parts of one build's menu."""

    def __init__(self, nav: Navigation) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}
        self._folders: set[tuple[str, ...]] = set()
        self._listed: set[int] = set()  # pages that another one stands for, such as the further ones of a list of posts
        for item in _walk(nav.items):
            parts = _split(getattr(item, "url", None) or "")
            self._folders |= {parts[:end] for end in range(len(parts))}
            self._listed |= {id(page) for page in getattr(item, "pages", None) or ()}

    def render(self, page: Page | None, item: Any, macro: Callable[..., str], *args: Any) -> str:
        """Return what ``macro`` prints for an entry of the menu on a page, and for everything below the entry.

        For an entry that the page is not in, that may depend only on the entry, its parent, texts and numbers among the
        other arguments, and the page's address.
        """
        if page is None or item.active or id(page) in self._listed or getattr(item, "url", None) == page.url:
            return macro(item, *args)
        key = (self._folder(page), id(item), *(arg for arg in args if isinstance(arg, str | int)))
        if key not in self._rendered:
            self._rendered[key] = macro(item, *args)
        return self._rendered[key]

    def _folder(self, page: Page) -> tuple[int, tuple[str, ...]]:
        """Return a key that is the same for pages from which every entry but their own has the same address."""
        folder, _, name = page.url.rpartition("/")
        parts = _split(folder if "." in name else page.url)
        return len(parts), parts if parts in self._folders else parts[:-1]


def reuse_menu(env: Environment, nav: Navigation) -> None:
    """Let templates ask ``menu_item`` for an entry of the menu, as Material's then do."""
    env.globals["menu_item"] = MenuCache(nav).render
    if env.loader is None:
        return
    try:
        _, file, _ = env.loader.get_source(env, _ITEM)
    except TemplateNotFound:
        return
    if file and "material" in Path(file).parts:  # and not the site's own, which may depend on anything
        env.loader = ChoiceLoader([DictLoader({_ITEM: _WRAPPED}), env.loader, PrefixLoader({_THEME: env.loader})])


def _split(url: str) -> tuple[str, ...]:
    """Return the parts of an address as MkDocs compares them (``mkdocs.utils.get_relative_url``)."""
    return tuple(part for part in posixpath.normpath(f"/{url}").split("/") if part)


def _walk(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _walk(item.children or ())
