"""Runs MkDocs, and reports mistakes in mkdocs.yml with their lines.

MkDocs reads mkdocs.yml before it loads any plugin, so a plugin can't do that::

    python -m psychoed.plugins.mkdocs_command build --strict
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from jinja2 import TemplateNotFound
from mkdocs.__main__ import cli
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from mkdocs_citeproc.mkdocs_build import read_named_source
from mkdocs_citeproc.problems import Location, Problem, escape_controls
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Data, Value, read_mapping
from psychoed.problems import Code

_LOGGER = logging.getLogger("mkdocs.config")
_MESSAGE = re.compile(r"Config value '(?P<name>[^']*)': (?P<message>.*)", re.DOTALL)
# Others would call any function of Python.
_TAGS = frozenset({"!ENV", "!relative"})
_HINT = "Correct it; '--verbose' after 'mkdocs build' says more."
_QUOTED = re.compile(r"['\"]([^'\"\n]+)['\"]")
_TRACEBACK = re.compile(r"\n(?: +File |Traceback ).*\n(?=\S)", re.DOTALL)


def find_yaml_fault(source: SourceText) -> Problem | None:
    """Return the first mistake that keeps mkdocs.yml from being read, or that silently drops a setting."""
    _, problems = read_mapping(source.text, source.path, Code.BAD_SETTING, Code.BAD_SETTING, tags=_TAGS)
    return min(problems, key=lambda problem: problem.where) if problems else None


def locate_message(source: SourceText, name: str, message: str) -> Problem:
    """Return MkDocs' ``message`` about the setting ``name`` as a problem, as near to its cause as its words allow.

    Of a traceback, as for an extension that can't be loaded, only the error is kept.
    """
    fields, _ = read_mapping(source.text, source.path, Code.BAD_SETTING, Code.BAD_SETTING, tags=_TAGS)
    field = (fields or {}).get(name)
    where = field.where if field else Location(source.path)
    message = " ".join(_TRACEBACK.sub("\n", message).split())
    if field:
        named = [field.value] if isinstance(field.value.data, str) else []
        quoted = [*_QUOTED.findall(message), *re.findall(r"configuration name: (\S+)", message)]
        found = [value for each in reversed(quoted) for value in _find_values(field.value, each)]
        where = next((value.where for value in [*named, *found]), where)
    return Problem(Code.BAD_SETTING, where, f"'{name}': {message}", "Correct this line.")


def _find_values(value: Value, text: str) -> Iterator[Value]:
    """Yield the values inside ``value`` that are ``text``, or whose key is; a path may be given with its folder."""
    data: Data = value.data
    if isinstance(data, dict):
        for field in data.values():
            if field.name == text:
                yield Value(None, field.where)
            yield from _find_values(field.value, text)
    elif isinstance(data, list):
        for item in data:
            yield from _find_values(item, text)
    elif value.text and (value.text == text or text.endswith(f"/{value.text}")):
        yield value


class _Locate(logging.Filter):
    """Gives MkDocs' messages about settings their places."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def filter(self, record: logging.LogRecord) -> bool:
        found = _MESSAGE.fullmatch(record.getMessage())
        if found and record.levelno >= logging.WARNING:
            root = self.path.resolve().parent
            message = found["message"].replace(f"{root}/", "")
            try:
                source = read_named_source(str(self.path), root)
            except PluginError:
                return True
            record.msg, record.args = str(locate_message(source, found["name"], message)), ()
        return True


def describe_settings_error(error: Exception, path: Path) -> str:
    """Return what to print for ``error``, which ended the reading of the settings at ``path``."""
    root = path.resolve().parent
    try:
        if fault := find_yaml_fault(read_named_source(str(path), root)):
            return str(fault)
    except PluginError as unreadable:
        return str(unreadable)
    if isinstance(error, TemplateNotFound):
        message = f"the theme has no file '{error.name}'"
    else:
        kind = "" if isinstance(error, click.ClickException) else f"{type(error).__name__}: "
        message = " ".join(f"{kind}{error}".replace(f"{root}/", "").split())
    place = re.search(rf'in "{re.escape(path.name)}", line (\d+), column (\d+)', message)
    where = Location(path.name, *(map(int, place.groups()))) if place else Location(path.name)
    message = message.replace(place[0], "") if place else message
    message = message.removeprefix("MkDocs encountered an error parsing the configuration file: ")
    return str(Problem(Code.BAD_SETTING, where, message.strip(), _HINT))


@contextmanager
def locate_settings(path: Path) -> Iterator[list[str]]:
    """Give MkDocs' messages about the settings at ``path`` their places; yields a list that collects them."""
    lines: list[str] = []
    locate, collect = _Locate(path), _Collect(lines)
    _LOGGER.addFilter(locate)
    _LOGGER.addHandler(collect)
    try:
        yield lines
    finally:
        _LOGGER.removeFilter(locate)
        _LOGGER.removeHandler(collect)


class _Collect(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def main(arguments: Sequence[str]) -> int:
    """Run MkDocs with the settings in the current folder, or those after ``-f``; return the exit code."""
    options = iter(arguments)
    named = next((next(options, "") for option in options if option in {"-f", "--config-file"}), "")
    path = Path(named or "mkdocs.yml")
    try:
        if path.is_file() and (fault := find_yaml_fault(read_named_source(str(path), path.resolve().parent))):
            return _fail(str(fault))
        with locate_settings(path):
            return int(cli.main(list(arguments), prog_name="mkdocs", standalone_mode=False) or 0)
    except ConfigurationError as error:
        return _fail(describe_settings_error(error, path))
    except PluginError as error:
        return _fail(str(error))
    except Abort as error:
        return _fail(error.format_message())
    except click.Abort:  # Ctrl-C
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:  # while the settings are read; what happens later, psychoed/site explains
        if {"-v", "--verbose"} & set(arguments):
            raise
        return _fail(describe_settings_error(error, path))


def _fail(message: str) -> int:
    print(escape_controls(message), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
