"""Template variables of the site and of each page, including its JSON-LD and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from markupsafe import Markup
from mkdocs.exceptions import PluginError

from mkdocs_citeproc.export.cite_page import cite_page
from mkdocs_citeproc.export.metadata import PageData, Thing, describe_page, render_script
from mkdocs_citeproc.mkdocs_build import get_language
from psychoed.language import format_date, get_current_language, t
from psychoed.site.html_rules import describe_bad_link

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from psychoed.pages.metadata import PageMeta
    from psychoed.plugins.page_settings import PageLink, PageSettings


@dataclass(frozen=True, slots=True)
class NextPage:
    """A page to read next, as shown in a link."""

    title: str
    url: str
    description: str


def make_site_context(settings: PageSettings, files: Files, *, has_posts: bool) -> dict[str, Any]:
    """Return the variable ``site`` of all templates. Raises PluginError if a setting links to a missing page."""
    links = ("safety", "licence", "report", "social_card")
    lists = ("header_links", "footer_links")
    return {
        "authors": settings.authors,
        "dated": settings.dated or t("Published"),
        "feed": settings.feed if has_posts else "",
        "footer_only": settings.footer_only,
        **{name: [link for each in settings[name] if (link := _link(name, each, files))] for name in lists},
        "email": settings.email,
        **{name: _link(name, settings[name], files) for name in links},
    }


def _link(name: str, link: PageLink, files: Files) -> dict[str, str] | None:
    if not link.link:
        return None
    if wrong := describe_bad_link(link.link):
        msg = f"mkdocs.yml: extra.page.{name}: {wrong}. Write a page below docs/ or an 'https:' address."
        raise PluginError(msg)
    if urlsplit(link.link).scheme:
        return {"text": link.text, "url": link.link}
    path, anchor = urldefrag(link.link)
    file = files.get_file_from_path(path)
    if file is None:
        msg = f"mkdocs.yml: extra.page.{name} links to '{link.link}', which is not a page below docs/ or a web address."
        raise PluginError(msg)
    return {"text": link.text, "url": file.url + (f"#{anchor}" if anchor else "")}


def collect_page_data(of: Page, title: str, meta: PageMeta, settings: PageSettings, config: MkDocsConfig) -> PageData:
    """Return a page's data for JSON-LD and citing; its address is empty if the site's is unknown."""
    review = meta.clinical_review
    licence = settings.licence.link
    return PageData(
        type=settings.schema_type,
        title=title,
        description=meta.description or config.site_description or "",
        site=config.site_name,
        language=get_language(config),
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


def make_page_context(about: PageData, works: list[Thing]) -> dict[str, Any]:
    """Return the template variables for the page's head and footer."""
    day, when = about.reviewed or about.written, ""
    if not get_current_language().is_english:
        when = f"{day.year}, {format_date(day, 'MMMM d')}" if day else t("n.d.")
    cited = cite_page(about, when)
    return {
        "page_data": about,
        # HTML made by mkdocs_citeproc.export, with all values escaped.
        "page_jsonld": Markup(render_script(describe_page(about, works))),  # noqa: S704
        "page_cite": replace(cited, apa=Markup(cited.apa)),  # noqa: S704
    }
