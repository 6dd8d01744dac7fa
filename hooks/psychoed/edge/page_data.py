"""What a page tells machines and those who cite it: from MkDocs' page and its front matter into the export room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from psychoed.edge.page import language_of
from psychoed.export.cite_page import cite
from psychoed.export.jsonld import PageData, Thing, page, script

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from psychoed.edge.settings_page import PageSettings
    from psychoed.page.meta import PageMeta


def page_data(of: Page, title: str, meta: PageMeta, settings: PageSettings, config: MkDocsConfig) -> PageData:
    """A page's data; its address only where the site knows its own."""
    review = meta.clinical_review
    licence = settings.licence.link
    return PageData(
        type=settings.schema_type,
        title=title,
        description=meta.description or config.site_description or "",
        site=config.site_name,
        language=language_of(config),
        url=of.canonical_url or "",
        site_url=config.site_url or "",
        authors=meta.authors,
        group=settings.authors,
        audience=meta.audience,
        licence=licence if urlsplit(licence).scheme else "",
        written=meta.written,
        reviewed=meta.reviewed,
        reviewer=(review.name, review.role) if review else None,
    )


def page_context(about: PageData, works: list[Thing]) -> dict[str, Any]:
    """What the templates put into the page's head and at its foot."""
    cited = cite(about)
    return {
        "page_data": about,
        # HTML that the export room made, each value in it escaped.
        "page_jsonld": Markup(script(page(about, works))),  # noqa: S704
        "page_cite": replace(cited, apa=Markup(cited.apa)),  # noqa: S704
    }
