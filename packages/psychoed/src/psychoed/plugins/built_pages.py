"""Checks of whole built pages: markup that neither authors may write nor the theme adds, and odd characters."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import TemplateError
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from mkdocs_citeproc.mkdocs_build import get_root, read_named_source, read_source
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.plugins.page_cache import find_page_cache
from psychoed.problems import Code
from psychoed.site.characters import find_odd_in_html, find_spellings
from psychoed.site.html_check import PageChecker, ThemeParts, read_theme
from psychoed.site.html_rules import FILE, PAGE
from psychoed.site.link_extractor import dump_links, extract_html_links, extract_tag_links, load_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from psychoed.site.html_check import Finding
    from psychoed.site.html_safety import UnsafeMarkup
    from psychoed.site.link_extractor import PageLinks


_HINT = "Use Markdown instead, or delete it."
_MANY = 3
# Files that are published as they are, in addition to pages.
_PUBLISHED = (".bib", ".csv", ".svg", ".txt", ".vtt")
# Files that pages are made from.
_SOURCES = frozenset({".bib", ".json", ".md", ".txt", ".yaml", ".yml"})


def check_pages(
    pages: Mapping[str, str], config: MkDocsConfig, files: Files, theme: ThemeParts, known: Collection[Finding]
) -> tuple[dict[str, PageLinks], dict[str, list[Problem]]]:
    """Return the links of whole built pages, and the problems of each page that must not be shown.

    Args:
        pages: Their texts, by path below the site's root.
        config: The site's settings.
        files: What it was built from.
        theme: What the theme adds to its pages.
        known: The findings in their content, which are reported already and not among the problems.

    """
    sources = {file.dest_uri: file for file in files}
    themed = {path for path, file in sources.items() if file.is_documentation_page()}
    themed |= {*config.theme.static_templates}
    in_theme, alone = PageChecker(PAGE, theme), PageChecker(FILE, ThemeParts())
    typed = {finding.typed for finding in known}
    cache = find_page_cache(config)
    links: dict[str, PageLinks] = {}
    unsafe: dict[str, list[Problem]] = {}
    found_on: dict[Finding, list[tuple[str, list[SourceText]]]] = {}
    settings = read_settings_source(config)
    for path, page in pages.items():
        checker = in_theme if path in themed else alone
        made_from = ("built page", checker.fingerprint, page)
        if cache and (kept := cache.get(*made_from)):
            links[path] = load_links(kept)
            continue
        every, tags = checker.read(page)
        read = extract_tag_links(tags, checker.theme.blocks) if tags else None
        links[path] = read or extract_html_links(page)
        if not every:
            if cache:
                cache.put(dump_links(links[path]), *made_from)
            continue
        found = [finding for finding in every if finding.typed not in typed]
        file = sources.get(path)
        texts = [_whole_source(file, config)] if file else []
        unsafe[path] = []
        for finding in found:
            found_on.setdefault(finding, []).append((path, [*texts, settings]))
    in_settings = MarkupFinder([settings], whole=True)
    finders: dict[str, MarkupFinder] = {}
    for finding, places in found_on.items():
        if len(places) > _MANY:  # it comes from a template or a setting: the same problem on all of them
            what = replace(finding, what=f"{finding.what}; it is on {len(places)} pages")
            problem = describe_markup(what, in_settings.locate(what))
            for path, _ in places:
                unsafe[path].append(problem)
            continue
        for path, texts in places:
            if texts[0].path not in finders:
                finders[texts[0].path] = MarkupFinder(texts, whole=True)
            unsafe[path].append(describe_markup(finding, finders[texts[0].path].locate(finding)))
    return links, unsafe


def _whole_source(file: File, config: MkDocsConfig) -> SourceText:
    return (
        read_source(file, config) if file.is_documentation_page() or file.abs_src_path else SourceText(file.src_uri, "")
    )


def read_settings_source(config: MkDocsConfig) -> SourceText:
    """Return the text of mkdocs.yml."""
    return read_named_source(config.config_file_path or "mkdocs.yml", get_root(config))


def describe_markup(found: UnsafeMarkup | Finding, where: Location) -> Problem:
    """Return the problem of markup that is not allowed."""
    return Problem(Code.UNSAFE_HTML, where, found.what, _HINT)


class MarkupFinder:
    """Finds where authors probably typed markup, in ``texts``: in one text after another, behind its front matter.

    ``whole`` searches the front matter too. Findings of the same markup are matched to later occurrences.
    """

    def __init__(self, texts: Sequence[SourceText], *, whole: bool = False) -> None:
        self.texts = texts
        self._lowered = [(text, text.text.lower(), 0 if whole else text.body_start) for text in texts]
        self._places: dict[str, Iterator[Location]] = {}
        self._last: dict[str, Location] = {}

    def locate(self, found: Finding) -> Location:
        """Return the location of the next occurrence, of the last one if there are no more, or of the first text."""
        for typed in found.typed:
            needle = typed.lower()
            places = self._places.setdefault(needle, self._find_all(needle))
            if place := next(places, self._last.get(needle)):
                self._last[needle] = place
                return place
        return self.texts[0].at(self.texts[0].body_start)

    def _find_all(self, needle: str) -> Iterator[Location]:
        for text, lowered, start in self._lowered:
            at = start - 1
            while (at := lowered.find(needle, at + 1)) >= 0:
                yield text.at(at)


def find_theme_parts(env: Environment, config: MkDocsConfig, nav: Navigation, files: Files) -> ThemeParts:
    """Return the markup of the theme, read from pages without content."""
    pages, cache = [*render_bare_pages(env, config, nav, files)], find_page_cache(config)
    if cache and (kept := cache.get("theme", *pages)):
        tags, blocks, scripts, styles, attributes = kept
        return ThemeParts(frozenset(tags), tuple(blocks), *map(frozenset, (scripts, styles, attributes)))
    parts = read_theme(pages)
    if cache:
        sets = map(sorted, (parts.scripts, parts.styles, parts.style_attributes))
        cache.put([sorted(parts.tags), parts.blocks, *sets], "theme", *pages)
    return parts


def render_bare_pages(env: Environment, config: MkDocsConfig, nav: Navigation, files: Files) -> Iterator[str]:
    """Yield a page without content for each template and depth in the site, and the theme's own pages.

    Depth matters because one of Material's inline scripts contains the relative path to the site's root. In a folder
    that also has styles or scripts, the paths to these are shorter.
    """
    seen = set()
    shared = {file.src_uri.partition("/")[0] for file in (*files.css_files(), *files.javascript_files())}
    for file in files.documentation_pages():
        page = file.page
        if page is None:
            continue
        template = str(page.meta.get("template", "main.html"))
        within = page.url if page.url.partition("/")[0] in shared else ""
        level = template, get_relative_url(".", page.url), within
        if level not in seen:
            seen.add(level)
            yield from _render(env, template, get_context(nav, files, config, _empty(page)))
    names = {*config.theme.static_templates, *config.extra_templates}
    base = urlsplit(config.site_url or "/").path
    for name in sorted(name for name in names if name.endswith((".html", ".htm"))):
        # MkDocs writes the page not found for any address, all others for their own.
        start = base if name == "404.html" else get_relative_url(".", name)
        yield from _render(env, name, get_context(nav, files, config, None, start))


def _empty(page: Page) -> Page:
    """Return a copy of the page without its content."""
    empty = copy.copy(page)
    vars(empty)["title"] = Markup("")  # a property that computes it until it is set
    empty.content = Markup("")
    empty.markdown = ""
    empty.meta = {}
    empty.toc = TableOfContents([])
    empty.edit_url = None
    return empty


def _render(env: Environment, template: str, context: Any) -> Iterator[str]:
    try:
        yield env.get_template(template).render(context)
    except (TemplateError, TypeError, AttributeError):
        return  # it needs a page with content; markup found only there is then not allowed


def check_characters(
    pages: Mapping[Path, bytes], names: Sequence[str], config: MkDocsConfig, files: Files
) -> list[Problem]:
    """Return a problem for each line with characters that must not be in ``pages`` or other published texts.

    ``names`` are the paths of all files of the built site.
    """
    site_dir = Path(config.site_dir)
    texts = dict(pages)
    others = (site_dir / name for name in names if name.endswith(_PUBLISHED))
    texts |= {path: path.read_bytes() for path in others}
    found = {path: {each.text: each for each in find_odd_in_html(data)} for path, data in texts.items()}
    found = {path: odd for path, odd in found.items() if odd}
    if not found:
        return []
    every = frozenset(sign for odd in found.values() for text in odd for sign in text)
    problems: dict[tuple[str, int], Problem] = {}
    placed: set[str] = set()
    for source in _read_sources(config, files):
        for each in find_spellings(source.text, every):
            where = source.at(each.offset)
            placed |= set(each.text)
            problems.setdefault((where.path, where.line), Problem(Code.ODD_CHARACTER, where, each.message, each.hint))
    for path, odd in found.items():
        for text in (text for text in odd if placed.isdisjoint(text)):
            where = Location(f"site/{path.relative_to(site_dir).as_posix()}")
            problems.setdefault((where.path, 0), Problem(Code.ODD_CHARACTER, where, odd[text].message, odd[text].hint))
    return list(problems.values())


def _read_sources(config: MkDocsConfig, files: Files) -> Iterator[SourceText]:
    """Yield the texts that the site is made from: those of docs/, mkdocs.yml and what the build watches."""
    for file in files:
        text = file.is_documentation_page() or Path(file.src_uri).suffix.lower() in _PUBLISHED
        if text and file.src_dir == config.docs_dir and not file.inclusion.is_excluded():
            yield read_source(file, config)
    root = get_root(config)
    paths = {
        path for name in (config.config_file_path or "mkdocs.yml", *config.watch) for path in _find_texts(root / name)
    }
    yield from (read_named_source(str(path), root) for path in sorted(paths))


def _find_texts(path: Path) -> list[Path]:
    found = [path] if path.is_file() else path.rglob("*")
    return [each for each in found if each.suffix.lower() in _SOURCES and each.is_file()]
