"""Templates: compiled once, and with escaping, so that text of front matter, settings and file names is never HTML."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from jinja2 import (
    ChoiceLoader,
    DictLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    Template,
    TemplateError,
    TemplateNotFound,
)
from markupsafe import Markup, escape
from mkdocs.utils.templates import script_tag_filter, url_filter

from mkdocs_citeproc.mkdocs_build import get_root
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.problems import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink


def make_environments_quicker(config: MkDocsConfig, folder: Path) -> None:
    """Let each environment of the theme, of which plugins make some, use the cache in ``folder``.

    MkDocs lists a theme's files by its environment, and leaves hidden ones out. Material has 14,000 in a hidden folder,
    which are not listed here at all.
    """
    make = config.theme.get_env

    def get_env() -> Environment:
        env = make()
        if type(env.loader) is FileSystemLoader:
            env.loader = _VisibleLoader(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        cache_compiled_templates(env, folder)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


class _VisibleLoader(FileSystemLoader):
    """Lists no files in hidden folders."""

    def list_templates(self) -> list[str]:
        found = set()
        for folder in self.searchpath:
            for parent, folders, files in os.walk(folder, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = Path(parent).relative_to(folder).as_posix()
                found.update(files if below == "." else [f"{below}/{name}" for name in files])
        return sorted(found)


def cache_compiled_templates(env: Environment, folder: Path) -> None:
    """Let ``env`` cache its templates' bytecode in ``folder``; do nothing if that cannot be written.

    Compiling Material's templates takes a fifth of a small site's build, and they rarely change.
    Jinja checks cached files against the template's text, so outdated ones are never used.
    """
    folder = _find_bytecode(folder, escaping=bool(env.autoescape))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / "writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


THEME = "theme"
"""A folder under which a template that replaces Material's finds the one that it replaces."""


def replace_material_templates(env: Environment, templates: dict[str, str]) -> Collection[str]:
    """Replace Material's own templates, unless a site has one of these names, which may depend on anything.

    Returns:
        The names of those that were replaced: all or none.

    """
    if env.loader and all(_is_of_material(env, name) for name in templates):
        env.loader = ChoiceLoader([DictLoader(templates), env.loader, PrefixLoader({THEME: env.loader})])
        return templates.keys()
    return ()


def render_included(context: Context, name: str) -> Markup:
    """Return what ``{% include name %}`` prints in a template with this context."""
    template = context.environment.get_template(name)
    within = template.new_context(context.get_all(), shared=True)
    return Markup("".join(template.root_render_func(within)))  # noqa: S704 - what a template printed


def _is_of_material(env: Environment, name: str) -> bool:
    try:
        file = env.loader.get_source(env, name)[1] if env.loader else None
    except TemplateNotFound:
        return False
    return file is not None and "material" in Path(file).parts


def _find_bytecode(folder: Path, *, escaping: bool) -> Path:
    # Bytecode compiled with and without escaping must not be mixed up, and Jinja does not tell them apart.
    return folder / ("escaping" if escaping else "raw")


def has_compiled_templates(folder: Path, *, escaping: bool) -> bool:
    """Return whether ``cache_compiled_templates`` has cached any in ``folder``."""
    return any(_find_bytecode(folder, escaping=escaping).glob("*.cache"))


class TemplateCompiler(Thread):
    """Compiles a theme's templates into the cache of ``env`` while the build waits for pandoc.

    In a build of 60 pages without a cache, templates take a tenth of the time.
    """

    def __init__(self, env: Environment, names: Iterable[str] = ()) -> None:
        """Take the theme's environment, and names of templates that its pages use without naming them."""
        super().__init__(daemon=True)
        self._env, self._names, self._is_over = env, names, Event()
        self._env.filters |= {"url": url_filter, "script_tag": script_tag_filter}

    def run(self) -> None:
        """Compile the pages' templates and what they name, as far as there is time."""
        waiting = ["main.html", *self._names, "404.html"]
        seen = {*waiting}
        while waiting and not self._is_over.is_set():
            name = waiting.pop(0)
            try:
                self._env.get_template(name)
                text = self._env.loader.get_source(self._env, name)[0] if self._env.loader else ""
            except (TemplateError, OSError):  # it needs what a plugin adds later, and is compiled then
                continue
            found = [each for each in _NAMED.findall(text) if each not in seen]
            waiting += dict.fromkeys(found)
            seen.update(found)

    def stop(self) -> None:
        """Wait for the template that is being compiled; the others are compiled when they are needed."""
        self._is_over.set()
        self.join()


