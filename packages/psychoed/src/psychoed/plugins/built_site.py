"""Final steps of a build: redirects, unused assets, minifying, checks of pages, the policy and the service worker."""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import write_file

from mkdocs_citeproc.mkdocs_build import get_address, get_language, get_root, get_source_path
from mkdocs_citeproc.source import SourceText, get_relative_path
from psychoed.plugins.built_pages import check_characters, check_pages
from psychoed.plugins.link_check import find_broken_links, list_built_files
from psychoed.plugins.page_cache import find_page_cache
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from psychoed.plugins.settings import read_site_settings
from psychoed.plugins.theme import MATERIAL_STYLES
from psychoed.site.addresses import render_redirect_page, resolve_redirects
from psychoed.site.assets import find_unused_assets, minify_text
from psychoed.site.csp import add_policy, build_policy
from psychoed.site.html_rules import TEXT_ALIGN
from psychoed.site.link_extractor import extract_css_links
from psychoed.site.offline import choose_cached_files, may_be_cached, render_service_worker
from psychoed.site.unused_styles import SiteNames, remove_unused_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_citeproc.problems import Problem
    from psychoed.plugins.page_cache import PageCache
    from psychoed.site.html_check import Finding, ThemeParts


_READ = (".html", ".css", ".js")


def finish_site(
    config: MkDocsConfig, files: Files, theme: ThemeParts, known: Collection[Finding]
) -> tuple[list[Problem], dict[Path, list[Problem]]]:
    """Finish the site that ``config`` built; return its problems, and those of each page that must not be shown.

    Each page is read once.

    ``theme`` has the scripts and styles that the theme adds to pages, ``known`` the findings in their content that are
    already reported.
    """
    settings = read_site_settings(config)
    problems = _write_redirects(config, files, settings.redirects)
    site_dir = Path(config.site_dir)
    names = list_built_files(site_dir)
    problems += _minify(config, files)
    data = {name: (site_dir / name).read_bytes() for name in names if name.endswith(_READ)}
    published = {site_dir / name: text for name, text in data.items() if name.endswith(".html")}
    problems += check_characters(published, names, config, files)
    texts = {name: text.decode(errors="replace") for name, text in data.items()}
    if MATERIAL_STYLES in texts:
        texts[MATERIAL_STYLES] = _shorten_material_styles(texts, find_page_cache(config))
        (site_dir / MATERIAL_STYLES).write_bytes(texts[MATERIAL_STYLES].encode())
    pages = {name: text for name, text in texts.items() if name.endswith(".html")}
    links, unsafe = check_pages(pages, config, files, theme, known)
    links |= {name: extract_css_links(text) for name, text in texts.items() if name.endswith(".css")}
    if settings.policy:
        rules = build_policy(theme.scripts, theme.styles, {*TEXT_ALIGN, *theme.style_attributes})
        for name, page in pages.items():
            (site_dir / name).write_bytes(add_policy(page, rules).encode())
    # Neither the policy nor its script has a link, an id or a line's end.
    problems += dict.fromkeys(problem for each in unsafe.values() for problem in each)  # some are on many pages
    problems += find_broken_links(config, files, dict(sorted(links.items())), names)
    return problems, {site_dir / name: each for name, each in unsafe.items()}


def leave_out_unused(config: MkDocsConfig, files: Files) -> None:
    """Remove from ``files`` those that no page needs, before MkDocs copies them."""
    unused = frozenset(find_unused_assets([file.dest_uri for file in files], _search_languages(config)))
    for file in [file for file in files if file.dest_uri in unused]:
        files.remove(file)


_NOTICE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>This page is not shown</title>
</head>
<body>
<h1>This page is not shown</h1>
<p>It holds HTML that is not allowed. Correct it, then build again.</p>
<ul>
{list}</ul>
</body>
</html>
"""


def replace_unsafe_pages(unsafe: Mapping[Path, Collection[Problem]]) -> None:
    """Write, in place of each page that must not be shown, what is wrong with it.

    A strict build ends on such a page. One that is not, a preview, must not send its reader elsewhere: a policy stops
    scripts, but no ``<meta http-equiv="refresh">``, and while serving there is no policy.
    """
    for path, problems in unsafe.items():
        if path.is_file():
            rows = "".join(f"<li>{escape(str(problem))}</li>\n" for problem in problems)
            write_file(_NOTICE.format(list=rows).encode(), str(path))


def _minify(config: MkDocsConfig, files: Files) -> list[Problem]:
    """Minify the site's own scripts and styles in the built site, and return their syntax problems."""
    problems, cache = [], find_page_cache(config)
    workers = config.theme.get("workers") or ()  # scripts that other scripts load
    scripts = [*map(str, config.extra_javascript), *config.extra.get("polyfills", ()), *workers]
    for name in [*scripts, *config.extra_css]:
        file, path = files.get_file_from_path(name), Path(config.site_dir, name)
        if file and path.is_file():
            source = SourceText(get_source_path(file, config), path.read_text(encoding="utf-8"))
            short, wrong = minify_cached(source, cache)
            path.write_bytes(short.encode())
            problems += wrong
    return problems


