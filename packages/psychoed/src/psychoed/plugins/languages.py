"""The languages of a site: texts of templates and citations in its language, and its other languages.

Each other language is a site of its own in its folder, built from its own pages and settings. ``extra.page.languages``
lists all of them, the first being the one at the root. The others have a file of settings that begins with
``INHERIT: mkdocs.yml`` and changes what differs: their pages, texts and numbers. Building the first builds all.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from mkdocs_citeproc.export.record import KINDS
from mkdocs_citeproc.formatting.translations import PHRASES, SCRIPT_PHRASES
from mkdocs_citeproc.mkdocs_build import get_language, get_root, read_named_source
from mkdocs_citeproc.plugin import CiteprocPlugin, find_plugin
from psychoed.language import get_current_language, t, use_language
from psychoed.plugins.page_settings import SiteLanguage, read_page_settings
from psychoed.plugins.settings import read_site_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_citeproc.source import SourceText


_INDEX = "pages.json"
_ICONS = ("logo", "favicon", "favicon_ico", "touch_icon")


class SiteLanguages:
    """The languages of a site, as the one that is being built sees them; most sites have one."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Read the settings. Raises PluginError if the site's own language or a file of settings is missing."""
        self.config = config
        self.all: Sequence[SiteLanguage] = read_page_settings(config).languages
        if not self.all:
            return
        code = get_language(config)
        own = next((each for each in self.all if each.code == code), None)
        if own is None:
            msg = f"mkdocs.yml: extra.page.languages: 'theme.language' is '{code}', which is not in the list."
            raise PluginError(msg)
        self.own = own
        for each in self.all[1:]:
            if not self._find_settings(each).is_file():
                msg = (
                    f"mkdocs.yml: extra.page.languages: '{self._find_settings(each).name}', the settings of "
                    f"'{each.code}', does not exist. Begin it with 'INHERIT: mkdocs.yml'."
                )
                raise PluginError(msg)

    def _find_settings(self, language: SiteLanguage) -> Path:
        return get_root(self.config) / (language.config or f"mkdocs.{language.code}.yml")

    def is_first(self) -> bool:
        """Return whether this is the build of a site's first language, which has others too."""
        return bool(self.all) and self.own is self.all[0]

    def is_other(self) -> bool:
        """Return whether this is the build of another language than the first, whose pages may be translations."""
        return bool(self.all) and self.own is not self.all[0]

    def add_shared_files(self, files: Files) -> None:
        """Add the styles, scripts and icons that the settings name and this language lacks, from the first language."""
        if not self.is_other():
            return
        docs, config = self.find_docs(self.all[0]), self.config
        icons = (config.theme.get(name) for name in _ICONS)
        for name in (*map(str, (*config.extra_css, *config.extra_javascript)), *icons):
            if isinstance(name, str) and not files.get_file_from_path(name) and (docs / name).is_file():
                files.append(File(name, str(docs), config.site_dir, config.use_directory_urls))

    def read_original(self, source: str) -> SourceText | None:
        """Return the text of a page in the site's first language; None if it does not have the page.

        Args:
            source: The path of the page below docs/, which is the same in all languages.

        """
        path = self.find_docs(self.all[0]) / source
        return read_named_source(str(path), get_root(self.config)) if path.is_file() else None

    def list_alternates(self, source: str = "", url: str = "") -> list[dict[str, str]]:
        """Return a page in all languages, or the home page of those that do not have it.

        Args:
            source: The path of its source below docs/, which is the same in all languages; empty for no page.
            url: Its address, from which the links start.

        """
        found = []
        root = (self.config.site_url or "").rstrip("/").removesuffix(f"/{self.own.folder}") if self.all else ""
        own = url.removeprefix("./")
        # A post of a blog has another address than its source in each language.
        is_post = own != (_get_address(source, folders=self.config.use_directory_urls) if source else "")
        for each in self.all:
            has_page = not is_post and (self.find_docs(each) / source).is_file()
            page = own if each is self.own or has_page else ""
            whole = f"{each.folder}/{page}" if each.folder else page
            here = f"{self.own.folder}/{url}" if self.own.folder else url
            address = f"{root}/{whole}" if root else ""
            found.append(
                {"name": each.name, "lang": each.code, "link": get_relative_url(whole, here), "address": address}
            )
        return found

    def is_page_of_another(self, file: str, link: str) -> bool:
        """Return whether a link in a built file leads to a page of another language, which is built on its own."""
        if not self.all:
            return False
        root = urlsplit(self.config.site_url or "").path.rstrip("/").removesuffix(f"/{self.own.folder}")
        own = f"{self.own.folder}/" if self.own.folder else ""
        # Deep enough to notice a link that climbs out of the site.
        base = root if link.startswith("/") or urlsplit(link).netloc else "/deep" * 20
        target = urlsplit(urljoin(f"http://site.invalid{base}/{own}{file}", link)).path
        return target.startswith(f"{base}/") and target.removeprefix(f"{base}/") in self._others

    @cached_property
    def _others(self) -> frozenset[str]:
        """The addresses of all pages of the other languages, from the root of all."""
        found = set()
        for each in self.all:
            if each is self.own:
                continue
            docs, prefix = self.find_docs(each), f"{each.folder}/" if each.folder else ""
            pages = (path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
            found |= {prefix + _get_address(page, folders=self.config.use_directory_urls) for page in pages}
        return frozenset(found)

    def find_docs(self, language: SiteLanguage) -> Path:
        """Return the folder with the sources of a language."""
        return get_root(self.config) / (language.docs or f"docs/{language.code}")

    def build_others(self, *, serving: bool = False) -> None:
        """Build all languages but the first into their folders, and list the pages of all in pages.json.

        While serving, what they are made from is watched as well.
        """
        site = Path(self.config.site_dir)
        for each in self.all[1:]:
            config = self._load_settings(each, site, serving=serving)
            with _skip_uncited():
                build(config, serve_url=config.site_url if serving else None)
            watched = [config.docs_dir, str(self._find_settings(each)), *config.watch]
            self.config.watch += [path for path in watched if path not in self.config.watch]
        use_language(read_site_language(self.config))
        rows = []
        for each in self.all:
            path = site / each.folder / _INDEX
            own = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
            prefix = f"{each.folder}/" if each.folder else ""
            rows += [{**row, "url": f"{prefix}{row['url']}", "language": each.code} for row in own]
        (site / _INDEX).write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def _load_settings(self, language: SiteLanguage, site: Path, *, serving: bool) -> MkDocsConfig:
        changes: dict[str, Any] = {"site_dir": str(site / language.folder), "strict": self.config.strict}
        if self.config.site_url:
            changes["site_url"] = f"{self.config.site_url.rstrip('/')}/{language.folder}/"
        config = load_config(str(self._find_settings(language)), **changes)
        config.plugins.on_startup(command="serve" if serving else "build", dirty=False)
        return config


@contextmanager
def _skip_uncited() -> Iterator[None]:
    """Leave out of the log which sources a language does not cite: its pages are fewer, and share the bibliography."""
    log = logging.getLogger("mkdocs.plugins.citations")

    def is_other_message(record: logging.LogRecord) -> bool:
        return "[never-cited]" not in record.getMessage()

    log.addFilter(is_other_message)
    try:
        yield
    finally:
        log.removeFilter(is_other_message)


def _get_address(source: str, *, folders: bool) -> str:
    """Return the address of a page as MkDocs makes it from the path of its source."""
    stem = source.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index") + ("" if folders else "index.html")
    return f"{stem}/" if folders else f"{stem}.html"


def register_translations(env: Environment) -> None:
    """Give templates ``t``, which translates a text, and ``script_texts``, the texts that scripts show."""
    env.globals["t"] = _translate_as_html
    env.globals["script_texts"] = dict(get_current_language().script_texts)


def _translate_as_html(text: str, **blanks: object) -> Markup:
    """Translate a text for a template; it and what fills its blanks are escaped."""
    escaped = {name: escape(value) for name, value in blanks.items()}
    return Markup(_fill_escaped(str(escape(t(text))), escaped))  # noqa: S704


def _fill_escaped(text: str, blanks: dict[str, Markup]) -> str:
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def translate_citations(config: MkDocsConfig) -> None:
    """Set the texts and the locale of citations to the site's language, where the site sets none of its own."""
    plugin = find_plugin(config, CiteprocPlugin)
    language = get_current_language()
    if plugin is None or language.is_english:
        return
    given: Any = config.extra.get("citations") or {} if plugin.in_extra else asdict(plugin.settings)
    if not isinstance(given, dict):
        return  # a mistake that the plugin reports
    phrases = (*PHRASES, *SCRIPT_PHRASES, *sorted(KINDS))
    own = {phrase: language.texts[phrase] for phrase in phrases if phrase in language.texts}
    changes: dict[str, Any] = {"words": {**own, **(given.get("words") or {})}}
    for name, english in (("references_heading", "References"), ("cited_on", "Cited on")):
        if given.get(name) in (None, english):
            changes[name] = t(english)
    if not given.get("locale"):
        changes["locale"] = _find_csl_locale(language.code)
    if plugin.in_extra:
        config.extra["citations"] = {**given, **changes}
    else:
        plugin.settings = replace(plugin.settings, **changes)


def _find_csl_locale(code: str) -> str:
    """Return a language as CSL's locales are named: ``es-ES``."""
    from babel.core import get_global

    language, _, region = code.replace("_", "-").partition("-")
    likely = str(get_global("likely_subtags").get(language, ""))  # es_Latn_ES
    return f"{language}-{region.upper() or likely.rpartition('_')[2] or language.upper()}"
