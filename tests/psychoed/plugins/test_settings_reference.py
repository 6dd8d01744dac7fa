"""The page of psychoed's settings: made from the code, complete, and never wrong about a default."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from mkdocs.config import base
from mkdocs.config import config_options as option

from psychoed import plugins
from psychoed.plugins.settings_reference import SECTIONS, describe_type, list_settings, write_settings_page
from support.site import ROOT


class Oven(base.Config):
    """Settings of a bakery."""

    heat = option.Type(int, default=230)
    """How hot it is. Default: ``230``, as for bread."""

    steam = option.Type(bool, default=True)
    """Whether to give steam. Default: ``true``."""

    name = option.Type(str)
    """What it is called."""


class WrongOven(base.Config):
    """Settings whose docstring is not true."""

    heat = option.Type(int, default=230)
    """How hot it is. Default: ``200``."""


class Bakery(base.Config):
    """Settings of a bakery."""

    ovens = option.ListOfItems(option.SubConfig(Oven), default=[])
    """Its ovens. Default: empty."""


def test_the_page_is_current() -> None:
    path = ROOT / "packages" / "psychoed" / "docs" / "settings.md"
    assert path.read_text(encoding="utf-8") == write_settings_page(), "python -m psychoed.plugins.settings_reference"


def test_each_class_of_settings_is_on_the_page() -> None:
    modules = [import_module(f"psychoed.plugins.{each.name}") for each in iter_modules(plugins.__path__)]
    classes = {
        each
        for module in modules
        for name, each in vars(module).items()
        if isinstance(each, type) and issubclass(each, base.Config) and each.__module__ == module.__name__
        if not name.startswith("_")
    }
    listed = {settings for _, settings in SECTIONS}
    inner = {getattr(kind, "option_type", kind) for settings in listed for _, kind in settings._schema}
    assert classes == listed | {each.config_class for each in inner if isinstance(each, option.SubConfig)}


def test_a_setting_has_its_type_and_its_default_and_those_below_it() -> None:
    [ovens] = list_settings(Bakery)
    heat, steam, name = ovens.below
    assert (ovens.kind, ovens.default) == ("list of settings as below", "empty")
    assert (heat.text, heat.kind, heat.default) == ("How hot it is.", "whole number", "`230`, as for bread")
    assert (steam.kind, steam.default) == ("true or false", "`true`")
    assert (name.kind, name.default) == ("text", "")


def test_a_docstring_with_another_default_than_the_code_is_refused() -> None:
    with pytest.raises(ValueError, match=r"WrongOven\.heat is 230"):
        list(list_settings(WrongOven))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (option.Type((int, float)), "number"),
        (option.Type((dict, bool)), "mapping, or true or false"),
        (option.Choice(("", "rye", "spelt"), default=""), "one of `rye`, `spelt`"),
        (option.Optional(option.File(exists=True)), "file"),
        (option.Optional(option.Dir(exists=True)), "folder"),
        (option.Optional(option.URL()), "web address"),
        (option.DictOfItems(option.Type(str)), "texts by name"),
    ],
)
def test_types_in_words(kind: base.BaseConfigOption[Any], words: str) -> None:
    assert describe_type(kind) == words


def test_a_kind_of_setting_without_words_is_refused() -> None:
    with pytest.raises(TypeError, match="Hooks"):
        describe_type(option.Hooks("plugins"))
