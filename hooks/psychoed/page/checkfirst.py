"""The check-first line: a quiet line of the site's own under the title of every page whose kind asks for it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

# A link from the root of docs/: ](/understand/signs.md#pain)
_ROOT_LINK = re.compile(r"(?<=\]\()/(?P<path>[^)\s#/][^)\s#]*)")
# What holds no title: code between fences, and comments, in which the line would not be seen.
_APART = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE
)
# As Python-Markdown reads it: no blank before the sign and none needed behind it, or a first line that is underlined.
_TITLE = re.compile(r"^#(?!#).*$|(?:\A|\n[ \t]*\n)[^\n]*\S[^\n]*\n=+[ \t]*$", re.MULTILINE)
# Out of the search index: the same words on every page would find them all.
_LINE = '<div class="check-first" role="note" data-search-exclude="true" markdown="1">\n\n{text}\n\n</div>'


@dataclass(frozen=True, slots=True)
class CheckFirstTexts:
    """The site's texts for the line: the usual one, and one for wallet cards, which are also for pain that nobody has
    checked.
    """

    usual: str | None = None
    card: str | None = None

    def choose(self, *, card: bool) -> str | None:
        """Return the text for a page, or for a sheet of wallet cards; None where the site has none."""
        return self.card if card and self.card is not None else self.usual


def insert_check_first(markdown: str, text: str, page: str) -> str:
    """Return the page's Markdown with the line below its title, or at its top where it has no title.

    ``page`` is its path below docs/. Links in the text start at docs/ (``/understand/signs.md``) and are made relative,
    so that MkDocs checks them as the page's own.
    """
    line = _LINE.format(text=relative_links(text.strip(), page))
    title = _TITLE.search(_APART.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), markdown))
    after = title.end() + 1 if title else 0  # the title's line end too
    head = markdown[:after].removesuffix("\n")
    return "\n".join([*([head] if title else []), "", line, "", markdown[after:]])


def relative_links(text: str, page: str) -> str:
    """Return the text with its links from the root of docs/ rewritten to start at ``page``."""
    here = posixpath.dirname(page) or "."
    return _ROOT_LINK.sub(lambda link: posixpath.relpath(link["path"], here), text)
