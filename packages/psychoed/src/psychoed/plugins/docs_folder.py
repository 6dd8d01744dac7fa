"""Checks of the files of docs/ and of plugins, before any of them is read or copied: their types and addresses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_citeproc.mkdocs_build import get_root, get_source_path, read_named_source, read_source
from mkdocs_citeproc.problems import Code as CitationCode
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import get_relative_path
from psychoed.plugins.page_cache import find_page_cache
from psychoed.plugins.page_settings import read_page_settings
from psychoed.plugins.settings import read_site_settings
from psychoed.problems import Code
from psychoed.site.addresses import AddressClaim, find_address_problems, get_built_file, locate_redirect
from psychoed.site.file_types import (
    PICTURES,
    find_content_fault,
    find_name_fault,
    find_type_fault,
    get_suffix,
    is_invisible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

# Created by other programs and by git; MkDocs does not publish hidden files.
_HARMLESS = frozenset({".DS_Store", ".directory", ".gitkeep", ".gitignore", ".gitattributes"})
# Written by MkDocs, its search and our plugins, if they are in use.
_WRITTEN = ("sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "pages.json", "sw.js")
_CITED = ("references.bib", "references.ris", "references.json")


def get_listed_files(config: MkDocsConfig) -> frozenset[str]:
    """Return the scripts and styles of docs/ that mkdocs.yml lists."""
    polyfills = config.extra.get("polyfills", ())
    return frozenset(map(str, (*config.extra_javascript, *config.extra_css, *polyfills)))


def find_unnameable_files(docs: Path, root: Path, *, hidden: bool) -> Iterator[Problem]:
    """Yield a problem for each name below ``docs`` that can't be an address and, with ``hidden``, for hidden files."""
    for folder, folders, files in os.walk(docs):
        for name in sorted([*folders, *files]):
            fault = find_name_fault(name)
            if fault is None and hidden and name.startswith(".") and name not in _HARMLESS:
                fault = "hidden files are not published", "Move it out of docs/."
            if fault:
                shown = get_relative_path(Path(folder), root) + "/" + name
                yield Problem(CitationCode.BAD_FILE, Location(escape_file_name(shown)), *fault)


def escape_file_name(name: str) -> str:
    """Return a file name for a message, with bytes that are not UTF-8, controls and invisible characters escaped."""
    if name.isascii() and name.isprintable():
        return name
    name = name.encode("utf-8", "backslashreplace").decode()
    return "".join(
        each if each.isprintable() and not is_invisible(each) else each.encode("unicode_escape").decode()
        for each in name
    )


def find_file_problems(files: Files, config: MkDocsConfig, listed: frozenset[str]) -> Iterator[Problem]:
    """Yield the problems of the files below docs/ that would be published."""
    publish = read_site_settings(config).publish
    home = Path(config.docs_dir).resolve()
    for file in files:
        if file.src_dir != config.docs_dir or file.inclusion.is_excluded() or not file.abs_src_path:
            continue
        where = Location(escape_file_name(get_source_path(file, config)))
        real = Path(file.abs_src_path).resolve()
        if not real.is_relative_to(home) or not real.is_file():
            what = "this leads to no file inside docs/"
            yield Problem(CitationCode.OUTSIDE_FILE, where, what, "Put the file itself there.")
        elif not file.is_documentation_page():
            if fault := find_type_fault(file.src_uri, listed, publish):
                yield Problem(CitationCode.BAD_FILE, where, *fault)
            else:
                yield from _content_problems(file, where, config)


def _content_problems(file: File, where: Location, config: MkDocsConfig) -> list[Problem]:
    """Return the problems of what is in a file, unless it was found without problems before."""
    cache, suffix, content = find_page_cache(config), get_suffix(file.src_uri), file.content_bytes
    made_from = ("file of docs", suffix, content.decode("latin-1"))
    if cache and cache.get(*made_from):
        return []
    found = []
    if fault := find_content_fault(file.src_uri, content):
        found.append(Problem(CitationCode.BAD_FILE, where, *fault))
    elif suffix == ".svg":
        from psychoed.site.svg_safety import (
            find_svg_problems,
        )  # imported late, as is the next: most builds need neither

        found += find_svg_problems(content, where.path)
    elif suffix == ".css":
        from psychoed.site.css_safety import find_foreign_addresses

        for address, line, column in find_foreign_addresses(read_source(file, config).text):
            found.append(describe_foreign_file(address, Location(where.path, line, column)))
    if cache and not found:
        cache.put(True, *made_from)
    return found


