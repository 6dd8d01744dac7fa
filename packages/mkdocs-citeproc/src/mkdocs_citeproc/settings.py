"""The settings of the plugin ``citeproc``, or of a hook under ``extra.citations`` in mkdocs.yml.

Names are mkdocs-bibtex's where it has them; hooks/README.md describes each one (tests/test_docs.py sees to
it that none is left out).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError

from mkdocs_citeproc.export.kinds import KINDS
from mkdocs_citeproc.formatting.translations import find_wrong_translations
from mkdocs_citeproc.yaml_values import suggest

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors
    from mkdocs.config.defaults import MkDocsConfig

Settings = TypeVar("Settings", bound=base.Config)


def get_extra_settings(config: MkDocsConfig, name: str) -> dict[str, Any]:
    """What stands under ``extra.NAME``; raises PluginError where it holds no settings."""
    given = config.extra.get(name) or {}
    if not isinstance(given, dict):
        msg = f"mkdocs.yml: extra.{name} must hold settings ('name: value' lines), not {given!r}."
        raise PluginError(msg)
    return given


def read_extra_settings(config: MkDocsConfig, name: str, kind: type[Settings]) -> tuple[Settings, list[str], bool]:
    """The settings as a ``kind``, what is wrong with them, a line each, and whether all of them could be read."""
    settings = kind(config_file_path=config.config_file_path)
    settings.load_dict(get_extra_settings(config, name))
    failures, warnings = settings.validate()
    return settings, [f"  {which}: {message}" for which, message in [*failures, *warnings]], not failures


def raise_if_invalid(wrong: list[str], name: str) -> None:
    """Raise PluginError naming every setting that is wrong, if any is."""
    if wrong:
        raise PluginError(f"mkdocs.yml: extra.{name} has mistakes.\n" + "\n".join(wrong))


class CitationSettings(base.Config):
    """Each attribute is one setting; paths are relative to the folder of mkdocs.yml."""

    bib_file = option.Type(str, default="references.bib")
    bib_dir = option.Optional(option.Type(str))
    csl_file = option.Type(str, default="apa")
    locale = option.Optional(option.Type(str))
    bib_command = option.Type(str, default="\\bibliography")
    full_bib_command = option.Type(str, default="\\full_bibliography")
    bib_by_default = option.Type(bool, default=True)
    references_heading = option.Type(str, default="References")
    cited_on = option.Type(str, default="Cited on")
    kinds = option.Type(dict, default={})
    words = option.Type(dict, default={})
    quiet_kinds = option.ListOfItems(option.Type(str), default=[])
    cache_dir = option.Type(str, default=".cache/citations")
    pandoc_timeout = option.Type((int, float), default=60)


# Settings of mkdocs-bibtex that have no meaning here, with what became of them.
_GONE = {
    "csl_file_encoding": "style files are read as XML says they are encoded",
    "footnote_format": "citations are not footnotes here",
    "enable_inline_citations": "'@key' in running text always cites; write '\\@key' for a plain @",
}


def find_wrong_settings(
    given: Mapping[str, Any], config_file_path: str | None = None
) -> tuple[CitationSettings, ConfigErrors]:
    """Read ``given`` as settings.

    Returns:
        The settings, and each wrong one's name with an error that says what is wrong and what to write.

    """
    settings = CitationSettings(config_file_path=config_file_path)
    names = [name for name, _ in CitationSettings._schema]
    settings.load_dict({name: value for name, value in given.items() if name in names})
    failures, _ = settings.validate()
    failed = [name for name, _ in failures]
    wrong = [(str(name), _unknown(str(name), names)) for name in given if name not in names]
    wrong += [(name, f"must be {_wanted(name)}, and is {given[name]!r}") for name in failed]
    wrong += [(name, message) for name in _ODD if name not in failed for message in _ODD[name](settings[name])]
    if settings.bib_command == settings.full_bib_command:
        wrong.append(("full_bib_command", "must differ from bib_command"))
    return settings, [(name, ValidationError(message)) for name, message in wrong]


def read_settings(config: MkDocsConfig) -> CitationSettings:
    """Read the settings under ``extra.citations``; raises PluginError naming every setting that is wrong."""
    given = get_extra_settings(config, "citations")
    settings, wrong = find_wrong_settings(given, config.config_file_path)
    raise_if_invalid([f"  {name}: {error}" for name, error in wrong], "citations")
    return settings


def _unknown(name: str, names: list[str]) -> str:
    if name in _GONE:
        return f"a mkdocs-bibtex setting that has no effect here ({_GONE[name]}). Delete it"
    hint = suggest(name, names) or f"Known: {', '.join(names)}"
    return f"unknown setting. {hint}"


def _wanted(name: str) -> str:
    """In plain words, what a setting takes."""
    default = dict(CitationSettings._schema)[name].default
    return {bool: "true or false", int: "a number", list: "a list of words", dict: "lines of 'name: words'"}.get(
        type(default), "text"
    )


def _odd_timeout(seconds: float) -> Iterator[str]:
    if seconds <= 0:
        yield "must be a number of seconds above 0"


def _odd_command(command: str) -> Iterator[str]:
    if not (command.startswith("\\") and command[1:].replace("_", "").isalnum()):
        yield f"a backslash and letters, such as '\\bibliography' (it is {command!r})"


def _odd_kinds(kinds: dict[object, object]) -> Iterator[str]:
    for host, kind in kinds.items():
        if not (isinstance(host, str) and isinstance(kind, str)):
            yield f"a host and what is found there, such as 'youtube.com: Video' (it is {host!r}: {kind!r})"


# What is right by its type and means nothing.
_ODD: dict[str, Callable[[Any], Iterator[str]]] = {
    "pandoc_timeout": _odd_timeout,
    "bib_command": _odd_command,
    "full_bib_command": _odd_command,
    "kinds": _odd_kinds,
    "words": lambda words: find_wrong_translations(words, KINDS),
}
