"""What one build knows of its pages: read from MkDocs' files, handed to the rooms, and put back into MkDocs' pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.utils import write_file

from psychoed.edge.escaping import checked_html
from psychoed.edge.news import Blogs, feed_entries, feed_of, is_generated
from psychoed.edge.page import address_of, named_source, path_of, root_of, source_of
from psychoed.edge.page_data import page_context, page_data
from psychoed.edge.report import report
from psychoed.edge.scores import put_scores
from psychoed.edge.settings_page import read_page_settings
from psychoed.edge.site_shown import NextPage, site_shown, title_of
from psychoed.page.checkfirst import Boxes, with_check_first
from psychoed.page.dated import spoken
from psychoed.page.feed import atom
from psychoed.page.frontmatter import read_front_matter
from psychoed.page.index import PageRecord, pages_json
from psychoed.page.mend import mend
from psychoed.page.meta import PageMeta
from psychoed.page.permalinks import with_quiet_permalinks
from psychoed.page.scores import asks
from psychoed.page.searchboost import search_settings
from psychoed.page.searchterms import with_search_terms, without_heading
from psychoed.page.status import status
from psychoed.problems import Code, Problem, in_order

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page


_HEADING = re.compile(r"^# +(.+?)(?: *\{[^}]*\})? *$", re.MULTILINE)


class Pages:
    """Made anew by every build, also by every rebuild while serving."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.settings = read_page_settings(config)
        named = (self.settings.check_first, self.settings.check_first_short, self.settings.check_first_card)
        self.boxes = Boxes(*(named_source(path, root_of(config)).text if path else None for path in named))
        self.blogs = Blogs(config)
        self.metas: dict[str, PageMeta] = {}
        self.posts: dict[str, str] = {}  # their HTML, by path below docs/
        self.problems: list[Problem] = []

    def check_posts(self, files: Files) -> None:
        """End the build on posts that are not right, before the blog plugin ends it on the first, without a line."""
        self.see(files)
        for file in files.documentation_pages():
            if self.blogs.is_post(file):
                self.meta(file)
        if self.problems:
            raise PluginError("\n".join(["posts cannot be published.", *map(str, in_order(self.problems))]))
        self.metas.clear()

    def see(self, files: Files) -> None:
        """Take in which pages there are."""
        self.files = files
        self.known = frozenset(file.src_uri for file in files.documentation_pages())

    def meta(self, file: File) -> PageMeta:
        """What the page says of itself; read once a build. A page that a plugin made up says nothing."""
        if is_generated(file):
            return PageMeta()
        if file.src_uri not in self.metas:
            meta, problems = read_front_matter(
                source_of(file, self.config),
                self.known,
                self.settings.audiences,
                self.blogs.categories(file),
                self.blogs.is_post(file),
            )
            self.metas[file.src_uri] = meta
            self.problems += problems
        return self.metas[file.src_uri]

    def markdown(self, markdown: str, file: File) -> str:
        """The page's Markdown with what its kind asks for, and with the scores, if it shows them."""
        if asks(markdown):
            root, titles = root_of(self.config), self._titles()
            markdown, problems = put_scores(markdown, file.src_uri, self.settings.scores, root, titles)
            self.problems += problems
        meta = self.meta(file)
        kind = meta.kind
        if kind is None or not kind.check_first:
            return markdown
        box = self.boxes.of(kind, meta.card)
        if box is None:
            msg = (
                f"{path_of(file, self.config)}: a page of kind '{kind.value}' needs a check-first box. "
                "Name the file that holds its text in mkdocs.yml, extra.page.check_first."
            )
            raise PluginError(msg)
        return with_check_first(markdown, box, file.src_uri)

    def _titles(self) -> dict[str, str]:
        """The titles of all pages by path, from their first headings, as most are not rendered yet."""
        files = [file for file in self.files.documentation_pages() if not is_generated(file)]
        found = {file.src_uri: _HEADING.search(source_of(file, self.config).text) for file in files}
        return {path: heading[1] if heading else path for path, heading in found.items()}

    def content(self, content: str, page: Page) -> str:
        """The page's HTML with its search terms; the search plugin reads the page's weight later.

        A list of posts that a plugin made up is no search result.
        """
        file, meta = page.file, self.meta(page.file)
        if is_generated(file):
            page.meta.setdefault("search", {"exclude": True})
        if self.blogs.is_post(file):
            self.posts[file.src_uri] = content
        for name in without_heading(content, meta.search_terms):
            source = source_of(file, self.config)
            said = f"'search_terms' has '{name}', which is the id of no heading of this page"
            hint = "Take it from the heading's own address, or leave it out."
            self.problems.append(Problem(Code.BAD_METADATA, source.at(source.text.index(name)), said, hint))
        page.meta["search"] = search_settings(page.meta.get("search"), meta.kind)
        return with_search_terms(with_quiet_permalinks(content), meta.search_terms)

    def report(self) -> None:
        """Log what is wrong with all pages."""
        report(self.problems, "page")

    def date(self) -> None:
        """Give each page the day it was last checked, or written, for sitemap.xml: MkDocs has the build's."""
        for file in self.files.documentation_pages():
            meta = self.meta(file)
            if file.page and (day := meta.reviewed or meta.written):
                file.page.update_date = day.isoformat()

    def equip(self, env: Environment) -> None:
        """Give the templates, that of the 404 page too, the site's own links and the way to write a day."""
        env.filters["spoken"] = spoken
        env.globals["post_dates"] = {path: meta.dated for path, meta in self.metas.items() if meta.dated}
        conflicts, problems = checked_html(self.settings.conflicts, "conflicts", self.config)
        report(problems, "page")
        has_posts = self.blogs.home is not None
        env.globals["site"] = {**site_shown(self.settings, self.files, has_posts=has_posts), "conflicts": conflicts}

    def context(self, page: Page) -> dict[str, Any]:
        """What the templates show at the foot of one page."""
        meta = self.meta(page.file)
        page.meta["description"] = meta.description
        found = [file for path in meta.next if (file := self.files.get_file_from_path(path))]
        about = page_data(page, title_of(page.file), meta, self.settings, self.config)
        works = self.config.extra.get("_works", {}).get(page.file.src_uri, [])
        shown = page_context(about, works)
        if is_generated(page.file):  # no one wrote it, and no one will cite it
            return {**shown, "page_cite": None}
        return {
            **shown,
            "page_status": status(meta),
            "page_mend": mend(
                self.settings.repository or "",
                self.settings.branch,
                path_of(page.file, self.config),
                title_of(page.file),
                page.canonical_url or f"/{page.file.url}",
            ),
            "read_next": [NextPage(title_of(file), file.url, self.meta(file).description) for file in found],
        }

    def write_index(self, site_dir: Path) -> None:
        """pages.json, at the root of the built site."""
        records = [
            self._record(file, meta)
            for path, meta in self.metas.items()
            if (file := self.files.get_file_from_path(path))
        ]
        write_file(pages_json(records).encode(), str(site_dir / "pages.json"))

    def write_feed(self, site_dir: Path) -> None:
        """The blog's feed, where the site wants one."""
        home = self.blogs.home
        if not home or not self.settings.feed:
            return
        file = self.files.get_file_from_path(home)
        feed = feed_of(self.config, self.settings, file, self.meta(file).description if file else "")
        found = [(file, html) for path, html in self.posts.items() if (file := self.files.get_file_from_path(path))]
        posts = [(file, self.meta(file), title_of(file), html) for file, html in found]
        write_file(atom(feed, feed_entries(posts, self.settings.dated)).encode(), str(site_dir / feed.path))

    def _record(self, file: File, meta: PageMeta) -> PageRecord:
        days = status(meta)
        return PageRecord(
            url=address_of(file),
            title=title_of(file),
            kind=meta.kind.value if meta.kind else None,
            reviewed=days.reviewed.isoformat() if days.reviewed else None,
            review_by=days.review_by.isoformat() if days.review_by else None,
            cited=tuple(self.config.extra.get("_cited", {}).get(file.src_uri, ())),
        )