def minify_cached(source: SourceText, cache: PageCache | None) -> tuple[str, list[Problem]]:
    """Return a script or style sheet minified, and its syntax problems."""
    made_from = ("minified", Path(source.path).suffix, source.text)
    if cache and (kept := cache.get(*made_from)) is not None:
        return str(kept), []
    short, wrong = minify_text(source)
    if cache and not wrong:
        cache.put(short, *made_from)
    return short, wrong


def _shorten_material_styles(texts: Mapping[str, str], cache: PageCache | None) -> str:
    """Return Material's style sheet, the largest file of a first view but one, without what no page needs.

    ``texts`` has all pages, scripts and style sheets of the site.
    """
    made_from = ("material styles", *(part for file in texts.items() for part in file))
    if cache and (kept := cache.get(*made_from)):
        return str(kept)
    site = SiteNames()
    add = {".html": site.add_page, ".js": site.add_script, ".css": site.add_styles}
    for name, text in texts.items():
        if name != MATERIAL_STYLES:
            add[Path(name).suffix](text)
    short = f"{remove_unused_rules(texts[MATERIAL_STYLES], site)}\n"
    if cache:
        cache.put(short, *made_from)
    return short


def _write_redirects(config: MkDocsConfig, files: Files, wanted: Mapping[str, str]) -> list[Problem]:
    """Write a redirect page at each old address, and return the problems of the redirects."""
    if not wanted:
        return []
    path = Path(config.config_file_path or "mkdocs.yml")
    source = SourceText(get_relative_path(path, get_root(config)), path.read_text(encoding="utf-8"))
    pages = {file.src_uri: get_address(file) for file in files.documentation_pages()}
    found, problems = resolve_redirects(wanted, pages, source, folders=config.use_directory_urls)
    for each in found:
        page = render_redirect_page(each, config.site_url or "", get_language(config))
        write_file(page.encode(), str(Path(config.site_dir, each.file)))
    return problems


def _search_languages(config: MkDocsConfig) -> list[str]:
    """Return the languages set for the site's search."""
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    languages = plugin.config.get("lang") if plugin else None
    return [languages] if isinstance(languages, str) else list(languages or [])


_OFFLINE_SCRIPT = "assets/offline.js"
_WORKER = "sw.js"


def _safety_page(config: MkDocsConfig) -> str | None:
    """Return the address of the page that ``extra.page.safety`` links to, if it is on this site."""
    try:
        link = str(config.extra["page"]["safety"]["link"])
    except (KeyError, TypeError):
        return None
    file = File(link.partition("#")[0], config.docs_dir, config.site_dir, config.use_directory_urls)
    return file.url.removeprefix("./") if file.is_documentation_page() else None


def disable_offline(config: MkDocsConfig) -> None:
    """Remove the script, as a page just saved while serving must not come from a cache."""
    config.extra_javascript = [script for script in config.extra_javascript if str(script) != _OFFLINE_SCRIPT]


def write_service_worker(config: MkDocsConfig) -> None:
    """Write the service worker for the pages in pages.json; call it when all other files are written."""
    if _OFFLINE_SCRIPT not in map(str, config.extra_javascript):
        return
    site = Path(config.site_dir)
    if not (site / "pages.json").is_file():
        msg = f"{_OFFLINE_SCRIPT} needs pages.json. List hooks/page_hook.py too, which writes it."
        raise PluginError(msg)
    digests = {
        path: hashlib.sha256((site / path).read_bytes()).hexdigest()
        for path in list_built_files(site)
        if may_be_cached(path)
    }
    pages = json.loads((site / "pages.json").read_text(encoding="utf-8"))
    program = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    offline = {kind.name: kind.offline for kind in get_page_rules(read_page_settings(config)).kinds}
    listed = [(page["url"], offline.get(page["kind"], "cached")) for page in pages]
    chosen = choose_cached_files(digests, listed, _safety_page(config))
    worker, _ = minify_cached(SourceText(_WORKER, render_service_worker(program, chosen)), find_page_cache(config))
    write_file(worker.encode(), str(site / _WORKER))
