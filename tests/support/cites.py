"""A site's citations for tests of the Markdown extension alone: no bibliography, no pandoc."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting.response import RenderedCitation


class Echo:
    """Prints each cluster's text in ⟦ ⟧; ``met`` are the clusters so far."""

    bib_command = "\\bibliography"
    full_bib_command = "\\full_bibliography"
    references_heading = "References"

    def __init__(self) -> None:
        self.met: list[str] = []

    def render_cluster(
        self,
        page: str | None,  # noqa: ARG002
        text: str,
        keys: Sequence[CiteKey],  # noqa: ARG002
        *,
        plain: bool = False,  # noqa: ARG002
    ) -> RenderedCitation:
        self.met.append(text)
        return RenderedCitation(f"<cite>⟦{text}⟧</cite>", f"⟦{text}⟧")

    def render_excerpt(self, page: str | None, text: str, view: str) -> RenderedCitation:
        raise NotImplementedError  # no page here is a post

    def render_page_notes(self, page: str | None) -> str:  # noqa: ARG002
        return ""

    def render_page_list(self, page: str | None) -> str:  # noqa: ARG002
        return f"<div>LIST {len(self.met)}</div>" if self.met else ""

    def has_list_at_end(self, page: str | None) -> bool:  # noqa: ARG002
        return True

    def mark_full_list(self, page: str | None) -> str:  # noqa: ARG002
        return "<div>FULL</div>"
