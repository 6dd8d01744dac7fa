"""Kinds of pages, and the check-first line: a short reminder under the title of pages of certain kinds."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The purpose of a page.

    ``check_first``: the page asks readers to do something, so it has the check-first line. ``reads_on``: it must name a
    page to read next. ``review_months``: how long a review of it is valid.
    """

    check_first: bool
    reads_on: bool
    review_months: int

    def __new__(
        cls,
        slug: str,
        review_months: int,
        check_first: bool = False,
        reads_on: bool = False,
    ) -> Kind:
        """Create a member with the slug as its value."""
        kind = object.__new__(cls)
        kind._value_ = slug
        kind.check_first = check_first
        kind.reads_on = reads_on
        kind.review_months = review_months
        return kind

    HOME = ("home", 36)
    FLARE = ("flare", 12, True, True)  # emergency numbers change
    EXPLANATION = ("explanation", 36, False, True)
    PRACTICE = ("practice", 36, True, True)
    SAFETY = ("safety", 12)  # emergency numbers change
    EVIDENCE = ("evidence", 12, False, True)  # trials are running
    RESOURCE = ("resource", 12)  # prices, owners and addresses change
    REFERENCE = ("reference", 36)
    ABOUT = ("about", 36)
    HANDOUT = ("handout", 36, True)
    CLINICIAN = ("clinician", 36)
    NEWS = ("news", 36)
    CONTRIBUTE = ("contribute", 36)


# A link relative to the root of docs/: ](/understand/signs.md#pain)
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
    """The site's check-first texts: the usual one, and one for wallet cards, which also cover unchecked pain."""

    usual: str | None = None
    card: str | None = None

    def choose(self, *, card: bool) -> str | None:
        """Return the text for a page or for wallet cards; None if the site has none."""
        return self.card if card and self.card is not None else self.usual


def insert_check_first(markdown: str, text: str, page: str) -> str:
    """Return the page's Markdown with the check-first line below its title, or at the top if it has no title.

    ``page`` is its path below docs/. Links in the text start at docs/ (``/understand/signs.md``) and are made relative,
    so that MkDocs checks them like the page's own.
    """
    line = _LINE.format(text=relative_links(text.strip(), page))
    title = _TITLE.search(_APART.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), markdown))
    after = title.end() + 1 if title else 0  # including the title's line break
    head = markdown[:after].removesuffix("\n")
    return "\n".join([*([head] if title else []), "", line, "", markdown[after:]])


def relative_links(text: str, page: str) -> str:
    """Return the text with its links from the root of docs/ rewritten to start at ``page``."""
    here = posixpath.dirname(page) or "."
    return _ROOT_LINK.sub(lambda link: posixpath.relpath(link["path"], here), text)