def describe_foreign_file(address: str, where: Location) -> Problem:
    """Return the problem that readers' browsers would load ``address`` from another host."""
    hint = "Put the file into docs/ and name it by its path."
    return Problem(Code.FOREIGN_FILE, where, f"'{escape_file_name(address[:80])}' is not a file of this site", hint)


def find_shared_addresses(files: Files, config: MkDocsConfig) -> list[Problem]:
    """Return a problem for each address that two sources share, exactly or as some servers compare them."""
    return find_address_problems(_claims(files, config))


def _claims(files: Files, config: MkDocsConfig) -> Iterator[AddressClaim]:
    for file in files:
        if file.inclusion.is_excluded():
            continue
        path = escape_file_name(get_source_path(file, config))
        if file.src_dir is not None and file.src_dir != config.docs_dir:
            yield AddressClaim(file.dest_uri, f"the theme's file '{file.src_uri}'")
            continue
        yield AddressClaim(file.dest_uri, f"'{path}'", Location(path))
        # A file of docs/ silently replaces the theme's. MkDocs recommends this for the site's icon.
        may_shadow = not file.is_documentation_page() and get_suffix(file.src_uri) not in PICTURES
        if may_shadow and any(Path(folder, file.src_uri).is_file() for folder in config.theme.dirs):
            yield AddressClaim(file.dest_uri, f"the theme's file '{file.src_uri}'")
    if redirects := read_site_settings(config).redirects:
        settings = read_named_source(config.config_file_path or "mkdocs.yml", get_root(config))
        for old in redirects:
            where = locate_redirect(old, settings)
            yield AddressClaim(
                get_built_file(old, folders=config.use_directory_urls), f"the redirect '{escape_file_name(old)}'", where
            )
    feed = read_page_settings(config).feed
    written = {*config.theme.static_templates, *_WRITTEN, *_CITED, *([feed] if feed else [])}
    yield from (AddressClaim(path, f"'{path}', which the build writes") for path in sorted(written))


def find_overwritten_files(files: Files, config: MkDocsConfig, listed: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for each media file of docs/ that something else in the built site has replaced."""
    for file in files:
        if file.src_dir != config.docs_dir or file.inclusion.is_excluded() or file.src_uri in listed:
            continue
        built = Path(file.abs_dest_path)
        if file.is_media_file() and (not built.is_file() or built.read_bytes() != file.content_bytes):
            message = f"the build writes a file of its own to '{file.dest_uri}', this one's address"
            yield Problem(Code.SAME_ADDRESS, Location(get_source_path(file, config)), message, "Rename this file.")


def find_outside_files(docs: Path, root: Path) -> Iterator[Problem]:
    """Yield a problem for each link below ``docs`` that leads out, in a circle or nowhere, and each special file."""
    home = docs.resolve()
    if docs.is_symlink():
        what = "the folder of the pages is a link"
        yield Problem(CitationCode.OUTSIDE_FILE, Location(docs.name), what, "Make it a folder.")
    for folder, folders, files in os.walk(docs):
        for name in sorted([*folders, *files]):
            path = Path(folder, name)
            if why := _why_outside(path, home):
                where = Location(path.parent.resolve().joinpath(name).relative_to(root.resolve()).as_posix())
                yield Problem(CitationCode.OUTSIDE_FILE, where, why, "Put a copy of the file there.")


def _why_outside(path: Path, home: Path) -> str | None:
    if not path.is_symlink():
        return None if path.is_dir() or path.is_file() else "this is neither a file nor a folder"
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # Python 3.13 raises OSError for a circle, earlier versions RuntimeError
        return "this link points to a file that doesn't exist"
    if not target.is_relative_to(home):
        return "this link points outside the folder of the pages"
    if target.is_dir() and path.parent.resolve().is_relative_to(target):
        return "this link points to itself"
    return None
