"""Reference lists as HTML, in pandoc's form, so that style sheets for pandoc's output fit.

Next to each reference are links for the reader: the free full text, the way back to its citations and, in the full
list, a permanent link. They are not part of the reference, so they are neither printed nor searched.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.render import get_fragment
from mkdocs_citeproc.formatting.response import FormattedSite, RenderedCitation
from mkdocs_citeproc.formatting.translations import NO_TRANSLATIONS, Translations, dump_translations, translate

if TYPE_CHECKING:
    from mkdocs_citeproc.citations.page_citations import PageCitations

# A conservative subset of the keys that need no braces by pandoc's rule (MANUAL, citation-syntax).
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_]|[:.#$%&+?<>~/-](?=[A-Za-z0-9_]))*")


def make_label_cluster(key: CiteKey) -> str:
    """Return the cluster that only cites this key; formatted with all others, it becomes the label."""
    return f"[@{key}]" if _PLAIN_KEY.fullmatch(key) else f"[@{{{key}}}]"


def get_label(formatted: FormattedSite, key: CiteKey) -> str:
    """Return how running text names ``key``, without brackets; the key itself if the style prints only [1]."""
    rendered = formatted.clusters.get(make_label_cluster(key))
    words = re.sub(r"^[(\[]|[)\]]$", "", rendered.text.strip()) if rendered else ""
    return words if any(sign.isalpha() for sign in words) else str(key)


OPENING = '<span class="citation" data-cites="'
"""How each formatted cluster begins."""


def make_place_id(place: int) -> str:
    """Return the id of the ``place``-th cluster of a page."""
    return f"cite-{place}"


def add_place_ids(html: str) -> tuple[str, dict[CiteKey, list[int]]]:
    """A page's HTML with an id on each cluster, and for each key the clusters that cite it."""
    before, *clusters = html.split(OPENING)
    places: dict[CiteKey, list[int]] = defaultdict(list)
    parts = [before]
    for place, cluster in enumerate(clusters, 1):
        keys, _, rest = cluster.partition('"')
        parts.append(f'{OPENING}{keys}" id="{make_place_id(place)}"{rest}')
        for key in dict.fromkeys(unescape(keys).split(" ")):
            places[CiteKey(key)].append(place)
    return "".join(parts), dict(places)


def get_letter(number: int) -> str:
    """Convert 1 to *a*, 26 to *z*, 27 to *aa*."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Citing:
    """A page that cites an entry: its address relative to the list, and its title."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """Additional information that a list shows with a reference.

    ``label`` is the name of the work in running text; ``free_text`` the address of a free full text; ``kind`` and
    ``year`` are for filtering and sorting the full list; ``hidden`` is HTML for machines.
    """

    label: str = ""
    free_text: str = ""
    kind: str = ""
    year: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file with the sources of a list: the name of its format, and its address relative to the list."""

    name: str
    address: str


def render_reference_list(
    entries: Mapping[CiteKey, RenderedCitation],
    keys: Iterable[CiteKey],
    notes: Mapping[CiteKey, Note] | None = None,
    places: Mapping[CiteKey, Sequence[int]] | None = None,
    words: Translations = NO_TRANSLATIONS,
) -> str:
    """Render the references of one page in the style's order, linked back to the ``places`` that cite them.

    The list is excluded from the site's search: otherwise a search for an author would find every page that cites them,
    and the References page has them all.
    """
    cited = set(keys)
    notes, places = notes or {}, places or {}
    items = []
    for key, rendered in entries.items():
        if key in cited:
            note = notes.get(key, Note(key))
            after = _free_text(rendered, note, words) + _back(note, places.get(key, ()), words)
            items.append(_entry(key, rendered.html + after))
    return _list(items, " data-search-exclude" + dump_translations(words))


def render_full_list(
    entries: Mapping[CiteKey, RenderedCitation],
    citing: Mapping[CiteKey, Sequence[Citing]],
    cited_on: str,
    notes: Mapping[CiteKey, Note] | None = None,
    words: Translations = NO_TRANSLATIONS,
) -> str:
    """Render all references of the site, each with the pages that cite it after the words ``cited_on``."""
    items = []
    for key, rendered in entries.items():
        if pages := citing.get(key):
            note = (notes or {}).get(key, Note(key))
            links = ", ".join(f'<a href="{escape(page.address)}">{escape(page.title)}</a>' for page in pages)
            shown = f'<span class="cited-on">{escape(cited_on)}: {links}</span>'
            inside = (
                rendered.html + _free_text(rendered, note, words) + _permalink(key, note, words) + shown + note.hidden
            )
            about = (
                f' data-label="{escape(note.label)}" data-kind="{escape(note.kind)}" data-year="{escape(note.year)}"'
            )
            items.append(_entry(key, inside, about))
    return _list(items, dump_translations(words))


