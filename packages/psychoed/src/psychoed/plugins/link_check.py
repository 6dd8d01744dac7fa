"""The link check of a built site, once every file is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_citeproc.mkdocs_pages import get_root, read_source
from mkdocs_citeproc.snippets import Snippets
from psychoed.site.link_extractor import PageLinks, extract_css_links, extract_html_links
from psychoed.site.links import BuiltSite, check_links
from psychoed.site.locate import locate_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from mkdocs_citeproc.problems import Problem
    from mkdocs_citeproc.source import SourceText

_READERS = {".html": extract_html_links, ".css": extract_css_links}


def read_links(site_dir: Path, files: Iterable[str]) -> dict[str, PageLinks]:
    """Return the links and ids of each page and style sheet among ``files``, paths below ``site_dir``."""
    return {
        file: _READERS[Path(file).suffix]((site_dir / file).read_text(encoding="utf-8", errors="replace"))
        for file in files
        if Path(file).suffix in _READERS
    }


def list_files(folder: Path) -> list[str]:
    """Return the sorted paths of all files below ``folder``, with forward slashes."""
    found: list[str] = []
    for parent, _, names in os.walk(folder, followlinks=True):
        below = Path(parent).relative_to(folder).as_posix()
        found += names if below == "." else [f"{below}/{name}" for name in names]
    return sorted(found)


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
    faults = check_links(BuiltSite(links, frozenset(files), config.site_url or ""))
    if not faults:
        return []
    by_file = {file.dest_uri: file for file in sources_of}
    snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), get_root(config))
    sources: dict[str, list[SourceText]] = {}
    for name in {fault.file for fault in faults} & by_file.keys():
        source = read_source(by_file[name], config)
        sources[name] = [source, *snippets.of(source.text)]
    pages = {name: file.src_uri for name, file in by_file.items() if file.is_documentation_page()}
    return locate_problems(faults, sources, pages)
