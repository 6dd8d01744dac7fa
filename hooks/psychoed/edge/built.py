"""The built site read back from disk: what is checked once every file is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from psychoed.edge.page import root_of, source_of
from psychoed.edge.snippets import Snippets
from psychoed.site.anatomy import Anatomy, read_css, read_html
from psychoed.site.blame import problems
from psychoed.site.links import BuiltSite, check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from psychoed.problems import Problem
    from psychoed.source import SourceText

_READERS = {".html": read_html, ".css": read_css}


def anatomies(site_dir: Path, files: Iterable[str]) -> dict[str, Anatomy]:
    """The anatomy of each page and style sheet among ``files``, paths below ``site_dir``."""
    return {
        file: _READERS[Path(file).suffix]((site_dir / file).read_text(encoding="utf-8", errors="replace"))
        for file in files
        if Path(file).suffix in _READERS
    }


def files_below(folder: Path) -> list[str]:
    """The paths of all files below ``folder``, with slashes, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def link_problems(config: MkDocsConfig, sources_of: Iterable[File]) -> list[Problem]:
    """All that links nowhere in the site that ``config`` built from the files of docs/."""
    site_dir = Path(config.site_dir)
    files = files_below(site_dir)
    faults = check(BuiltSite(anatomies(site_dir, files), frozenset(files), config.site_url or ""))
    if not faults:
        return []
    by_file = {file.dest_uri: file for file in sources_of}
    snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), root_of(config))
    sources: dict[str, list[SourceText]] = {}
    for name in {fault.file for fault in faults} & by_file.keys():
        source = source_of(by_file[name], config)
        sources[name] = [source, *snippets.of(source.text)]
    pages = {name: file.src_uri for name, file in by_file.items() if file.is_documentation_page()}
    return problems(faults, sources, pages)
