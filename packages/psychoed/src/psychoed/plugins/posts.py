"""Material's blog plugin: which pages are posts, which pages it generates, and the entries of the feed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from mkdocs_citeproc.mkdocs_build import get_language, get_page_title
from psychoed.language import t
from psychoed.pages.feed import Feed, FeedEntry, simplify_html

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from psychoed.pages.metadata import PageMeta
    from psychoed.plugins.page_settings import PageSettings

_PLUGIN = "material/blog"


class Blogs:
    """The blogs of a site; most have none or one."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._settings = [
            plugin.config for name, plugin in config.plugins.items() if name.split(" ")[0] == _PLUGIN
        ]  # a second one is called "material/blog #2"
        self._folders = {_folder(each) + "/": each for each in self._settings}

    def is_post(self, file: File) -> bool:
        """Return whether the blog plugin publishes the file."""
        return any(file.src_uri.startswith(folder) for folder in self._folders)

    def list_categories(self, file: File) -> tuple[str, ...]:
        """Return the categories allowed for a post; empty if any is allowed."""
        allowed = [each.categories_allowed for folder, each in self._folders.items() if file.src_uri.startswith(folder)]
        return tuple(name for names in allowed for name in names)

    @property
    def home(self) -> str | None:
        """Source path of the page that lists all posts."""
        return posixpath.normpath(f"{self._settings[0].blog_dir}/index.md") if self._settings else None


def _folder(settings: Any) -> str:
    return str(posixpath.normpath(settings.post_dir.format(blog=settings.blog_dir)))


def is_generated(file: File) -> bool:
    """Return whether the blog plugin generated the page: an archive, a category, or a further page of either."""
    return getattr(file, "generated_by", None) == _PLUGIN


def make_feed(config: MkDocsConfig, settings: PageSettings, home: File | None, description: str) -> Feed:
    """Return the site's feed; ``home`` is the page that lists the posts, ``description`` is from its front matter."""
    title = get_page_title(home) if home and home.page else t("News")
    return Feed(
        title=f"{config.site_name}: {title}",
        subtitle=description or config.site_description or config.site_name,
        author=settings.authors or config.site_name,
        language=get_language(config),
        path=settings.feed,
        home=home.url if home else "",
        site_url=config.site_url or "",
    )


def list_feed_entries(posts: Iterable[tuple[File, PageMeta, str, str]], dated: str) -> list[FeedEntry]:
    """Return the feed's entries, newest first.

    Args:
        posts: File, front matter, title and content of each post.
        dated: Label before the date of the study or event that a post covers.

    """
    entries = []
    for file, meta, title, content in posts:
        if meta.dated is None or file.page is None:  # pragma: no cover - such a post has ended the build
            continue
        written = meta.written or meta.dated.day
        entry = FeedEntry(
            title=title,
            url=file.url,
            summary=meta.description,
            html=simplify_html(content),
            about=f"{dated} {meta.dated.spoken}",
            written=written,
            updated=meta.reviewed or written,
            authors=meta.authors,
            categories=tuple(file.page.meta.get("categories") or ()),
        )
        entries.append((meta.dated.day, entry))
    return [entry for _, entry in sorted(entries, key=_latest_first)]


def _latest_first(dated: tuple[date, FeedEntry]) -> tuple[int, str]:
    day, entry = dated
    return -day.toordinal(), entry.url
