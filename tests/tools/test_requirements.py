"""The compiled requirements: complete, hashed, made from pyproject.toml, and good on any machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from support.site import ROOT
from tools.setup import INCLUDES, LEVELS

FILES = sorted((ROOT / "requirements").iterdir())
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
ALLOWED = re.compile(r"""
    \s* (\#.*)?                                        # a comment, or nothing
  | [a-z0-9][a-z0-9-]* == [\w.]+ (\ ;\ [^;]+)? \ \\    # a pin, on which systems
  | \ {4} --hash=sha256:[0-9a-f]{64} (\ \\)?           # a hash of it
""", re.VERBOSE)  # fmt: skip


def pins(level: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", text, flags=re.MULTILINE))


def wanted(group: str) -> list[Requirement]:
    entries = GROUPS[group]
    own = [Requirement(entry) for entry in entries if isinstance(entry, str)]
    return own + [need for entry in entries if isinstance(entry, dict) for need in wanted(entry["include-group"])]


def test_each_level_has_its_file() -> None:
    assert {path.stem for path in FILES} == set(LEVELS) == set(GROUPS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_stands_there_but_pins_and_hashes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if not ALLOWED.fullmatch(line)] == []
    assert not re.search(r"://|index|find-links|[ =]/", text)


@pytest.mark.parametrize("level", LEVELS)
def test_what_pyproject_asks_for_is_pinned_within_its_range(level: str) -> None:
    """``make lock`` was not forgotten."""
    there = pins(level)
    assert [str(need) for need in wanted(level) if not need.specifier.contains(there.get(need.name, "0"))] == []


@pytest.mark.parametrize(("level", "part"), [(level, part) for level in INCLUDES for part in INCLUDES[level]])
def test_a_level_pins_what_it_includes_alike(level: str, part: str) -> None:
    assert pins(part).items() <= pins(level).items()


def test_each_package_has_one_version_for_all_pythons() -> None:
    """Else two contributors would see two sites."""
    for path in FILES:
        names = re.findall(r"^([a-z0-9-]+)==", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert len(names) == len(set(names))


@pytest.mark.parametrize("level", LEVELS)
def test_pypandoc_is_left_out_as_it_would_overwrite_pypandoc_binary(level: str) -> None:
    assert "pypandoc" not in pins(level)


def test_the_tools_need_nothing_installed() -> None:
    """They run before anything is, but for those that work on sources and links, which run in .venv."""
    in_venv = {"asked.py", "bib.py", "cite.py", "fetch.py", "services.py"}
    in_venv |= {
        "addresses.py",
        "link_list.py",
        "links.py",
        "lychee.py",
        "new.py",
        "files.py",
        "open_browser.py",
        "pictures.py",
        "read.py",
        "reviews.py",
        "search.py",
        "folder.py",
        "schema.py",
        "upkeep.py",
        "weekly.py",
    }
    for path in (path for path in (ROOT / "tools").glob("*.py") if path.name not in in_venv):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules -= {"mkdocs_citeproc.problems"}  # which needs nothing either
        assert {module.split(".")[0] for module in modules} <= {*sys.stdlib_module_names, "tools"}


def test_setting_up_starts_on_a_bare_python() -> None:
    """Without site-packages, without anything in the environment."""
    load = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tools.setup, tools.site"
    done = subprocess.run([sys.executable, "-IS", "-c", load], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
