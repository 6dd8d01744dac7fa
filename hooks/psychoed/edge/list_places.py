"""On which pages of a site reference lists stand, and so where the links of a citation lead."""

from __future__ import annotations

from mkdocs.utils import get_relative_url

from psychoed.citation.ledger import PageRecord
from psychoed.edge.settings import CitationSettings


class ListPlaces:
    """One build's pages: ``addresses`` by source path, and ``full``, the first page with the list of all references."""

    def __init__(self, settings: CitationSettings) -> None:
        self.addresses: dict[str, str] = {}
        self.full: str | None = None
        self._command, self._full_command = settings.bib_command, settings.full_bib_command
        self._by_default = settings.bib_by_default
        self._asked: set[str] = set()

    def add(self, page: str, address: str, record: PageRecord) -> None:
        """Take in a page, given by its source path, with what was scanned of it."""
        self.addresses[page] = address
        full = record.has_command(self._full_command)
        if full or record.has_command(self._command):
            self._asked.add(page)
        if full and self.full is None:
            self.full = page

    def has_list(self, page: str) -> bool:
        """Whether the references that a page cites stand on it."""
        return self._by_default or page in self._asked

    def at_end(self, page: str | None) -> bool:
        """Whether a page without a command gets its list at the end; the page of all references does not."""
        return self._by_default and (page is None or page != self.full)

    def linked(self, page: str | None, html: str, view: str | None = None) -> str:
        """Links to the page's own list, or to the full one where the page has none, as seen from ``view``.

        ``view`` is the address on which the page's citations are shown, if that is not its own. Where there is no list
        to lead to, a link leads nowhere.
        """
        own = page is None or self.has_list(page)
        if own and view is None:
            return html
        target = page if own else self.full
        if target is None:
            return html.replace(' href="#ref-', ' data-ref="')
        here = self.addresses.get(page or "", "") if view is None else view
        return html.replace('href="#ref-', f'href="{get_relative_url(self.addresses.get(target, ""), here)}#ref-')
