"""A MkDocs build as the plugins see it: its pages, their sources and addresses, its language and its log."""

from __future__ import annotations

import logging
import posixpath
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from mkdocs_citeproc.problems import Problem, Severity, escape_controls, sort_problems
from mkdocs_citeproc.source import SourceText, describe_encoding, describe_link, get_relative_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File


def get_root(config: MkDocsConfig) -> Path:
    """Return the folder of mkdocs.yml, to which paths in problems and settings are relative."""
    return _find_folder(Path(config.config_file_path or "mkdocs.yml").absolute())


@lru_cache(maxsize=8)  # called for each page, and resolving links asks the disk each time
def _find_folder(config_file: Path) -> Path:
    return config_file.resolve().parent


def get_cache_name(config: MkDocsConfig) -> str:
    """Return what tells the caches of sites apart that have the same folder; nothing for the one of mkdocs.yml."""
    return Path(config.config_file_path or "mkdocs.yml").stem.removeprefix("mkdocs").lstrip(".")


@lru_cache(maxsize=8)
def _docs_below(config_file: str | None, docs_dir: str) -> str:
    docs, root = Path(docs_dir).resolve(), _find_folder(Path(config_file or "mkdocs.yml").absolute())
    return docs.relative_to(root).as_posix() if docs.is_relative_to(root) else docs.as_posix()


def get_language(config: MkDocsConfig) -> str:
    """Return the language of the site, from the theme's settings."""
    return str(config.theme.get("language") or "en")


def get_address(file: File) -> str:
    """Return the page's address relative to the site's root; empty for the home page."""
    return "" if file.url in {".", "./"} else file.url


def get_page_title(file: File) -> str:
    """Return the page's title as plain text, or its path if a dirty build has not read the page.

    A title taken from a heading is HTML without its tags.
    """
    title = file.page.title if file.page else None
    return str(Markup(title or file.src_uri).striptags())  # noqa: S704


def get_source_path(file: File, config: MkDocsConfig) -> str:
    """Return the file's path from the repository root, with slashes, as if a generated file were in docs/."""
    return posixpath.join(_docs_below(config.config_file_path, config.docs_dir), file.src_uri)


def read_named_source(path: str, root: Path) -> SourceText:
    """Read a file that a setting names; raise PluginError if it is not UTF-8 or cannot be read."""
    if link := describe_link(Path(path), root):
        raise PluginError(str(link))
    name = get_relative_path(Path(path), root)
    try:
        return SourceText(name, Path(path).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PluginError(str(describe_encoding(name, error, "this file"))) from error
    except OSError as error:
        msg = f"{name}: this file cannot be read ({error.strerror})."
        raise PluginError(msg) from error


_sources: WeakKeyDictionary[File, SourceText] = WeakKeyDictionary()


def read_source(file: File, config: MkDocsConfig) -> SourceText:
    """Read the whole file with normalized line ends; raise PluginError if it is not UTF-8 or cannot be read.

    A file of docs/ is read once in a build, which has its own ``File`` for it.
    """
    if file.abs_src_path is None:  # a plugin has generated it, and may change it
        return _read_source(file, config)
    if file not in _sources:
        _sources[file] = _read_source(file, config)
    return _sources[file]


def _read_source(file: File, config: MkDocsConfig) -> SourceText:
    path = get_source_path(file, config)
    try:
        text = file.content_string
    except UnicodeDecodeError as error:
        raise PluginError(str(describe_encoding(path, error, "this page"))) from error
    except OSError as error:
        msg = f"{path}: this page cannot be read ({error.strerror})."
        raise PluginError(msg) from error
    return SourceText(path, text.replace("\r\n", "\n").replace("\r", "\n"))


# A strict build fails on anything that MkDocs' loggers report at WARNING or above; an info does not count.
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


def report_problems(problems: list[Problem], logger_name: str = "citations") -> None:
    """Log each problem once, in order of location. Call only during a build: --strict ignores earlier messages."""
    log = get_plugin_logger(logger_name)
    for problem in sort_problems(problems):
        log.log(_LEVELS[problem.code.severity], "%s", problem)


def keep_warnings(config: MkDocsConfig) -> None:
    """Let a strict build log its warnings, even with ``--quiet``.

    MkDocs counts only what it logs, so a quiet strict build would succeed in spite of them.
    """
    log = logging.getLogger("mkdocs")
    if config.strict and not log.isEnabledFor(logging.WARNING):
        log.setLevel(logging.WARNING)


class _Printable(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = escape_controls(record.getMessage()), ()
        return True


def make_log_printable() -> None:
    """Escape terminal control characters in everything that MkDocs logs, such as file names or link texts."""
    for handler in logging.getLogger("mkdocs").handlers:
        if not any(isinstance(each, _Printable) for each in handler.filters):
            handler.addFilter(_Printable())


def report_progress(line: str) -> None:
    """Log a line for whoever waits for a long build."""
    get_plugin_logger("citations").info("%s", line)
