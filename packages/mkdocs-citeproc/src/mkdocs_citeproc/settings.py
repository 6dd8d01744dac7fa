"""Settings of the ``citeproc`` plugin, or of the hook, which reads them from ``extra.citations`` in mkdocs.yml.

Names follow mkdocs-bibtex where it has an equivalent. hooks/README.md describes each one; tests/test_docs.py checks
that none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
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
    """Return the mapping under ``extra.NAME``; raise PluginError if it is not a mapping."""
    given = config.extra.get(name) or {}
    if not isinstance(given, dict):
        msg = f"mkdocs.yml: extra.{name} must hold settings ('name: value' lines), not {given!r}."
        raise PluginError(msg)
    return given


def read_extra_settings(config: MkDocsConfig, name: str, kind: type[Settings]) -> tuple[Settings, list[str], bool]:
    """Read the settings under ``extra.NAME``.

    Returns:
        The settings as a ``kind``, one line for each mistake, and whether every value is valid.

    """
    settings = kind(config_file_path=config.config_file_path)
    settings.load_dict(deepcopy(get_extra_settings(config, name)))  # MkDocs replaces values in nested settings
    failures, warnings = settings.validate()
    return settings, [f"  {which}: {message}" for which, message in [*failures, *warnings]], not failures


def raise_if_invalid(wrong: list[str], name: str) -> None:
    """Raise PluginError listing every invalid setting, if there is any."""
    if wrong:
        raise PluginError(f"mkdocs.yml: extra.{name} has mistakes.\n" + "\n".join(wrong))


class CitationSettings(base.Config):
    """Settings of the plugin, one per attribute; paths are relative to the folder of mkdocs.yml."""

    bib_file = option.Type(str, default="references.bib")
    """Path of the .bib file. Default ``references.bib``."""
    bib_dir = option.Optional(option.Type(str))
    """Path of a folder whose .bib files are all read instead of ``bib_file``; keys must be unique. Default: none."""
    csl_file = option.Type(str, default="apa")
    locale = option.Optional(option.Type(str))
    bib_command = option.Type(str, default="\\bibliography")
    r"""Line that the page's reference list replaces. Default ``\bibliography``."""
    full_bib_command = option.Type(str, default="\\full_bibliography")
    r"""Line that the list of all references replaces. Default ``\full_bibliography``."""
    bib_by_default = option.Type(bool, default=True)
    """Whether a page that cites gets its list at the end if it has no ``bib_command``. Default ``true``."""
    references_heading = option.Type(str, default="References")
    """Heading over a list at the end of a page. Default ``References``."""
    cited_on = option.Type(str, default="Cited on")
    """Words before the pages that cite a source, in the full list. Default ``Cited on``."""
    kinds = option.Type(dict, default={})
    """Mapping from a host to the kind of source found there, such as ``youtube.com: Video``. Default ``{}``."""
    words = option.Type(dict, default={})
    """Mapping from the English texts around citations and lists to your own. Default ``{}``."""
    quiet_kinds = option.ListOfItems(option.Type(str), default=[])
    """List of page kinds (``kind`` in front matter) that show bracketed citations as small marks. Default ``[]``."""
    cache_dir = option.Type(str, default=".cache/citations")
    """Folder for formatted citations; may be deleted at any time. Default ``.cache/citations``."""
    pandoc_timeout = option.Type((int, float), default=60)
    """Seconds after which pandoc is stopped and the build fails; above 0. Default ``60``."""


# mkdocs-bibtex settings that have no effect here, with the reason.
_UNSUPPORTED = {
    "csl_file_encoding": "style files are read as XML says they are encoded",
    "footnote_format": "citations are not footnotes here",
    "enable_inline_citations": "'@key' in running text always cites; write '\\@key' for a plain @",
}


def find_wrong_settings(
    given: Mapping[str, Any], config_file_path: str | None = None
) -> tuple[CitationSettings, ConfigErrors]:
    """Validate ``given`` as settings.

    Returns:
        The settings, and the name of each invalid one with an error that says what is wrong and what to write.

    """
    settings = CitationSettings(config_file_path=config_file_path)
    names = [name for name, _ in CitationSettings._schema]
    settings.load_dict({name: value for name, value in given.items() if name in names})
    failures, _ = settings.validate()
    failed = [name for name, _ in failures]
    wrong = [(str(name), _unknown(str(name), names)) for name in given if name not in names]
    wrong += [(name, f"must be {_describe_values(name)}, and is {given[name]!r}") for name in failed]
    wrong += [(name, message) for name in _CHECKS if name not in failed for message in _CHECKS[name](settings[name])]
    if settings.bib_command == settings.full_bib_command:
        wrong.append(("full_bib_command", "must differ from bib_command"))
    return settings, [(name, ValidationError(message)) for name, message in wrong]


def read_settings(config: MkDocsConfig) -> CitationSettings:
    """Read the settings under ``extra.citations``; raise PluginError listing every invalid one."""
    given = get_extra_settings(config, "citations")
    settings, wrong = find_wrong_settings(given, config.config_file_path)
    raise_if_invalid([f"  {name}: {error}" for name, error in wrong], "citations")
    return settings


def _unknown(name: str, names: list[str]) -> str:
    if name in _UNSUPPORTED:
        return f"a mkdocs-bibtex setting that has no effect here ({_UNSUPPORTED[name]}). Delete it"
    hint = suggest(name, names) or f"Known: {', '.join(names)}"
    return f"unknown setting. {hint}"


def _describe_values(name: str) -> str:
    """Describe in plain words the values that a setting accepts."""
    default = dict(CitationSettings._schema)[name].default
    return {bool: "true or false", int: "a number", list: "a list of words", dict: "lines of 'name: words'"}.get(
        type(default), "text"
    )


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


# Checks of values whose type is right but which may make no sense.
_CHECKS: dict[str, Callable[[Any], Iterator[str]]] = {
    "pandoc_timeout": _check_timeout,
    "bib_command": _check_command,
    "full_bib_command": _check_command,
    "kinds": _check_kinds,
    "words": lambda words: find_wrong_translations(words, KINDS),
}
