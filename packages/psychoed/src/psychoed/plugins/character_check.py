"""Looks for odd characters in what is published as text, and for the line of the source that they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_citeproc.mkdocs_build import get_root, read_named_source, read_source
from mkdocs_citeproc.problems import Location, Problem
from psychoed.problems import Code
from psychoed.site.characters import find_odd_in_html, find_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_citeproc.source import SourceText

# Files that are published as they are, in addition to pages.
_PUBLISHED = frozenset({".bib", ".csv", ".svg", ".txt", ".vtt"})
# Files that pages are made from.
_SOURCES = frozenset({".bib", ".json", ".md", ".txt", ".yaml", ".yml"})


def check_characters(pages: Mapping[Path, bytes], config: MkDocsConfig, files: Files) -> list[Problem]:
    """Return a problem for each line with characters that must not be in ``pages`` or other published texts."""
    site_dir = Path(config.site_dir)
    texts = dict(pages)
    others = (path for path in sorted(site_dir.rglob("*")) if path.suffix in _PUBLISHED and path.is_file())
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
