"""Prints packages/psychoed/docs/settings.md: ``python -m psychoed.plugins.settings_reference``.

It is made from the settings' classes: their names, types and defaults, and the docstrings below them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.settings import read_attribute_docs
from psychoed.plugins.audio import AudioSettings
from psychoed.plugins.handout_settings import HandoutSettings
from psychoed.plugins.page_settings import PageSettings
from psychoed.plugins.settings import SiteSettings
from psychoed.plugins.theme import THEME, ThemeOptions
from psychoed.site.colours import read_default_colours

_INTRODUCTION = """\
# Settings of psychoed

None has to be set. Those of a plugin are under `extra` in mkdocs.yml, as here, or under the plugin's name in `plugins`;
where both have a setting, that under `extra` counts.
Paths are relative to the folder of mkdocs.yml. The plugin `psychoed/cache` has no settings; those of citations are in
mkdocs-citeproc's own list.

This page is made from the docstrings in `psychoed/plugins/`: `python -m psychoed.plugins.settings_reference`.
"""

SECTIONS: tuple[tuple[str, type[base.Config]], ...] = (
    ("extra.page", PageSettings),
    ("extra.handouts", HandoutSettings),
    ("extra.site", SiteSettings),
    ("extra.audio", AudioSettings),
    ("theme", ThemeOptions),
)
"""Where each class of settings is in mkdocs.yml."""

_DEFAULT = re.compile(r"\s*\bDefault:\s(?P<default>.*?)\.?\s*\Z", re.DOTALL)
_NAMES = {bool: "true or false", str: "text", int: "whole number", float: "number", dict: "mapping", list: "list"}
_BELOW = "settings as below"
_PLURALS = {"text": "texts", _BELOW: _BELOW}


class Setting(NamedTuple):
    """A setting: its name, what it is for, its type and its default, all as Markdown, and those below it."""

    name: str
    text: str
    kind: str
    default: str
    below: tuple[Setting, ...]


def list_settings(settings: type[base.Config]) -> Iterator[Setting]:
    """Yield the settings of a class in their order.

    Raises:
        KeyError: A setting has no docstring.
        ValueError: A docstring names another default than the code.

    """
    docs = read_attribute_docs(settings)
    for name, each in settings._schema:
        found = _DEFAULT.search(docs[name])
        default = " ".join(found["default"].split()) if found else ""
        value: Any = each.default
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, bool | int | float | str) and value != "" and not default.startswith(f"`{shown}`"):
            raise ValueError(f"{settings.__name__}.{name} is {shown} by default, and its docstring says '{default}'")
        inner = _find_inner(each)
        below = tuple(list_settings(inner)) if inner else ()
        yield Setting(name, _DEFAULT.sub("", docs[name]), describe_type(each), default, below)


def describe_type(each: base.BaseConfigOption[Any]) -> str:
    """Return what a setting takes, such as ``list of texts``."""
    match each:
        case option.Optional(option=inner):
            return describe_type(inner)
        case option.ListOfItems(option_type=inner):
            return f"list of {_PLURALS[describe_type(inner)]}"
        case option.DictOfItems(option_type=inner):
            return f"{_PLURALS[describe_type(inner)]} by name"
        case option.SubConfig():
            return _BELOW
        case option.Choice(choices=choices):
            return f"one of {', '.join(f'`{choice}`' for choice in choices if choice)}"
        case option.URL():
            return "web address"
        case option.Dir():
            return "folder"
        case option.File():
            return "file"
        case option.Type(_type=tuple() as kinds):
            return ", or ".join(_NAMES[kind] for kind in kinds if kind is not int or float not in kinds)
        case option.Type(_type=kind):
            return _NAMES[kind]
    raise TypeError(f"no words for {type(each).__name__}")


def _find_inner(each: base.BaseConfigOption[Any]) -> type[base.Config] | None:
    """Return the class of the settings below a setting."""
    match each:
        case option.ListOfItems(option_type=option.SubConfig(config_class=inner)):
            return inner
        case option.DictOfItems(option_type=option.SubConfig(config_class=inner)):
            return inner
        case option.SubConfig(config_class=inner):
            return inner
    return None


def write_settings_page() -> str:
    """Return the page."""
    parts = [_INTRODUCTION]
    for place, settings in SECTIONS:
        parts.append(f"## `{place}`\n\n{inspect.cleandoc(settings.__doc__ or '').replace('``', '`')}\n")
        parts += [_format_setting(each) for each in list_settings(settings)]
    return "\n".join([*parts, _format_colours()])


def _format_setting(setting: Setting) -> str:
    lines = [f"### `{setting.name}`\n", f"{setting.text}\n", f"*{_describe(setting)}*\n"]
    for each in setting.below:
        text = " ".join(each.text.split())
        lines.append(f"* `{each.name}`: {text} *{_describe(each)}*")
    return "\n".join(lines) + ("\n" if setting.below else "")


def _describe(setting: Setting) -> str:
    kind = f"{setting.kind[0].upper()}{setting.kind[1:]}."
    return f"{kind} Default: {setting.default}" if setting.default else f"{kind} Required"


def _format_colours() -> str:
    """Return the names and values of the theme's colours as a table."""
    schemes = read_default_colours((THEME / "assets" / "site.css").read_text(encoding="utf-8"))
    rows = [
        f"| `{name}` | {' | '.join(f'`{colours[name]}`' for colours in schemes.values())} |"
        for name in schemes["light"]
    ]
    heading = ["### The theme's colours\n", f"| | {' | '.join(schemes)} |", f"|---|{'---|' * len(schemes)}"]
    return "\n".join([*heading, *rows]) + "\n"


if __name__ == "__main__":
    print(write_settings_page(), end="")
