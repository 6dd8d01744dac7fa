"""Reading the settings of one hook, as they stand under ``extra.NAME`` in mkdocs.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mkdocs.config import base
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Settings = TypeVar("Settings", bound=base.Config)


def given_under(config: MkDocsConfig, name: str) -> dict[str, Any]:
    """What stands under ``extra.NAME``; raises PluginError where it holds no settings."""
    given = config.extra.get(name) or {}
    if not isinstance(given, dict):
        msg = f"mkdocs.yml: extra.{name} must hold settings ('name: value' lines), not {given!r}."
        raise PluginError(msg)
    return given


def read_under(config: MkDocsConfig, name: str, kind: type[Settings]) -> tuple[Settings, list[str], bool]:
    """The settings as a ``kind``, what is wrong with them, a line each, and whether all of them could be read."""
    settings = kind(config_file_path=config.config_file_path)
    settings.load_dict(given_under(config, name))
    failures, warnings = settings.validate()
    return settings, [f"  {which}: {said}" for which, said in [*failures, *warnings]], not failures


def stop_where(wrong: list[str], name: str) -> None:
    """Raise PluginError naming every setting that is wrong, if any is."""
    if wrong:
        raise PluginError(f"mkdocs.yml: extra.{name} has mistakes.\n" + "\n".join(wrong))
