"""This repository's own pages keep to the page schema, which is kept as a file for editors."""

from __future__ import annotations

import json

import yaml
from jsonschema import Draft202012Validator

from psychoed.cli.project import Project, format_page_schema
from support.site import ROOT


def test_ours_was_not_forgotten() -> None:
    assert (ROOT / "page.schema.json").read_text(encoding="utf-8") == format_page_schema(Project(ROOT)), (
        "psychoed schema"
    )


def test_our_pages_keep_to_it() -> None:
    validator = Draft202012Validator(json.loads(format_page_schema(Project(ROOT))))
    pages = sorted((ROOT / "docs").rglob("*.md"))
    assert len(pages) > 40
    for page in pages:
        front = yaml.load(page.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506
        front = {
            name: {"1": 1, "2": 2, "true": True, "false": False}.get(str(value), value) for name, value in front.items()
        }
        assert [error.message for error in validator.iter_errors(front)] == [], page
