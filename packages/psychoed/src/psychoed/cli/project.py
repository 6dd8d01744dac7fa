"""The site that a command works on: the folder with mkdocs.yml, and where things are in it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from psychoed.cli.console import UserError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from psychoed.pages.kinds import PageRules

SETTINGS = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """A site's folder."""

    root: Path

    @property
    def settings(self) -> Path:
        """The site's settings."""
        return self.root / SETTINGS

    @property
    def docs(self) -> Path:
        """The folder with the pages."""
        return self.root / "docs"

    @property
    def bibliography(self) -> Path:
        """The file with the sources."""
        return self.root / "references.bib"

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.root / "site"

    @property
    def dist(self) -> Path:
        """The folder for archives of the site."""
        return self.root / "dist"

    @property
    def cache(self) -> Path:
        """The folder for what can be made again."""
        return self.root / ".cache"

    def list_pages(self) -> list[Path]:
        """Return the Markdown files of the site, sorted by path."""
        return sorted(self.docs.rglob("*.md"))

    def read_last_commit_time(self) -> str:
        """Return the time of the last commit in seconds since 1970; empty if this is not a Git repository."""
        command = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
        try:
            done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        except OSError:
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    def get_environment(self, *, pdf: bool | None = None) -> dict[str, str]:
        """Return the environment of a build.

        It is in UTF-8, whatever the machine's locale. Dates in the site are those of the last commit, so that the same
        sources give the same bytes. The notices about the end of MkDocs 1, which MkDocs and Material print, are off.
        """
        own = {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        if "SOURCE_DATE_EPOCH" not in os.environ and (last := self.read_last_commit_time()):
            own["SOURCE_DATE_EPOCH"] = last
        if pdf is not None:
            own["PDF"] = str(int(pdf))
        return {**os.environ, **own}


def find_project(start: Path) -> Project:
    """Return the site that ``start`` is in. Raises UserError if neither it nor a folder above has an mkdocs.yml."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return Project(folder)
    raise UserError(f"There is no {SETTINGS} in {here} or above it. Go to a site's folder, or make one: psychoed new")


def load_page_rules(config: MkDocsConfig) -> PageRules:
    """Return the site's kinds of pages, audiences and categories of news."""
    from psychoed.plugins.page_settings import get_page_rules, read_page_settings

    blog = next((plugin for name, plugin in config.plugins.items() if name.endswith("blog")), None)
    categories = tuple(blog.config.categories_allowed) if blog else ()
    return replace(get_page_rules(read_page_settings(config)), categories=categories)


def load_settings(project: Project) -> MkDocsConfig:
    """Return the site's settings as MkDocs reads them, with our plugins' where the plugins look for them."""
    from mkdocs.config import load_config

    from psychoed.plugins.settings import SettingsPlugin

    config = load_config(str(project.settings))
    for plugin in config.plugins.values():
        if isinstance(plugin, SettingsPlugin):
            plugin.use_options(config)
    return config


def format_page_schema(project: Project) -> str:
    """Return the JSON Schema of the front matter of the site's pages, for editors and other programs."""
    from psychoed.pages.schema import build_page_schema

    schema = build_page_schema(load_page_rules(load_settings(project)))
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
