"""What the templates are told of the site as a whole, and of pages that are linked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from markupsafe import Markup
from mkdocs.exceptions import PluginError

from psychoed.site.html_rules import describe_bad_link

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

    from psychoed.edge.settings_page import Link, PageSettings


@dataclass(frozen=True, slots=True)
class NextPage:
    """A page to read next, as its link shows it."""

    title: str
    url: str
    description: str


def site_shown(settings: PageSettings, files: Files, *, has_posts: bool) -> dict[str, Any]:
    """The variable ``site`` of all templates; raises PluginError where a setting links to no page."""
    links = ("safety", "flare", "licence", "report", "social_card")
    return {
        "authors": settings.authors,
        "dated": settings.dated,
        "feed": settings.feed if has_posts else "",
        **{name: _link(name, settings[name], files) for name in links},
    }


def title_of(file: File) -> str:
    """The page's title as plain text: one read from a heading is HTML without its tags. A dirty build knows not all."""
    title = file.page.title if file.page else None
    return str(Markup(title or file.src_uri).striptags())  # noqa: S704


def _link(name: str, link: Link, files: Files) -> dict[str, str] | None:
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
        msg = f"mkdocs.yml: extra.page.{name} links to '{link.link}', which is no page below docs/ and no address."
        raise PluginError(msg)
    return {"text": link.text, "url": file.url + (f"#{anchor}" if anchor else "")}