_NAMED = re.compile(r"""\{%-?\s*(?:extends|include|import)\s+["']([^"'{}]+\.html)["']""")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL)


class _PageTemplate(Template):
    """A template that marks a page's content as HTML: Markdown made it, and ``BuildSafety.check_page`` has checked it.

    It is marked as late as possible, because hooks and MkDocs, for drafts, change the content until then.
    """

    def render(self, *args: Any, **kwargs: Any) -> str:
        context = dict(*args, **kwargs)
        if page := context.get("page"):
            page.content = Markup(page.content or "")  # noqa: S704
        return super().render(context)


def escape_by_default(env: Environment) -> None:
    """Turn on escaping for all templates of ``env``, the theme's included.

    Jinja's autoescape is off in MkDocs, so themes print titles and names raw. What is HTML is marked as such:

    * a page's content, which is checked (``BuildSafety.check_page``);
    * titles from headings, converted to text first, because search and tables of contents expect HTML;
    * ``copyright``, which may contain a link, if it contains only what authors may write in a page.
    """
    env.autoescape = True
    env.template_class = _PageTemplate


def escape_titles(nav: Navigation | None, files: Files) -> None:
    """Convert the titles of pages, headings and navigation sections to escaped HTML."""
    for item in _walk(nav.items) if nav else ():
        if not item.is_page:
            item.title = _as_shown(item.title)
    for file in files.documentation_pages():
        if page := file.page:
            title = _title_of(page)
            vars(page)["title"] = title  # a property that computes it until it is set
            if "title" in page.meta:
                page.meta["title"] = _as_shown(page.meta["title"])
            for heading in _headings(page.toc):
                heading.title = escape_heading(heading.title)


def _walk(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        yield item
        yield from _walk(item.children or ())


def _headings(toc: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    for heading in toc:
        yield heading
        yield from _headings(heading.children)


def _title_of(page: Page) -> Markup:
    """Return the page's title as HTML. A title read from a heading is HTML already; any other is text."""
    given = page.title
    from_heading = (
        "title" not in page.__dict__ and "title" not in page.meta and given == getattr(page, "_title_from_render", None)
    )
    return escape_heading(given) if from_heading and isinstance(given, str) else _as_shown(given)


def _as_shown(text: object) -> Markup:
    return text if isinstance(text, Markup) else escape("" if text is None else str(text))


def escape_heading(title: str) -> Markup:
    """Return a heading's HTML as escaped text without tags, some of which Markdown may have cut in half."""
    return title if isinstance(title, Markup) else escape(unescape(_TAG.sub("", title)))


def mark_copyright(config: MkDocsConfig) -> list[Problem]:
    """Mark ``copyright`` as HTML, or return its problems; it is then shown as text."""
    problems: list[Problem] = []
    if config.copyright and not isinstance(config.copyright, Markup):
        marked, problems = read_html_setting(config.copyright, "copyright", config)
        config.copyright = marked
    return problems


def read_html_setting(text: str, setting: str, config: MkDocsConfig) -> tuple[Markup, list[Problem]]:
    """Return a setting that may contain HTML, and its problems; if there are any, it is escaped."""
    from psychoed.site.html_check import check_content

    found = check_content(text)
    if not found:
        return Markup(text), []  # noqa: S704
    path = Path(config.config_file_path or "mkdocs.yml")
    name = path.relative_to(get_root(config)).as_posix() if path.is_absolute() else path.name
    source = SourceText(name, path.read_text(encoding="utf-8")) if path.is_file() else SourceText(name, "")
    at = re.search(rf"^[ \t]*{re.escape(setting)}[ \t]*:", source.text, re.MULTILINE)
    where = source.at(at.start()) if at else Location(name)
    return escape(text), [
        Problem(Code.UNSAFE_HTML, where, f"'{setting}': {each.what}", "Leave it out.") for each in found
    ]
