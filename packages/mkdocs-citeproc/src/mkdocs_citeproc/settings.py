"""Settings of the ``citeproc`` plugin, of the hook (``extra.citations`` in mkdocs.yml) and of the Markdown extension.

Names follow mkdocs-bibtex where it has an equivalent. ``python -m mkdocs_citeproc.settings`` prints docs/settings.md,
which is made from the docstrings here. The environment has one more: SOURCE_DATE_EPOCH, the time of the last change,
for reproducible builds.
"""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs_citeproc.formatting.translations import find_wrong_translations
from mkdocs_citeproc.problems import CitationError
from mkdocs_citeproc.yaml_values import suggest

if TYPE_CHECKING:
    from mkdocs.config.base import Config
    from mkdocs.config.defaults import MkDocsConfig


Settings = TypeVar("Settings", bound="Config")


def get_extra_settings(config: MkDocsConfig, name: str) -> dict[str, Any]:
    """Return the mapping under ``extra.NAME``; raise CitationError if it is not a mapping."""
    given = config.extra.get(name) or {}
    if not isinstance(given, dict):
        msg = f"mkdocs.yml: extra.{name} must hold settings ('name: value' lines), not {given!r}."
        raise CitationError(msg)
    return given


def read_extra_settings(config: MkDocsConfig, name: str, kind: type[Settings]) -> tuple[Settings, list[str], bool]:
    """Read the settings under ``extra.NAME``.

    Returns:
        The settings as a ``kind``, one line for each mistake, and whether every value is valid.

    """
    settings = kind(config_file_path=config.config_file_path)
    settings.load_dict(_drop_empty(deepcopy(get_extra_settings(config, name))))  # MkDocs changes nested settings
    failures, warnings = settings.validate()
    return settings, [f"  {which}: {message}" for which, message in [*failures, *warnings]], not failures


def _drop_empty(given: dict[str, Any]) -> dict[str, Any]:
    """Leave out settings without a value, so that a file that begins with ``INHERIT`` can undo what it inherits."""
    return {
        key: _drop_empty(value) if isinstance(value, dict) else value
        for key, value in given.items()
        if value is not None
    }


def raise_if_invalid(wrong: list[str], name: str) -> None:
    """Raise CitationError listing every invalid setting, if there is any."""
    if wrong:
        raise CitationError(f"mkdocs.yml: extra.{name} has mistakes.\n" + "\n".join(wrong))


@dataclass(frozen=True, slots=True)
class CitationSettings:
    """Settings, one per attribute; paths are relative to the folder of mkdocs.yml."""

    bib_file: str = "references.bib"
    """Path of the .bib file."""
    bib_dir: str | None = None
    """Path of a folder whose .bib files are all read instead of ``bib_file``; keys must be unique."""
    csl_file: str = "apa"
    """Citation style: a path ending in ``.csl``, or a name such as ``vancouver`` or ``chicago-author-date``."""
    locale: str | None = None
    """Language of the words that a style adds, as a tag such as ``de-DE``, and of titles whose entry says none.

    Without it, the style's own language counts, else American English.
    """
    bib_command: str = "\\bibliography"
    """Line that the page's reference list replaces."""
    full_bib_command: str = "\\full_bibliography"
    """Line that the list of all references replaces."""
    bib_by_default: bool = True
    """Whether a page that cites gets its list at the end if it has no ``bib_command``."""
    references_heading: str = "References"
    """Heading over a list at the end of a page."""
    cited_on: str = "Cited on"
    """Words before the pages that cite a source, in the full list."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Kind of source found at each host, such as ``youtube.com: Video``."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Your own words for the English texts around citations and lists."""
    quiet_kinds: tuple[str, ...] = ()
    """Page kinds (``kind`` in front matter) that show citations in brackets as small marks."""
    cache_dir: str = ".cache/citations"
    """Folder for formatted citations; may be deleted at any time."""
    pandoc_timeout: float = 60
    """Seconds after which pandoc is stopped and the build fails; above 0. More citations get more time."""


_ACCEPTED: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "str": ("text", lambda value: isinstance(value, str)),
    "str | None": ("text", lambda value: value is None or isinstance(value, str)),
    "bool": ("true or false", lambda value: isinstance(value, bool)),
    "float": ("a number", lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)),
    "Mapping[str, str]": ("lines of 'name: words'", lambda value: isinstance(value, dict)),
    "tuple[str, ...]": (
        "a list of words",
        lambda value: isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value),
    ),
}
"""What the type of a setting accepts, in words and as a check."""

# mkdocs-bibtex settings that have no effect here, with the reason.
_UNSUPPORTED = {
    "csl_file_encoding": "style files are read as XML says they are encoded",
    "footnote_format": "citations are not footnotes here",
    "enable_inline_citations": "'@key' in running text always cites; write '\\@key' for a plain @",
}


