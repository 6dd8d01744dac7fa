"""Checks that keep unsafe content out of a built site: links out of docs/, foreign snippets, markup that could run.

Errors of the operating system become one line with the file and what to do.
"""

from __future__ import annotations

import errno
import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound
from mkdocs.exceptions import Abort, BuildError, PluginError

from mkdocs_citeproc.mkdocs_build import get_root, get_source_path, read_source
from mkdocs_citeproc.problems import Location, Problem, sort_problems
from mkdocs_citeproc.source import Snippets, SourceText, get_relative_path
from psychoed.plugins.built_pages import MarkupFinder, describe_markup, read_settings_source
from psychoed.plugins.docs_folder import (
    describe_foreign_file,
    find_file_problems,
    find_outside_files,
    find_overwritten_files,
    find_shared_addresses,
    find_unnameable_files,
    get_listed_files,
)
from psychoed.plugins.front_matter_guard import find_front_matter_problems
from psychoed.plugins.link_check import find_broken_nav
from psychoed.plugins.markdown_guards import HidingClasses, PageTimeLimit, SnippetGuard
from psychoed.plugins.page_cache import find_page_cache
from psychoed.plugins.posts import Blogs, is_generated
from psychoed.plugins.settings import read_site_settings
from psychoed.problems import Code
from psychoed.site.html_check import check_content
from psychoed.site.html_safety import find_foreign_files, find_unsafe_markup, is_too_deep

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from psychoed.site.html_check import Finding

_DRAWN = {".html", ".htm", ".xhtml", ".xml"}
_WEB = re.compile(r"\s*(?:https?:|ftp:|[/\\]{2})", re.IGNORECASE)
PAGE_SECONDS = 10.0
"""How long a page may be worked on: not by the clock, so that a busy machine fails nobody. Ours take less than one."""


