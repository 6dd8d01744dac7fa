"""Shortens the lists of a menu that are very long.

Each page has a menu. With 3,000 pages in one folder, the menu would be nearly all of each page, and nobody finds
anything in it. So a list with more entries than the theme's setting ``menu_limit`` shows the first entry, the parts in
it, and the page itself with its neighbours. A link leads to a page that has all entries, which is only made if needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

ALL_PAGES = "all-pages.html"
"""The address of the page with all entries, and its template."""

DEFAULT = 200
"""How many entries a list may have unless the site says otherwise."""

_NEAR = 5  # neighbours on either side of the page


class ShortMenu:
    """The long lists of one build's menu, each with a number."""

    def __init__(self, nav: Navigation, most: int) -> None:
        lists = [items for items in _find_lists(nav.items) if len(items) > most]
        self.numbers = {id(items): number for number, items in enumerate(lists, 1)}
        self._places = {id(item): (id(items), place) for items in lists for place, item in enumerate(items)}
        self._always = {id(items): _find_always(items, most) for items in lists}

    def shorten(self, page: Any, items: Sequence[Any]) -> Sequence[Any]:
        """Return the entries of a list that the menu shows on a page."""
        if id(items) not in self.numbers:
            return items
        shown = set(self._always[id(items)])
        while page is not None:
            of, place = self._places.get(id(page), (0, 0))
            if of == id(items):
                shown |= {*range(max(place - _NEAR, 0), min(place + _NEAR + 1, len(items)))}
            page = page.parent
        return [items[place] for place in sorted(shown)]

    def find_rest(self, items: Sequence[Any]) -> str:
        """Return the address of all entries of a list, empty if the menu shows them all."""
        number = self.get_number(items)
        return f"{ALL_PAGES}#list-{number}" if number else ""

    def get_number(self, items: Sequence[Any]) -> int:
        """Return the number of a long list, 0 for others."""
        return self.numbers.get(id(items), 0)


def _find_lists(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield items
    for item in items:
        if item.children:
            yield from _find_lists(item.children)


def _find_always(items: Sequence[Any], most: int) -> set[int]:
    """Return the places of the first entry and of the parts in a list, unless these are too many as well."""
    parts = {place for place, item in enumerate(items) if item.children}
    return {0} | (parts if len(parts) <= most else set())


def shorten_menu(env: Environment, nav: Navigation, config: MkDocsConfig) -> None:
    """Let templates ask for a menu's entries, and have the page with all of them made if there is a long list."""
    menu = ShortMenu(nav, config.theme.get("menu_limit", DEFAULT))
    env.globals |= {"menu_shown": menu.shorten, "menu_rest": menu.find_rest, "menu_number": menu.get_number}
    if menu.numbers and config.theme.name == "psychoed":
        config.theme.static_templates.add(ALL_PAGES)
