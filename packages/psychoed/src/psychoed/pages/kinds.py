"""Kinds of pages, and the check-first line: a short reminder under the title of pages of certain kinds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """The purpose of a page, and what follows from it; a site sets its own kinds under ``extra.page.kinds``."""

    name: str
    review_months: int = 36
    """How long a review is valid."""
    check_first: bool = False
    """Whether the page asks readers to do something, and so has the check-first line."""
    needs_next: bool = False
    """Whether the page must name a page to read next."""
    folder: str | None = None
    """Folder below docs/ in which new pages are written; None if the site has one page of this kind."""
    audience: str = ""
    """Audience of new pages; empty for the site's first."""
    search_weight: float = 1
    """Weight in search results."""
    urgent_terms: bool = False
    """Whether a page comes first in search results when one of its search terms is asked for."""
    fold_references: bool = False
    """Whether a page's list of references is folded to one line."""
    offline: str = "cached"
    """``cached``, ``dated`` if a copy read offline shows its date, ``fresh`` if it is also always requested first."""
    print_button: bool = False
    """Whether the page has a button that prints it."""
    role: str = ""
    """``handout`` for pages that become PDFs, ``news`` for posts; both have fields of their own."""


OFFLINE = ("cached", "dated", "fresh")
ROLES = ("handout", "news")
MOST_WEIGHT = 10
"""The greatest weight of a page in search results; infinity would make the index invalid."""

# Numbers and addresses on some pages change within a year, as do results while trials are running. Warning signs must
# come first when a sign is asked for, and not for what is harmless. Handouts repeat their page in short, and lists of
# sources and news mention many topics that they are not about.
DEFAULT_KINDS = (
    Kind("home"),
    Kind("explanation", needs_next=True, folder="understand", fold_references=True),
    Kind("practice", check_first=True, needs_next=True, folder="practise", print_button=True, fold_references=True),
    Kind("safety", review_months=12, folder="understand", search_weight=0.4, urgent_terms=True, offline="fresh"),
    Kind("evidence", review_months=12, needs_next=True, folder="evidence"),
    Kind("resource", review_months=12, folder=""),
    Kind("reference", search_weight=0.2),
    Kind("about", folder="about"),
    Kind("handout", check_first=True, folder="handouts", search_weight=0.5, offline="dated", role="handout"),
    Kind("clinician", folder="clinicians", search_weight=0.5),
    Kind("news", folder="news/posts", search_weight=0.5, role="news"),
    Kind("contribute", folder="contribute"),
)
"""The kinds of a site that sets none."""


@dataclass(frozen=True, slots=True)
class PageRules:
    """What front matter may contain on this site; without audiences or categories, any text is allowed there."""

    kinds: tuple[Kind, ...] = DEFAULT_KINDS
    audiences: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    has_translations: bool = False
    """Whether pages may be translations: those in a site's other languages than its first."""

    def find_kind(self, name: str) -> Kind | None:
        """Return the kind with this name."""
        return next((kind for kind in self.kinds if kind.name == name), None)


DEFAULT_RULES = PageRules()


# A link relative to the root of docs/: ](/understand/signs.md#where)
_ROOT_LINK = re.compile(r"(?<=\]\()/(?P<path>[^)\s#/][^)\s#]*)")
# Code fences and comments contain no title, and the line would be invisible there.
_APART = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE
)
# As Python-Markdown parses headings: '#' in the first column, a space after it optional, or an underlined line.
_TITLE = re.compile(r"^#(?!#).*$|(?:\A|\n[ \t]*\n)[^\n]*\S[^\n]*\n=+[ \t]*$", re.MULTILINE)
# Excluded from the search index, as a search for its words would find every page.
_LINE = '<div class="check-first" role="note" data-search-exclude="true" markdown="1">\n\n{text}\n\n</div>'


@dataclass(frozen=True, slots=True)
class CheckFirstTexts:
    """The site's check-first texts: the usual one, and one for wallet cards, for people not assessed yet too."""

    usual: str | None = None
    card: str | None = None

    def choose(self, *, card: bool) -> str | None:
        """Return the text for a page or for wallet cards; None if the site has none."""
        return self.card if card and self.card is not None else self.usual


def insert_check_first(markdown: str, text: str, page: str) -> str:
    """Return the page's Markdown with the check-first line below its title, or at the top if it has no title.

    ``page`` is its path below docs/. Links in the text start at docs/ (``/understand/signs.md``) and are made relative,
    so that MkDocs checks them like the page's own. The place is found in the Markdown as it is written, before figures
    and snippets are put in.
    """
    line = _LINE.format(text=find_relative_links(text.strip(), page))
    title = _TITLE.search(_APART.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), markdown))
    after = title.end() + 1 if title else 0  # including the title's line break
    head = markdown[:after].removesuffix("\n")
    return "\n".join([*([head] if title else []), "", line, "", markdown[after:]])


def find_relative_links(text: str, page: str) -> str:
    """Return the text with its links from the root of docs/ rewritten to start at ``page``."""
    here = posixpath.dirname(page) or "."
    return _ROOT_LINK.sub(lambda link: posixpath.relpath(link["path"], here), text)
