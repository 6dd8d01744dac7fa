"""Writes the JSON Schema of a site's front matter, made from the code and mkdocs.yml."""

from __future__ import annotations

import json

from psychoed.cli.project import Project, load_page_rules, load_settings
from psychoed.pages.schema import build_page_schema


def format_schema(project: Project) -> str:
    """Return the schema of the site's pages as JSON."""
    schema = build_page_schema(load_page_rules(load_settings(project)))
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
