"""What Material prints alike on every page, such as the search dialog and the texts of its language: rendered once."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from psychoed.plugins.templates import THEME, render_included, replace_material_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

# They print settings, texts and the way to the site's root, but nothing of the page and no other address.
PARTS = (
    *("partials/icons.html", "partials/search.html", "partials/palette.html", "partials/copyright.html"),
    *(f"partials/javascripts/{name}.html" for name in ("base", "content", "palette")),
)
LANGUAGE = "partials/language.html"
_PART = """\
{{{{ constant_part("{name}") }}}}"""
_TEXTS = """\
{% set t = theme_text %}"""
# A page's own headings, which are in the menu and at its side.
HEADINGS = "partials/toc.html"
_HEADINGS = """\
{{ page_headings() }}"""


class ConstantParts:
    """Rendered parts of one build's pages."""

    def __init__(self, env: Environment, config: MkDocsConfig) -> None:
        self._env, self._config = env, config
        self._parts: dict[tuple[str, str], str] = {}
        self._texts: dict[str, str] = {}
        self._headings: tuple[Page | None, str] = (None, "")

    def render(self, name: str, base_url: str, whole: Callable[[], str]) -> str:
        """Return what ``whole`` prints for the part of this name, on any page with this way to the root."""
        if (name, base_url) not in self._parts:
            self._parts[name, base_url] = whole()
        return self._parts[name, base_url]

    def render_headings(self, page: Page | None, whole: Callable[[], str]) -> str:
        """Return what ``whole`` prints for the headings of a page."""
        if page is None:
            return whole()
        if self._headings[0] is not page:
            self._headings = page, whole()
        return self._headings[1]

    def translate(self, key: str) -> str:
        """Return a text of the theme in the site's language."""
        if key not in self._texts:
            self._texts[key] = self._translate(key)
        return self._texts[key]

    @cached_property
    def _translate(self) -> Callable[[str], str]:
        texts: Any = self._env.get_template(f"{THEME}/{LANGUAGE}").make_module({"config": self._config})
        return texts.t  # type: ignore[no-any-return]


def reuse_constant_parts(env: Environment, config: MkDocsConfig) -> None:
    """Let Material's templates, where a site has none in their place, print these parts from memory."""
    parts = ConstantParts(env, config)

    # Templates could pass macros, which Jinja would make anew on every page.
    @pass_context
    def render_part(context: Context, name: str) -> str:
        return parts.render(name, context["base_url"], partial(render_included, context, f"{THEME}/{name}"))

    @pass_context
    def render_headings(context: Context) -> str:
        return parts.render_headings(context.get("page"), partial(render_included, context, f"{THEME}/{HEADINGS}"))

    env.globals |= {
        "constant_part": render_part,
        "page_headings": render_headings,
        "theme_text": parts.translate,
    }
    replace_constant_parts(env)


def replace_constant_parts(env: Environment) -> Collection[str]:
    """Let Material's templates ask for their parts; return the names of the templates that were replaced."""
    parts = {**{name: _PART.format(name=name) for name in PARTS}, LANGUAGE: _TEXTS, HEADINGS: _HEADINGS}
    return [each for name, text in parts.items() for each in replace_material_templates(env, {name: text})]