class BuildSafety:
    """Safety checks of one build. Every build creates a new instance; ``page`` is the one being rendered."""

    def __init__(self, config: MkDocsConfig, *, serving: bool = False) -> None:
        """Check docs/ before MkDocs reads it. Raises PluginError on anything that leads out of it."""
        self.config = config
        self.problems: list[Problem] = []
        self.known: set[Finding] = set()
        self.unsafe: dict[str, list[Problem]] = {}
        """What is wrong with the HTML of each page that must not be shown, by its path below docs/."""
        self.page: File | None = None
        self.listed = get_listed_files(config)
        docs, root = Path(config.docs_dir), get_root(config)
        found = [*find_outside_files(docs, root), *find_unnameable_files(docs, root, hidden=not serving)]
        _stop(found, "docs/ cannot be read.")
        self.posts: list[File] = []
        settings = config.mdx_configs.get("pymdownx.snippets")
        self.snippets = Snippets(settings, root, list_include_folders(config))
        config.markdown_extensions.append(SnippetGuard(self.snippets, self._source))  # type: ignore[arg-type]
        self.classes = HidingClasses()
        config.markdown_extensions.append(self.classes)  # type: ignore[arg-type]
        self.time_limit = PageTimeLimit(self._give_up, PAGE_SECONDS)
        self.checked = bool((settings or {}).get("check_paths"))
        # MkDocs reports them without a line, and each page that shows the navigation would have a broken link.
        messages = config.validation.nav
        self.checks_nav = messages.not_found >= logging.WARNING
        messages.not_found = logging.DEBUG if self.checks_nav else messages.not_found

    def _give_up(self) -> None:
        """End the build on a page that takes too long; raises PluginError."""
        where = Location(get_source_path(self.page, self.config) if self.page else "docs")
        message = "this page takes too long to build"
        hint = "Look for many brackets, backticks or tags that are not closed, and delete them."
        raise PluginError(str(Problem(Code.UNBUILDABLE_PAGE, where, message, hint)))

    def begin(self, file: File) -> None:
        """Remember which page is rendered, should it end the build, and how long that takes."""
        self.page = file
        self.time_limit.start()

    def end(self) -> None:
        """No page is being rendered any more."""
        self.page = None
        self.time_limit.stop()

    def _source(self) -> SourceText | None:
        """Return the source of the page that is being rendered."""
        return read_source(self.page, self.config) if self.page else None

    def check_files(self, files: Files) -> None:
        """Raise PluginError if files of docs/ must not be read or copied, before a plugin reads them."""
        found = [*find_file_problems(files, self.config, self.listed), *find_front_matter_problems(files, self.config)]
        _stop(found, "docs/ cannot be published.")

    def check_addresses(self, files: Files) -> None:
        """Raise PluginError if two sources have the same address, before anything is written."""
        _stop(find_shared_addresses(files, self.config), "the site cannot be written.")

    def find_overwritten(self, files: Files) -> list[Problem]:
        """Return a problem for each file of docs/ whose place in the built site is taken by something else."""
        return list(find_overwritten_files(files, self.config, self.listed))

    def check_sources(self, files: Files) -> None:
        """Raise PluginError on missing snippets, because Markdown's own error does not name the page."""
        found = []
        blogs = Blogs(self.config)
        self.posts = [file for file in files.documentation_pages() if blogs.is_post(file)]
        for file in files.documentation_pages():
            source = read_source(file, self.config)
            found += [
                Problem(
                    Code.MISSING_SNIPPET, where, f"'{name}' {why}", "Correct the path, which is relative to base_path."
                )
                for name, where, why in self.snippets.find_missing(source, absent=self.checked)
            ]
        _stop(found, "pages cannot be put together.")
        cache = find_page_cache(self.config)
        for file in files:
            path = Path(file.abs_src_path or "")
            if path.suffix.lower() in _DRAWN and file.src_dir == self.config.docs_dir:
                where = get_source_path(file, self.config)
                text = path.read_text(encoding="utf-8", errors="replace")
                if cache and cache.get("drawing", text):
                    continue
                unsafe = find_unsafe_markup(text, whole=True)
                if cache and not unsafe:
                    cache.put(True, "drawing", text)
                self.problems += [describe_markup(each, Location(where, each.line)) for each in unsafe]

    def check_nav(self, nav: Navigation, files: Files) -> None:
        """Raise PluginError on paths in the navigation that do not exist, unless mkdocs.yml says to ignore them."""
        if self.checks_nav:
            pages = [file.src_uri for file in files.documentation_pages()]
            _stop(find_broken_nav(nav, pages, read_settings_source(self.config)), "the navigation cannot be built.")

    def check_page(self, html: str, file: File) -> None:
        """Check a page's HTML as Markdown rendered it, before anything is added to it."""
        cache = None if self.classes.written else find_page_cache(self.config)
        if cache and cache.get("content", html):
            return
        if is_too_deep(html):  # before any parser reads it, which would take too long
            where = Location(get_source_path(file, self.config))
            _stop([Problem(Code.UNSAFE_HTML, where, "elements are nested too deep", "Make them flatter.")], "")
        found = [*check_content(html), *self.classes.find_used(html)]
        foreign = find_foreign_files(html)
        known = set(found)
        self.known |= known
        problems = []
        for address in foreign:
            # The attribute with such an address is not allowed either, which would be the same mistake twice.
            same = [each for each in found if any(address.strip() in typed for typed in each.typed[:1])]
            if not same or _WEB.match(address):
                text = read_source(file, self.config)
                at = text.text.find(address)
                problems.append(describe_foreign_file(address, text.at(at if at >= 0 else text.body_start)))
                found = [each for each in found if each not in same]
        self.problems += problems
        if known:
            self.unsafe[file.src_uri] = problems
        if not found:
            if cache and not foreign:
                cache.put(True, "content", html)
            return
        if is_generated(file):  # made from the front matter of posts
            finder = MarkupFinder([read_source(each, self.config) for each in self.posts], whole=True)
        else:
            source = read_source(file, self.config)
            finder = MarkupFinder([source, *self.snippets.list_included(source.text)])
        others = [describe_markup(each, finder.locate(each)) for each in found]
        self.problems += others
        self.unsafe[file.src_uri] = [*problems, *others]

    def check_excerpt(self, html: str, file: File) -> str:
        """Return the beginning of a post as a list of posts shows it: empty if the post must not be shown.

        Raises PluginError where it is not whole. Whole or not, a post's own page is: cut off in a link, its beginning
        would make a link of the rest of the list.
        """
        if file.src_uri in self.unsafe:
            return ""
        if not check_content(html):
            return html
        source = read_source(file, self.config)
        at = max(source.text.find("<!-- more"), source.body_start)
        message = "the text before this comment leaves an element open"
        hint = "Put the comment between two paragraphs, outside of every element."
        problem = Problem(Code.UNSAFE_HTML, source.at(at), message, hint)
        raise PluginError(f"a list of posts cannot be shown.\n{problem}")

    def translate_build_error(self, error: Exception) -> None:
        """Raise PluginError with a plain message if something other than the generator caused ``error``."""
        page = f"{get_source_path(self.page, self.config)}: " if self.page else ""
        if isinstance(error, BuildError | Abort):
            return
        if isinstance(error, AssertionError) and self.page:
            # Python's HTML parser, used by MkDocs and Markdown, fails at the start of an XML section.
            source = read_source(self.page, self.config)
            if (at := source.text.find("<![", source.body_start)) >= 0:
                problem = Problem(Code.UNSAFE_HTML, source.at(at), "'<![' is not HTML", "Write '&lt;![' for the signs.")
                raise PluginError(str(problem)) from error
        if isinstance(error, TemplateNotFound):  # which is an OSError
            where = Location(page.removesuffix(": ") or "mkdocs.yml")
            hint = "Look for the name in the front matter and in mkdocs.yml."
            raise PluginError(
                str(Problem(Code.BAD_SETTING, where, f"the theme has no file '{error.name}'", hint))
            ) from error
        if isinstance(error, OSError):
            raise PluginError(describe_os_error(error, get_root(self.config))) from error
        if isinstance(error, RecursionError):
            msg = f"{page}lists, quotations or brackets are nested too deeply for Markdown. Use fewer levels."
            raise PluginError(msg) from error
        if type(error).__name__ == "SnippetMissingError":
            raise PluginError(f"{page}{error}") from error
        if self.page:
            logging.getLogger("mkdocs.hooks.site").debug("Traceback of %r", error, exc_info=error)
            where = Location(get_source_path(self.page, self.config))
            message = f"this page cannot be built ({type(error).__name__}: {error})"
            hint = "Look at what changed in it, its front matter first; 'mkdocs build --verbose' says where it failed."
            raise PluginError(str(Problem(Code.UNBUILDABLE_PAGE, where, message, hint))) from error


