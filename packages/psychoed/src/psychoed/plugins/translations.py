"""Gives templates and mkdocs-citeproc the texts of the site's language."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from mkdocs_citeproc.export.record import KINDS
from mkdocs_citeproc.formatting.translations import PHRASES, SCRIPT_PHRASES
from mkdocs_citeproc.plugin import CiteprocPlugin, find_plugin
from psychoed.language import get_current_language, t

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig


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
