"""Writes page.schema.json from the code and mkdocs.yml: ``make schema``; a test fails if it is outdated."""

from __future__ import annotations

import json
from dataclasses import replace

from mkdocs.config import load_config

from psychoed.pages.schema import build_page_schema
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from tools.system import ROOT, finish, say

PATH = ROOT / "page.schema.json"


def text() -> str:
    """Return the schema of the site's pages."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    rules = get_page_rules(read_page_settings(config))
    blog = next((plugin for name, plugin in config.plugins.items() if name.endswith("blog")), None)
    categories = blog.config.categories_allowed if blog else ()
    return (
        json.dumps(build_page_schema(replace(rules, categories=tuple(categories))), ensure_ascii=False, indent=2) + "\n"
    )


def main() -> int:
    """Write the schema."""
    PATH.write_text(text(), encoding="utf-8")
    say(f"{PATH.name} is up to date.")
    return 0


if __name__ == "__main__":
    finish(main)
