"""What the Markdown extension asks of a site's citations, and what it knows of the page that is being rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from psychoed.bibliography.entry import CiteKey
    from psychoed.style.result import Printed


class Cites(Protocol):
    """What the extension asks: ``page`` is the source path of the page being rendered, None outside MkDocs."""

    bib_command: str
    full_bib_command: str
    references_heading: str

    def cluster(self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False) -> Printed:
        """What a cluster, in canonical form, prints on a page; ``plain`` where only its text can stand."""

    def excerpted(self, page: str | None, text: str, view: str) -> Printed:
        """The same where the page's beginning is shown on another one, whose address is ``view``."""

    def page_notes(self, page: str | None) -> str:
        """The notes that a page's clusters lead to, as HTML; empty in most styles."""

    def page_list(self, page: str | None) -> str:
        """The reference list of a page as HTML; empty where it cites nothing."""

    def has_list_at_end(self, page: str | None) -> bool:
        """Whether the list goes to the end of a page that says nothing of it."""

    def full_list_mark(self, page: str | None) -> str:
        """HTML that stands for the list of all references until every page is known."""


def page_of(md: Markdown) -> str | None:
    """The source path of the page being rendered, by MkDocs' own link resolver: the one MkDocs internal used here."""
    resolver: Any = md.treeprocessors["relpath"] if "relpath" in md.treeprocessors else None  # noqa: SIM401
    return resolver.file.src_uri if resolver else None


def view_of(md: Markdown) -> str | None:
    """The address on which an excerpt of the page is being rendered; None where it is the page itself.

    The blog plugin renders a post's beginning again for each of its lists, with a processor of this name.
    """
    excerpt: Any = md.treeprocessors["excerpt"] if "excerpt" in md.treeprocessors else None  # noqa: SIM401
    return str(excerpt.base.url) if excerpt else None
