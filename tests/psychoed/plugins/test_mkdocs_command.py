"""MkDocs run by our command: each mistake in mkdocs.yml is one line with its place, and none is a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from psychoed.plugins.mkdocs_command import locate_message
from support.site import ROOT, make_site

SITE_HOOK = ROOT / "hooks" / "site_hook.py"
SETTINGS = f"""\
site_name: Bread
theme: {{name: material, font: false}}
plugins:
  - search:
      lang: en
hooks:
  - {SITE_HOOK}
markdown_extensions:
  - toc:
      permalink: true
extra:
  home: !ENV [HOME, ""]
nav:
  - index.md
"""
# What is replaced in the settings, and the place that is reported.
WRONG = {
    "a tab": ("  - search:", "\t- search:", "4:1"),
    "a missing colon": ("plugins:", "plugins", "3:1"),
    "a bracket left open": ("  - index.md", "  - [index.md", "15:1"),
    "a setting given twice": ("nav:", "extra: {}\nnav:", "13:1"),
    "nesting without end": ("  - index.md", f"  - {'[' * 50_000}", "14:23"),
    "aliases": ("  - index.md", "  - &a [x]\n  - *a", "14:5"),
    "a call of a function": ("  - index.md", "  - !!python/object/apply:os.abort []", "14:5"),
    "an unknown tag": ("  - index.md", "  - !made-up x", "14:5"),
    "a control character": ("  - index.md", "  - a\x01.md", "14:6"),
    "another type": ("site_name: Bread", "site_name: [Bread]", "1:1"),
    "an unknown plugin": ("  - search:", "  - searchh:", "4:5"),
    "an unknown option": ("      lang: en", "      langg: en", "5:7"),
    "an unknown theme": ("name: material", "name: materiall", "2:15"),
    "an extension that fails": ("      permalink: true", "      permalinkk: true", "10:7"),
    "a hook that isn't there": (f"  - {SITE_HOOK}", "  - nosuch.py", "7:5"),
    "a file that isn't there": ("nav:", "watch: [nosuch]\nnav:", "13:9"),
    "a language that isn't there": ("font: false", "font: false, language: nosuch", "1:1"),
}


def run(folder: Path, settings: str | bytes) -> subprocess.CompletedProcess[str]:
    make_site(folder, {"docs/index.md": "# Bread\n", "references.bib": ""})
    text = settings if isinstance(settings, bytes) else settings.encode()
    (folder / "mkdocs.yml").write_bytes(text)
    command = [sys.executable, "-m", "psychoed.plugins.mkdocs_command", "build", "--strict"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


def messages(done: subprocess.CompletedProcess[str]) -> list[str]:
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line and not line.startswith(("INFO", "Aborted"))]


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_the_settings_is_one_line_with_its_place(name: str, tmp_path: Path) -> None:
    old, new, place = WRONG[name]
    assert old in SETTINGS
    done = run(tmp_path, SETTINGS.replace(old, new, 1))
    lines = messages(done)
    assert done.returncode == 1
    assert len(lines) == 1, lines
    assert f"mkdocs.yml:{place}: [bad-setting]" in lines[0]
    assert str(tmp_path) not in lines[0]


def test_settings_that_are_not_utf_8(tmp_path: Path) -> None:
    done = run(tmp_path, b"site_name: caf\xe9\n")
    assert done.stderr.startswith("mkdocs.yml:1:15: [bad-file]")


def test_sound_settings(tmp_path: Path) -> None:
    done = run(tmp_path, SETTINGS)
    assert (done.returncode, messages(done)) == (0, [])
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_setting_that_is_nowhere_is_reported_of_the_file() -> None:
    problem = locate_message(SourceText("mkdocs.yml", "site_name: Bread\n"), "docs_dir", "is not there")
    assert problem.where == Location("mkdocs.yml")
