"""A hook that keeps the theme's compiled templates, as this site's page hook does; listed behind the citation hook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from psychoed.plugins.templates import cache_compiled_templates

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Keep them beside mkdocs.yml."""
    cache_compiled_templates(env, Path(config.config_file_path or "mkdocs.yml").parent / ".templates")
