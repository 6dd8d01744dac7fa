"""What Material prints alike on every page, such as the search dialog and the texts of its language: rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psychoed.plugins.templates import THEME, replace_material_templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

# They print settings, texts and the way to the site's root, but nothing of the page and no other address.
PARTS = (
    *("partials/icons.html", "partials/search.html", "partials/palette.html"),
    *(f"partials/javascripts/{name}.html" for name in ("base", "content", "palette")),
)
LANGUAGE = "partials/language.html"
_PART = """\
{{%- macro whole() -%}}{{%- include "{theme}/{name}" -%}}{{%- endmacro -%}}
{{{{ constant_part("{name}", base_url, whole) }}}}"""
_TEXTS = """\
{% macro t(key) %}{{ theme_text(key) }}{% endmacro %}"""


class ConstantParts:
    """Rendered parts of one build's pages."""

    def __init__(self, env: Environment, config: MkDocsConfig) -> None:
        self._env, self._config = env, config
        self._parts: dict[tuple[str, str], str] = {}
        self._texts: dict[str, str] = {}
        self._translate: Callable[[str], str] | None = None

    def render(self, name: str, base_url: str, whole: Callable[[], str]) -> str:
        """Return what ``whole`` prints for the part of this name, on any page with this way to the root."""
        if (name, base_url) not in self._parts:
            self._parts[name, base_url] = whole()
        return self._parts[name, base_url]

    def translate(self, key: str) -> str:
        """Return a text of the theme in the site's language."""
        if key not in self._texts:
            if self._translate is None:
                texts: Any = self._env.get_template(f"{THEME}/{LANGUAGE}").make_module({"config": self._config})
                self._translate = texts.t
            self._texts[key] = self._translate(key)
        return self._texts[key]


def reuse_constant_parts(env: Environment, config: MkDocsConfig) -> None:
    """Let Material's templates, where a site has none in their place, print these parts from memory."""
    parts = ConstantParts(env, config)
    env.globals |= {"constant_part": parts.render, "theme_text": parts.translate}
    for name in PARTS:
        replace_material_templates(env, {name: _PART.format(name=name, theme=THEME)})
    replace_material_templates(env, {LANGUAGE: _TEXTS})
