"""The commands that guides and READMEs name are there, with the options they are given."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from psychoed.cli import main
from support.site import ROOT

GUIDES = [path for pattern in ("*.md", "packages/*/README.md", "packages/*/docs/*.md") for path in ROOT.glob(pattern)]
GUIDES += ROOT.glob("docs/contribute/*.md")
_NAMED = re.compile(r"(?:^|`|&& )(?:\.venv/bin/)?psychoed ([a-z].*?)(?:`|$| && |  +#)", re.MULTILINE)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_command_that_is_named_is_there(path: Path) -> None:
    for line in _NAMED.findall(path.read_text(encoding="utf-8")):
        name, *words = line.split()
        command = main.commands[name]
        if isinstance(command, click.Group):
            default = {"new": "site", "add": "source"}[name]
            command = command.commands.get(words[0] if words else default, command.commands[default])
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_guides_name_most_commands() -> None:
    named = {line.split()[0] for path in GUIDES for line in _NAMED.findall(path.read_text(encoding="utf-8"))}
    assert {"new", "serve", "check", "build", "cite", "doctor", "zip", "reviews", "changes"} <= named
