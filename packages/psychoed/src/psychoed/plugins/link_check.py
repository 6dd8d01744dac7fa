"""The link check of a built site, once every file is written."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.structure.nav import Link, Section

from mkdocs_citeproc.mkdocs_build import get_root, read_named_source, read_source
from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.source import Snippets
from mkdocs_citeproc.yaml_values import suggest
from psychoed.plugins.languages import SiteLanguages
from psychoed.plugins.settings import read_site_settings
from psychoed.problems import Code
from psychoed.site.addresses import get_built_file
from psychoed.site.link_extractor import PageLinks, extract_css_links, extract_html_links
from psychoed.site.links import BuiltSite, check_links, locate_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation

    from mkdocs_citeproc.source import SourceText

_READERS = {".html": extract_html_links, ".css": extract_css_links}


def read_links(site_dir: Path, files: Iterable[str]) -> dict[str, PageLinks]:
    """Return the links and ids of each page and style sheet among ``files``, paths below ``site_dir``."""
    return {
        file: _READERS[Path(file).suffix]((site_dir / file).read_text(encoding="utf-8", errors="replace"))
        for file in files
        if Path(file).suffix in _READERS
    }


def list_built_files(folder: Path) -> list[str]:
    """Return the sorted paths of all files below ``folder``, with forward slashes."""
    found: list[str] = []
    for parent, _, names in os.walk(folder, followlinks=True):
        below = Path(parent).relative_to(folder).as_posix()
        found += names if below == "." else [f"{below}/{name}" for name in names]
    return sorted(found)


def silence_link_messages(config: MkDocsConfig) -> None:
    """Turn off MkDocs' own messages about links, which say without a line what ``find_broken_links`` says with one."""
    links = config.validation.links
    links.not_found = links.anchors = links.unrecognized_links = logging.DEBUG
    if isinstance(links.absolute_links, int):  # else it says how such links are read
        links.absolute_links = logging.DEBUG


def find_broken_nav(nav: Navigation, pages: Collection[str], source: SourceText) -> list[Problem]:
    """Return a problem for each path in the navigation that is not one of ``pages``, where it is in mkdocs.yml."""
    start = max(source.text.find("\nnav:"), 0)
    problems = []
    for url in _list_paths(nav.items):
        found = re.compile(rf"(?<![\w./-]){re.escape(url)}(?![\w/-])").search(source.text, start)
        where = source.at(found.start() if found else start + 1)
        hint = suggest(url, pages) or "Correct the path, or delete the entry."
        problems.append(Problem(Code.BROKEN_LINK, where, f"the navigation names '{url}', which doesn't exist", hint))
    return problems


def _list_paths(items: Iterable[StructureItem]) -> Iterator[str]:
    """Yield the paths in the navigation that MkDocs has made no page of."""
    for item in items:
        if isinstance(item, Link):
            parts = urlsplit(item.url)
            if not (parts.scheme or parts.netloc or item.url.startswith("/")):
                yield item.url
        elif isinstance(item, Section):
            yield from _list_paths(item.children)


def find_broken_links(
    config: MkDocsConfig, sources_of: Iterable[File], links: Mapping[str, PageLinks], files: Collection[str]
) -> list[Problem]:
    """Return a problem for each broken link, anchor or repeated id in the site that ``config`` built.

    Args:
        config: Its settings.
        sources_of: The files it was built from.
        links: The links of its pages and style sheets, by path.
        files: The paths of all its files.

    """
    languages = SiteLanguages(config)
    faults = check_links(BuiltSite(links, frozenset(files), config.site_url or ""))
    faults = [fault for fault in faults if not languages.is_page_of_another(fault.file, fault.link.url)]
    if not faults:
        return []
    by_file = {file.dest_uri: file for file in sources_of}
    snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), get_root(config))
    sources: dict[str, list[SourceText]] = {}
    for name in {fault.file for fault in faults} & by_file.keys():
        source = read_source(by_file[name], config)
        sources[name] = [source, *snippets.list_included(source.text)]
    # Pages of redirects are made from mkdocs.yml.
    settings = read_named_source(config.config_file_path or "mkdocs.yml", get_root(config))
    for old in read_site_settings(config).redirects:
        sources.setdefault(get_built_file(old, folders=config.use_directory_urls), [settings])
    pages = {name: file.src_uri for name, file in by_file.items() if file.is_documentation_page()}
    return locate_problems(faults, sources, pages)
