"""The check-first box: a text of the site's own, put under the title of every page whose kind asks for it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psychoed.page.kinds import Kind

# A link from the root of docs/: ](/understand/signs.md#pain)
_ROOT_LINK = re.compile(r"(?<=\]\()/(?P<path>[^)\s#/][^)\s#]*)")
# What holds no title: code between fences, and comments, in which the box would not be seen.
_APART = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE
)
# As Python-Markdown reads it: no blank before the sign and none needed behind it, or a first line that is underlined.
_TITLE = re.compile(r"^#(?!#).*$|(?:\A|\n[ \t]*\n)[^\n]*\S[^\n]*\n=+[ \t]*$", re.MULTILINE)
# Out of the search index: the same words on every page would find them all.
_BOX = '<div class="check-first" role="note" data-search-exclude="true" markdown="1">\n\n{box}\n\n</div>'


@dataclass(frozen=True, slots=True)
class Boxes:
    """The site's texts for the box: the whole one, a short one for kinds whose page must fit on one screen, and one for
    wallet cards, which are for pain that no one has checked too.
    """

    whole: str | None = None
    short: str | None = None
    card: str | None = None

    def of(self, kind: Kind, card: bool = False) -> str | None:
        """The text that pages of this kind show, or a sheet of wallet cards: the whole one where the site has no other;
        None where it has none.
        """
        if card and self.card is not None:
            return self.card
        return self.short if kind.short_box and self.short is not None else self.whole


def with_check_first(markdown: str, box: str, page: str) -> str:
    """The page's Markdown with the box below its title, or at its top where it has none.

    ``page`` is its path below docs/; links in the box are written from there (``/understand/signs.md``) and made
    relative, so that MkDocs checks them as the page's own.
    """
    wrapped = _BOX.format(box=from_page(box.strip(), page))
    title = _TITLE.search(_APART.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), markdown))
    after = title.end() + 1 if title else 0  # the title's line end too
    head = markdown[:after].removesuffix("\n")
    return "\n".join([*([head] if title else []), "", wrapped, "", markdown[after:]])


def from_page(box: str, page: str) -> str:
    """The same text with links from the root of docs/ written as seen from ``page``."""
    here = posixpath.dirname(page) or "."
    return _ROOT_LINK.sub(lambda link: posixpath.relpath(link["path"], here), box)
