"""The compiled requirements: complete, hashed, made from pyproject.toml, and good on any machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from support.site import ROOT
from tools.setup import LEVELS

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


def test_the_tests_have_all_that_the_commands_need() -> None:
    for level in ("site", "links", "prose", "zensical"):
        assert pins(level).items() <= pins("test").items()


def test_each_package_has_one_version_in_all_files_and_for_all_pythons() -> None:
    """Else two contributors would see two sites, and uv could not install two levels into one .venv."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        names = re.findall(r"^([a-z0-9-]+)==", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert len(names) == len(set(names))
        for name, version in pins(path.stem).items():
            found.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


def test_the_packages_ask_for_no_more_than_the_site_group() -> None:
    """What `pip install psychoed` needs is what the set-up installs."""
    own = {Requirement(need).name for need in wanted_by_packages()}
    assert own - {"mkdocs-citeproc"} <= set(pins("site"))


def wanted_by_packages() -> list[str]:
    files = (ROOT / "packages").glob("*/pyproject.toml")
    return [
        need for path in files for need in tomllib.loads(path.read_text(encoding="utf-8"))["project"]["dependencies"]
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_pypandoc_is_left_out_as_it_would_overwrite_pypandoc_binary(level: str) -> None:
    assert "pypandoc" not in pins(level)
