"""What one build knows of its pages: read from MkDocs' files, handed to the rooms, and put back into MkDocs' pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.utils import write_file

from mkdocs_citeproc.mkdocs_pages import (
    get_address,
    get_root,
    get_source_path,
    get_title,
    read_named_source,
    read_source,
)
from mkdocs_citeproc.plugin import CiteprocPlugin, find_plugin
from mkdocs_citeproc.problems import Code, Problem, sort_problems
from mkdocs_citeproc.report import report_problems
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.pages.feed import render_feed
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import CheckFirstTexts, insert_check_first
from psychoed.pages.metadata import PageMeta, format_date
from psychoed.pages.page_index import PageRecord, quiet_permalinks, write_pages_json
from psychoed.pages.scores import has_scores_command
from psychoed.pages.search import add_search_terms, find_terms_without_heading, get_search_settings
from psychoed.pages.status import get_status, make_edit_links
from psychoed.plugins.page_scores import insert_page_scores
from psychoed.plugins.page_settings import read_page_settings
from psychoed.plugins.posts import Blogs, is_generated, list_feed_entries, make_feed
from psychoed.plugins.template_context import (
    NextPage,
    collect_page_data,
    make_page_context,
    make_site_context,
)
from psychoed.plugins.template_escaping import checked_html

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page


_HEADING = re.compile(r"^# +(.+?)(?: *\{[^}]*\})? *$", re.MULTILINE)


class Pages:
    """Made anew by every build, also by every rebuild while serving."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.settings = read_page_settings(config)
        named = (self.settings.check_first, self.settings.check_first_card)
        self.check_first = CheckFirstTexts(
            *(read_named_source(path, get_root(config)).text if path else None for path in named)
        )
        self.blogs = Blogs(config)
        self.metas: dict[str, PageMeta] = {}
        self.posts: dict[str, str] = {}  # their HTML, by path below docs/
        self.problems: list[Problem] = []
        self.nav_items: list[StructureItem] = []

    def check_posts(self, files: Files) -> None:
        """End the build on posts that are not right, before the blog plugin ends it on the first, without a line."""
        self.see(files)
        for file in files.documentation_pages():
            if self.blogs.is_post(file):
                self.meta(file)
        if self.problems:
            raise PluginError(
                "\n".join(["some posts have mistakes in their front matter.", *map(str, sort_problems(self.problems))])
            )
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
                read_source(file, self.config),
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
        if has_scores_command(markdown):
            root, titles = get_root(self.config), self._titles()
            markdown, problems = insert_page_scores(markdown, file.src_uri, self.settings.scores, root, titles)
            self.problems += problems
        meta = self.meta(file)
        kind = meta.kind
        if kind is None or not kind.check_first or not meta.check_first:
            return markdown
        line = self.check_first.choose(card=meta.card)
        if line is None:
            msg = (
                f"{get_source_path(file, self.config)}: a page of kind '{kind.value}' needs a check-first line. "
                "Name the file that holds its text in mkdocs.yml, extra.page.check_first."
            )
            raise PluginError(msg)
        return insert_check_first(markdown, line, file.src_uri)

    def _titles(self) -> dict[str, str]:
        """The titles of all pages by path, from their first headings, as most are not rendered yet."""
        files = [file for file in self.files.documentation_pages() if not is_generated(file)]
        found = {file.src_uri: _HEADING.search(read_source(file, self.config).text) for file in files}
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
        for name in find_terms_without_heading(content, meta.search_terms):
            source = read_source(file, self.config)
            message = f"'search_terms' has '{name}', but no heading on this page has that id"
            hint = "Copy it from the heading's address, or delete it."
            self.problems.append(Problem(Code.BAD_METADATA, source.at(source.text.index(name)), message, hint))
        page.meta["search"] = get_search_settings(page.meta.get("search"), meta.kind)
        return add_search_terms(quiet_permalinks(content), meta.search_terms)

    def report(self) -> None:
        """Log what is wrong with all pages."""
        report_problems(self.problems, "page")

    def date(self) -> None:
        """Give each page the day it was last checked, or written, for sitemap.xml: MkDocs has the build's."""
        for file in self.files.documentation_pages():
            meta = self.meta(file)
            if file.page and (day := meta.reviewed or meta.written):
                file.page.update_date = day.isoformat()

    def register_template_globals(self, env: Environment) -> None:
        """Give the templates, that of the 404 page too, the site's own links and the way to write a day."""
        env.filters["spoken"] = format_date
        env.globals["post_dates"] = {path: meta.dated for path, meta in self.metas.items() if meta.dated}
        titles = [str(item.title) for item in self.nav_items]
        if unknown := [name for name in self.settings.footer_only if titles and name not in titles]:
            msg = (
                f"mkdocs.yml: extra.page.footer_only names '{unknown[0]}', which is not a title in the navigation. "
                f"{list_choices(unknown[0], titles)}"
            )
            raise PluginError(msg)
        conflicts, problems = checked_html(self.settings.conflicts, "conflicts", self.config)
        report_problems(problems, "page")
        has_posts = self.blogs.home is not None
        env.globals["site"] = {
            **make_site_context(self.settings, self.files, has_posts=has_posts),
            "conflicts": conflicts,
        }

    def context(self, page: Page) -> dict[str, Any]:
        """What the templates show at the foot of one page."""
        meta = self.meta(page.file)
        page.meta["description"] = meta.description
        found = [file for path in meta.next if (file := self.files.get_file_from_path(path))]
        about = collect_page_data(page, get_title(page.file), meta, self.settings, self.config)
        citeproc = find_plugin(self.config, CiteprocPlugin)
        works = list(citeproc.cited_works(page.file.src_uri)) if citeproc else []
        shown = make_page_context(about, works)
        if is_generated(page.file):  # no one wrote it, and no one will cite it
            return {**shown, "page_cite": None}
        return {
            **shown,
            "page_status": get_status(meta),
            "page_mend": make_edit_links(
                self.settings.repository or "",
                self.settings.branch,
                get_source_path(page.file, self.config),
                get_title(page.file),
                page.canonical_url or f"/{page.file.url}",
            ),
            "read_next": [NextPage(get_title(file), file.url, self.meta(file).description) for file in found],
        }

    def write_index(self, site_dir: Path) -> None:
        """pages.json, at the root of the built site."""
        records = [
            self._record(file, meta)
            for path, meta in self.metas.items()
            if (file := self.files.get_file_from_path(path))
        ]
        write_file(write_pages_json(records).encode(), str(site_dir / "pages.json"))

    def write_feed(self, site_dir: Path) -> None:
        """The blog's feed, where the site wants one."""
        home = self.blogs.home
        if not home or not self.settings.feed:
            return
        file = self.files.get_file_from_path(home)
        feed = make_feed(self.config, self.settings, file, self.meta(file).description if file else "")
        found = [(file, html) for path, html in self.posts.items() if (file := self.files.get_file_from_path(path))]
        posts = [(file, self.meta(file), get_title(file), html) for file, html in found]
        write_file(render_feed(feed, list_feed_entries(posts, self.settings.dated)).encode(), str(site_dir / feed.path))

    def _record(self, file: File, meta: PageMeta) -> PageRecord:
        days = get_status(meta)
        citeproc = find_plugin(self.config, CiteprocPlugin)
        return PageRecord(
            url=get_address(file),
            title=get_title(file),
            kind=meta.kind.value if meta.kind else None,
            reviewed=days.reviewed.isoformat() if days.reviewed else None,
            review_by=days.review_by.isoformat() if days.review_by else None,
            cited=tuple(citeproc.cited_keys(file.src_uri) if citeproc else ()),
        )
