"""The site that a command works on: the folder with mkdocs.yml, where things are in it, and its text files."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_citeproc.cache import write_atomically
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from psychoed.pages.kinds import PageRules


_LARGEST = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's ``text`` with LF line breaks; ``ends`` are its original ones."""

    path: Path
    text: str
    ends: str

    def replace_text(self, text: str) -> None:
        """Replace the file's contents, keeping its line breaks and permissions; on an error the file is unchanged."""
        path = self.path.resolve()
        try:
            mode = path.stat().st_mode & 0o7777
            write_atomically(path, text.replace("\n", self.ends).encode())
            path.chmod(mode)
        except OSError as error:
            raise UserError(f"{self.path.name} can't be written: {error.strerror}. It is unchanged.") from error


def read_site_text(path: Path, root: Path) -> SourceText:
    """Return the text at ``path``, named relative to the root if it is below it.

    Raises UserError as ``read_text_file`` does, and for a link that leads out of the root, whose target would be shown.
    """
    whole = path.resolve()
    if path.absolute().is_relative_to(root.absolute()) and not whole.is_relative_to(root.resolve()):
        raise UserError(f"{path.name} is a link that leads out of this folder. Put a copy of the file there.")
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
    return SourceText(name, read_text_file(path).text.removeprefix("\ufeff"))


def read_text_file(path: Path) -> TextFile:
    """Return the file at ``path``. Raises UserError if it is not a UTF-8 text file."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device would never end
            raise UserError(f"{path}: this is not a file.")
        if path.exists() and path.stat().st_size > _LARGEST:
            raise UserError(f"{path}: this file has more than {_LARGEST} bytes, too many for a text.")
        text = path.read_bytes().decode()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    ends = "\r\n" if text.count("\n") == text.count("\r\n") > 0 else "\n"
    return TextFile(path, text.replace(ends, "\n"), ends)


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
    from psychoed.plugins.page_settings import read_page_settings

    config = load_settings(project)
    rules = replace(load_page_rules(config), has_translations=bool(read_page_settings(config).languages))
    schema = build_page_schema(rules)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
