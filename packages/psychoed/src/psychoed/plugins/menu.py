"""The menu that a theme prints on every page: its parts are rendered once for all pages of a folder.

Addresses in it are relative, so a part looks the same on all pages of a folder, but for the parts that the page itself
is in. Rendered anew on each page, it would take time that grows with the square of the pages.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup

from psychoed.plugins.templates import THEME, render_included, replace_material_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_NAV, _ITEM = "partials/nav.html", "partials/nav-item.html"
# The second is a macro that prints an entry of the menu with everything below it.
_WRAPPED = {
    _NAV: """\
{{ menu() }}""",
    _ITEM: """\
{% macro render(nav_item, path, level) %}{{ menu_mark(nav_item, path, level) }}{% endmacro %}""",
}
_MARK = "\ue000menu\ue000"


@dataclass(slots=True)
class _Menu:
    """The menu as all pages of a folder have it.

    ``pieces`` has what stands before, between and behind the ``entries``, and each entry behind the piece before it.
    Those of ``missing`` are not yet rendered, since all pages so far were in them. ``by_item`` and ``by_url`` have the
    entries' numbers.
    """

    pieces: list[str]
    entries: list[tuple[Any, ...]]
    missing: set[int]
    by_item: dict[int, int]
    by_url: dict[str, list[int]]

    def find_own(self, page: Page | None) -> set[int]:
        """Return the numbers of the entries that a page is, is in, or shares its address with."""
        if page is None:
            return {*self.by_url.get("", ())}
        top: Any = page  # MkDocs marks as active the page and what it is in, and nothing else
        while top.parent is not None:
            top = top.parent
        own = {*self.by_url.get(page.url, ())}
        return own | {self.by_item[id(top)]} if id(top) in self.by_item else own


def _divide_menu(text: str, entries: list[tuple[Any, ...]]) -> _Menu:
    """Return a menu in which marks stand for its entries."""
    pieces = [part for piece in text.split(_MARK) for part in (piece, "")][:-1]
    by_url: dict[str, list[int]] = {}
    for number, (item, *_) in enumerate(entries):
        by_url.setdefault(getattr(item, "url", None) or "", []).append(number)
    by_item = {id(item): number for number, (item, *_) in enumerate(entries)}
    return _Menu(pieces, entries, set(range(len(entries))), by_item, by_url)


class MenuCache:
    """Rendered parts of one build's menu."""

    def __init__(self, nav: Navigation) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}
        self._menus: dict[tuple[int, tuple[str, ...]], _Menu] = {}
        self._marked: list[tuple[Any, ...]] = []
        self._last: tuple[Page | None, tuple[int, tuple[str, ...]]] = (None, (0, ()))
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

    def render_whole(self, page: Page | None, whole: Callable[[], str], macro: Callable[..., str]) -> str:
        """Return the menu on a page: what ``whole`` prints, in which ``mark`` stands for what ``macro`` prints."""
        menu = None
        is_alone = page is None or id(page) in self._listed
        folder = (0, ()) if page is None else self._folder(page)
        if is_alone or folder not in self._menus:
            self._marked = []
            menu = _divide_menu(str(whole()), self._marked)
            if not is_alone:
                self._menus[folder] = menu
        menu = menu or self._menus[folder]
        own = menu.find_own(page)
        for number in menu.missing - own:
            menu.pieces[2 * number + 1] = str(macro(*menu.entries[number]))
        menu.missing &= own
        pieces = menu.pieces.copy()
        for number in own:
            pieces[2 * number + 1] = str(macro(*menu.entries[number]))
        return Markup("".join(pieces))  # noqa: S704 - what a template printed

    def mark(self, *entry: Any) -> str:
        """Return what stands for an entry, and remember it."""
        self._marked.append(entry)
        return _MARK

    def _folder(self, page: Page) -> tuple[int, tuple[str, ...]]:
        """Return a key that is the same for pages from which every entry but their own has the same address."""
        if self._last[0] is not page:
            folder, _, name = page.url.rpartition("/")
            parts = _split(folder if "." in name else page.url)
            self._last = page, (len(parts), parts if parts in self._folders else parts[:-1])
        return self._last[1]


def reuse_menu(env: Environment, nav: Navigation) -> None:
    """Let templates ask ``menu_item`` for an entry of the menu, and Material's own, if it prints the menu, for all."""
    menu = MenuCache(nav)

    @pass_context
    def render_menu(context: Context) -> str:
        whole = partial(render_included, context, f"{THEME}/{_NAV}")
        item: Any = context.environment.get_template(f"{THEME}/{_ITEM}").make_module(context.get_all(), shared=True)
        return menu.render_whole(context.get("page"), whole, item.render)

    env.globals |= {"menu_item": menu.render, "menu": render_menu, "menu_mark": menu.mark}
    replace_menu(env)


def replace_menu(env: Environment) -> Collection[str]:
    """Let Material's menu ask ``menu``; return the names of the templates that were replaced."""
    return replace_material_templates(env, _WRAPPED)


def _split(url: str) -> tuple[str, ...]:
    """Return the parts of an address as MkDocs compares them (``mkdocs.utils.get_relative_url``)."""
    return tuple(part for part in posixpath.normpath(f"/{url}").split("/") if part)


def _walk(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _walk(item.children or ())
