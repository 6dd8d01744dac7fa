"""Writes the JSON Schema of a site's front matter, made from the code and mkdocs.yml."""

from __future__ import annotations

import json

from psychoed.cli.project import Project, load_settings
from psychoed.pages.schema import build_page_schema
from psychoed.plugins.page_settings import read_page_settings


def format_schema(project: Project) -> str:
    """Return the schema of the site's pages as JSON."""
    config = load_settings(project)
    blog = next((plugin for name, plugin in config.plugins.items() if name.endswith("blog")), None)
    categories = blog.config.categories_allowed if blog else ()
    schema = build_page_schema(read_page_settings(config).audiences, categories)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