def render_downloads(files: Iterable[Download], what: str, these: str = "") -> str:
    """Render a line of links to files.

    Args:
        files: The files.
        what: What is in them.
        these: What a script calls them that cuts the sources of the page's own list out of them.

    """
    links = ", ".join(f'<a href="{escape(file.address)}" download>{escape(file.name)}</a>' for file in files)
    own = f' data-these="{escape(these)}"' if these else ""
    return f'<p class="reference-files" data-search-exclude{own}>{escape(what)}: {links}</p>' if links else ""


def _list(entries: Sequence[str], attributes: str) -> str:
    opening = f'<div class="references csl-bib-body hanging-indent" role="list"{attributes}>'
    return f"{opening}\n{''.join(entries)}</div>" if entries else ""


def _entry(key: CiteKey, inside: str, attributes: str = "") -> str:
    return f'<div id="ref-{escape(key)}" class="csl-entry" role="listitem"{attributes}>{inside}</div>\n'


def _free_text(rendered: RenderedCitation, note: Note, words: Translations) -> str:
    """Return a link to the free full text; only words if the reference already ends with the same link."""
    if not note.free_text:
        return ""
    address = escape(note.free_text)
    if f'href="{address}"' in rendered.html:
        return f' <span class="free-text" data-search-exclude>{escape(translate(words, "Open access"))}</span>'
    shown = escape(translate(words, "Open access: full text"))
    return f' <a class="free-text" data-search-exclude href="{address}">{shown}</a>'


def _back(note: Note, places: Sequence[int], words: Translations) -> str:
    if not places:
        return ""
    sign = '<span aria-hidden="true">↩\ufe0e</span>'  # U+FE0E prevents an emoji
    if len(places) == 1:
        name = escape(translate(words, "Back to the citation of {source}", source=note.label))
        link = f'<a href="#{make_place_id(places[0])}" role="doc-backlink" aria-label="{name}">{sign}</a>'
        return f' <span class="backlinks">{link}</span>'
    links = " ".join(
        f'<a href="#{make_place_id(place)}" role="doc-backlink" aria-label="{escape(name)}">{get_letter(index)}</a>'
        for index, place in enumerate(places, 1)
        for name in [translate(words, "Back to citation {number} of {source}", number=index, source=note.label)]
    )
    return f' <span class="backlinks">{sign} {links}</span>'


def _permalink(key: CiteKey, note: Note, words: Translations) -> str:
    address, name = escape(get_fragment(key)), escape(translate(words, "Link to {source}", source=note.label))
    return f'<a class="headerlink" data-search-exclude href="#{address}" aria-label="{name}">#</a>'


def get_relative_url(target: str, view: str) -> str:
    """Return the link to the address ``target`` on a page with the address ``view``, both below the site's root."""
    relative = posixpath.relpath(target or ".", view.rpartition("/")[0] or ".")
    return f"{relative}/" if target.endswith("/") else relative


class ReferenceLinks:
    """Where the references of each page are listed.

    ``addresses`` has the pages' addresses by source path; ``full`` is the first page with the list of all references.
    """

    def __init__(self, command: str, full_command: str, *, by_default: bool) -> None:
        """Take the lines that lists replace, and whether a page that cites has a list without one."""
        self.addresses: dict[str, str] = {}
        self.full: str | None = None
        self._command, self._full_command = command, full_command
        self._by_default = by_default
        self._with_command: set[str] = set()

    def add(self, page: str, address: str, record: PageCitations) -> None:
        """Add a page, given by its source path, with what was scanned of it."""
        self.addresses[page] = address
        full = record.has_command(self._full_command)
        if full or record.has_command(self._command):
            self._with_command.add(page)
        if full and self.full is None:
            self.full = page

    def has_list(self, page: str) -> bool:
        """Return whether the references that a page cites are on that page."""
        return self._by_default or page in self._with_command

    def has_list_at_end(self, page: str | None) -> bool:
        """Return whether a page without a command gets its list at the end; the page of all references does not."""
        return self._by_default and (page is None or page != self.full)

    def fix_links(self, page: str | None, html: str, view: str | None = None) -> str:
        """Return HTML whose citations lead to the page's own list, or to the full one where the page has none.

        ``view`` is the address on which the page's citations are shown, if that is not its own. Where there is no list
        to lead to, a citation is no link.
        """
        own = page is None or self.has_list(page)
        if own and view is None:
            return html
        target = page if own else self.full
        if target is None:
            return html.replace(' href="#ref-', ' data-ref="')
        here = self.addresses.get(page or "", "") if view is None else view
        return html.replace('href="#ref-', f'href="{get_relative_url(self.addresses.get(target, ""), here)}#ref-')
