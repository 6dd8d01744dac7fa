"""Writes the service worker, if the site lists the script that registers it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import write_file

from mkdocs_citeproc.source import SourceText
from psychoed.plugins.built_site import minify_cached
from psychoed.plugins.link_check import list_files
from psychoed.plugins.page_cache import find_page_cache
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from psychoed.site.offline import choose_cached_files, may_be_cached, render_service_worker

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_SCRIPT = "assets/offline.js"
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
    config.extra_javascript = [script for script in config.extra_javascript if str(script) != _SCRIPT]


def write_service_worker(config: MkDocsConfig) -> None:
    """Write the service worker for the pages in pages.json; call it when all other files are written."""
    if _SCRIPT not in map(str, config.extra_javascript):
        return
    site = Path(config.site_dir)
    if not (site / "pages.json").is_file():
        msg = f"{_SCRIPT} needs pages.json. List hooks/page_hook.py too, which writes it."
        raise PluginError(msg)
    digests = {
        path: hashlib.sha256((site / path).read_bytes()).hexdigest() for path in list_files(site) if may_be_cached(path)
    }
    pages = json.loads((site / "pages.json").read_text(encoding="utf-8"))
    program = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    offline = {kind.name: kind.offline for kind in get_page_rules(read_page_settings(config)).kinds}
    listed = [(page["url"], offline.get(page["kind"], "cached")) for page in pages]
    chosen = choose_cached_files(digests, listed, _safety_page(config))
    worker, _ = minify_cached(SourceText(_WORKER, render_service_worker(program, chosen)), find_page_cache(config))
    write_file(worker.encode(), str(site / _WORKER))
