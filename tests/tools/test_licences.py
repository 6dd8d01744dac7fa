"""Each installed package may be used, and how its licence is read."""

from __future__ import annotations

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from psychoed.cli.release import NAMED, normalize_package_name, read_licence
from tools.licences import RUN_ONLY, find_unknown, is_allowed, list_used


def package(folder: Path, *lines: str, name: str = "bread") -> PathDistribution:
    about = folder / f"{name}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1", *lines, "", ""]))
    return PathDistribution(about)


def test_each_package_here_may_be_used() -> None:
    """If this fails: look at its licence, then change tools/licences.py and decisions/0031."""
    assert find_unknown(list_used()) == []


def test_exceptions_are_about_packages_that_are_here() -> None:
    assert set(NAMED) | set(RUN_ONLY) <= {normalize_package_name(each.name) for each in list_used()}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["License-Expression: MIT OR GPL-3.0-only", "License: other"], "MIT OR GPL-3.0-only"),
        (["License: Apache Software License"], "Apache-2.0"),
        (["License: UNKNOWN", "Classifier: License :: OSI Approved :: MIT License"], "MIT"),
        (["License: Copyright of the miller", "  and all that follows"], ""),
        ([], ""),
    ],
)
def test_what_a_package_says_of_itself(tmp_path: Path, lines: list[str], found: str) -> None:
    assert read_licence(package(tmp_path, *lines)) == found


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("(GPL-3.0-only)", False),
        ("", False),
    ],
)
def test_all_that_is_joined_must_be_allowed(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def test_a_package_with_another_licence_is_named(tmp_path: Path) -> None:
    assert find_unknown([package(tmp_path, "License: AGPL-3.0")]) == ["bread 1: AGPL-3.0"]