def list_include_folders(config: MkDocsConfig) -> list[Path]:
    """Return the folders from which pages may include text: docs/ and those set in mkdocs.yml.

    By default these are includes/ and each base_path of pymdownx.snippets other than the whole repository. Symbolic
    links to folders are left out, because their target could change without a change of mkdocs.yml.
    """
    root = get_root(config)
    named = read_site_settings(config).includes
    if named is None:
        bases = (config.mdx_configs.get("pymdownx.snippets") or {}).get("base_path", [])
        bases = [Path(base) for base in ([bases] if isinstance(bases, str) else bases)]
        folders = [root / "includes", *(base for base in bases if not root.is_relative_to(base.resolve()))]
    else:
        folders = [folder for each in named if (folder := root / each).resolve().is_relative_to(root)]
    return [folder for folder in (Path(config.docs_dir), *folders) if not folder.is_symlink()]


def describe_os_error(error: OSError, root: Path) -> str:
    """Return a one-line message for an error of the operating system."""
    path = error.filename2 or error.filename  # when copying, the second is the file being written
    name = get_relative_path(Path(os.fsdecode(path)), root) if path else "a file of the build"
    # Python gives this message if it has nowhere for temporary files, mostly because the disk is full.
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or "No usable temporary directory" in str(error):
        return f"{name}: the disk is full. Free some space, then build again."
    hint = " Does this folder belong to another user, or may nothing be written in it?"
    refused = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
    return f"{name}: {error.strerror or error}.{hint if refused else ''}"


def _stop(problems: list[Problem], what: str) -> None:
    if problems:
        raise PluginError("\n".join([*([what] if what else []), *map(str, sort_problems(problems))]))
