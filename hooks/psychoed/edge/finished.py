"""The last touch to a built site, before it is checked: what leads on, what is left out, what pages may load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

from psychoed.edge.built import files_below
from psychoed.edge.page import address_of, language_of, path_of, root_of
from psychoed.edge.safety import check_pages
from psychoed.edge.settings_site import read_site_settings
from psychoed.site.csp import build_policy, with_policy
from psychoed.site.html_rules import TEXT_ALIGN
from psychoed.site.lean import lean
from psychoed.site.needless import needless
from psychoed.site.redirects import leading_page, redirects
from psychoed.source import SourceText

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from psychoed.problems import Problem
    from psychoed.site.html_check import Finding, ThemeParts


def finish(config: MkDocsConfig, files: Files, theme: ThemeParts, known: Collection[Finding]) -> list[Problem]:
    """Finish the site that ``config`` built; gives back what is wrong with it and with the settings.

    ``theme`` is what the theme puts into pages, and ``known`` what was said of their content already.
    """
    settings = read_site_settings(config)
    problems = _lead_on(config, files, settings.redirects)
    site_dir = Path(config.site_dir)
    for name in needless(files_below(site_dir), _search_languages(config)):
        path = site_dir / name
        path.unlink()
        while path.parent != site_dir and not any(path.parent.iterdir()):
            path = path.parent
            path.rmdir()
    problems += _shorten(config, files)
    pages = {path: path.read_bytes().decode(errors="replace") for path in sorted(site_dir.rglob("*.html"))}
    problems += check_pages(pages, config, files, theme, known)
    if settings.policy:
        rules = build_policy(theme.scripts, theme.styles, {*TEXT_ALIGN, *theme.style_attributes})
        for path, page in pages.items():
            write_file(with_policy(page, rules).encode(), str(path))
    return problems


def _shorten(config: MkDocsConfig, files: Files) -> list[Problem]:
    """Shorten the site's own scripts and styles where they are built; gives back what in them no browser would run."""
    problems = []
    for name in [*map(str, config.extra_javascript), *config.extra.get("polyfills", ()), *config.extra_css]:
        file, path = files.get_file_from_path(name), Path(config.site_dir, name)
        if file and path.is_file():
            short, wrong = lean(SourceText(path_of(file, config), path.read_text(encoding="utf-8")))
            write_file(short.encode(), str(path))
            problems += wrong
    return problems


def _lead_on(config: MkDocsConfig, files: Files, wanted: Mapping[str, str]) -> list[Problem]:
    """Write a page at each old address."""
    if not wanted:
        return []
    path = Path(config.config_file_path or "mkdocs.yml")
    source = SourceText(path.relative_to(root_of(config)).as_posix(), path.read_text(encoding="utf-8"))
    pages = {file.src_uri: address_of(file) for file in files.documentation_pages()}
    found, problems = redirects(wanted, pages, source, folders=config.use_directory_urls)
    for each in found:
        page = leading_page(each, config.site_url or "", language_of(config))
        write_file(page.encode(), str(Path(config.site_dir, each.file)))
    return problems


def _search_languages(config: MkDocsConfig) -> list[str]:
    """The languages that the site's search takes words apart in."""
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    languages = plugin.config.get("lang") if plugin else None
    return [languages] if isinstance(languages, str) else list(languages or [])