def find_wrong_settings(given: Mapping[str, Any]) -> tuple[CitationSettings, list[tuple[str, str]]]:
    """Validate ``given`` as settings.

    Returns:
        The settings, and the name of each invalid one with what is wrong and what to write.

    """
    accepted = {each.name: _ACCEPTED[str(each.type)] for each in fields(CitationSettings)}
    wrong = [(str(name), _unknown(str(name), [*accepted])) for name in given if name not in accepted]
    valid: dict[str, Any] = {}
    for name, value in given.items():
        if name not in accepted:
            continue
        words, accepts = accepted[name]
        if accepts(value):
            valid[name] = tuple(value) if isinstance(value, list) else value
        else:
            wrong.append((name, f"must be {words}, and is {value!r}"))
    wrong += [(name, message) for name in _CHECKS if name in valid for message in _CHECKS[name](valid[name])]
    settings = replace(CitationSettings(), **valid)
    if settings.bib_command == settings.full_bib_command:
        wrong.append(("full_bib_command", "must differ from bib_command"))
    return settings, wrong


def read_settings(config: MkDocsConfig) -> CitationSettings:
    """Read the settings under ``extra.citations``; raise CitationError listing every invalid one."""
    settings, wrong = find_wrong_settings(get_extra_settings(config, "citations"))
    raise_if_invalid([f"  {name}: {message}" for name, message in wrong], "citations")
    return settings


def _unknown(name: str, names: list[str]) -> str:
    if name in _UNSUPPORTED:
        return f"a mkdocs-bibtex setting that has no effect here ({_UNSUPPORTED[name]}). Delete it"
    hint = suggest(name, names) or f"Known: {', '.join(names)}"
    return f"unknown setting. {hint}"


def _check_timeout(seconds: float) -> Iterator[str]:
    if seconds <= 0:
        yield "must be a number of seconds above 0"


def _check_command(command: str) -> Iterator[str]:
    if not (command.startswith("\\") and command[1:].replace("_", "").isalnum()):
        yield f"a backslash and letters, such as '\\bibliography' (it is {command!r})"


def _check_kinds(kinds: dict[object, object]) -> Iterator[str]:
    for host, kind in kinds.items():
        if not (isinstance(host, str) and isinstance(kind, str)):
            yield f"a host and what is found there, such as 'youtube.com: Video' (it is {host!r}: {kind!r})"


def _check_words(words: dict[object, object]) -> Iterator[str]:
    if not words:
        return
    from mkdocs_citeproc.export.record import KINDS

    yield from find_wrong_translations(words, KINDS)


# Checks of values whose type is right but which may make no sense.
_CHECKS: dict[str, Callable[[Any], Iterator[str]]] = {
    "pandoc_timeout": _check_timeout,
    "bib_command": _check_command,
    "full_bib_command": _check_command,
    "kinds": _check_kinds,
    "words": _check_words,
}


_INTRODUCTION = """\
# Settings of mkdocs-citeproc

Under `citeproc:` in `plugins` of mkdocs.yml, or under `mkdocs_citeproc:` in `markdown_extensions` without MkDocs. None
has to be set. Paths are relative to the folder of mkdocs.yml.

This page is made from the docstrings in `mkdocs_citeproc/settings.py`.
"""


def read_attribute_docs(settings: type) -> dict[str, str]:
    """Return the docstring below each attribute of a class, as Markdown, by the attribute's name."""
    [body] = [node.body for node in ast.parse(inspect.getsource(settings)).body if isinstance(node, ast.ClassDef)]
    docs: dict[str, str] = {}
    for before, node in pairwise(body):
        targets = before.targets if isinstance(before, ast.Assign) else [getattr(before, "target", None)]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            text = inspect.cleandoc(node.value.value).replace("``", "`")
            docs |= {target.id: text for target in targets if isinstance(target, ast.Name)}
    return docs


def write_reference() -> str:
    """Return docs/settings.md: each setting with its type, its default and its docstring."""
    docs = read_attribute_docs(CitationSettings)
    parts = [_INTRODUCTION]
    for each in fields(CitationSettings):
        value = getattr(CitationSettings(), each.name)
        default = _describe_default(value)
        kind = _ACCEPTED[str(each.type)][0].capitalize()
        parts.append(f"## `{each.name}`\n\n{docs[each.name]}\n\n*{kind}. Default: {default}*\n")
    return "\n".join(parts)


def _describe_default(value: object) -> str:
    if value is None:
        return "none"
    shown = str(value).lower() if isinstance(value, bool) else str([*value]) if isinstance(value, tuple) else str(value)
    return f"`{shown}`"


_LAST_CHANGE = "SOURCE_DATE_EPOCH"


def get_last_change() -> datetime | None:
    """Return the time of the last change from the environment, if set; raise CitationError if it is not a time."""
    given = os.environ.get(_LAST_CHANGE)
    if given is None:
        return None
    try:
        if not (given.isascii() and given.isdecimal()):
            raise ValueError(given)
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{_LAST_CHANGE} is '{given}', which is not a number of seconds since 1970. Do: unset {_LAST_CHANGE}"
        raise CitationError(msg) from error


def get_this_year() -> int:
    """Return the year by the clock, or that of the last change where the clock is behind it."""
    change = get_last_change()
    return max(date.today().year, change.year if change else 0)


if __name__ == "__main__":
    print(write_reference(), end="")
