"""What someone types behind ``make`` is text: no shell and no make reads it, and the tools get it as it was typed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.site import ROOT

# Stands in for .venv/bin/python and for tools/python.sh: notes what it was called with, and does nothing.
RECORDER = f"""#!{sys.executable}
import json, os, sys
with open(os.environ["CALLS"], "a") as calls:
    print(json.dumps({{"arguments": sys.argv[1:], "environment": dict(os.environ)}}), file=calls)
"""
HOSTILE = {
    "make's shell function": "$(shell touch ran)",
    "the same in braces": "${shell touch ran}",
    "make's eval": "$(eval $(shell touch ran))",
    "a shell's substitution": "$$(touch ran)$(touch ran)",
    "backticks": "`touch ran`",
    "quotes": "x'; touch ran; '\"; touch ran; \"",
    "a line of its own": "x\n\ttouch ran\nx: ; touch ran",
    "a command behind it": "x; touch ran & touch ran | touch ran > ran #",
}
# Each target that takes a value, with the values it takes.
TAKES = {
    "serve": ["HOST", "PORT", "PDF"],
    "site": ["PDF"],
    "coverage": ["ARGS"],
    "bench": ["SIZES", "ROUNDS"],
    "fuzz": ["COUNT", "SEED"],
    "lock": ["COOLDOWN", "UPGRADE"],
    "upkeep": ["WHAT"],
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Our Makefile among programs that only note how they are called."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "python.sh").write_text(f'exec "{sys.executable}" recorder.py "$@"\n', encoding="utf-8")
    (tmp_path / "recorder.py").write_text(RECORDER, encoding="utf-8")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(RECORDER, encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


def calls(clone: Path, *arguments: str, **environment: str) -> list[dict[str, object]]:
    """What ``make`` called, each with its arguments and its environment."""
    log = clone / "calls"
    log.unlink(missing_ok=True)
    env = {"PATH": os.environ["PATH"], "CALLS": str(log), **environment}
    subprocess.run(["make", "-s", *arguments], cwd=clone, env=env, capture_output=True, check=False, timeout=60)
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("target", TAKES)
def test_a_value_is_never_run(target: str, value: str, clone: Path) -> None:
    assert calls(clone, target, *(f"{name}={value}" for name in TAKES[target]))
    assert calls(clone, target, **dict.fromkeys(TAKES[target], value))
    assert not (clone / "ran").exists()


@pytest.mark.parametrize(("target", "name"), [(target, name) for target, names in TAKES.items() for name in names])
def test_a_value_arrives_as_it_was_typed(target: str, name: str, clone: Path) -> None:
    value = "$(x) `y` 'z' \"$$w\" \\ #"
    assert calls(clone, target, f"{name}={value}")[-1]["environment"][name] == value  # type: ignore[index]


@pytest.mark.parametrize(("target", "name"), [("upkeep", "WHAT"), ("serve", "HOST"), ("fuzz", "SEED")])
def test_an_argument_is_one_whatever_is_in_it(target: str, name: str, clone: Path) -> None:
    value = "a b'c\"d;e"
    assert value in calls(clone, target, f"{name}={value}")[-1]["arguments"]  # type: ignore[operator]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_that_we_do_not_know_is_not_run_either(value: str, clone: Path) -> None:
    assert calls(clone, "serve", f"SOMETHING={value}", f"PYTHON={value}")
    assert not (clone / "ran").exists()


def test_no_recipe_puts_a_value_into_a_shell_line() -> None:
    """A value may decide *whether* something stands in a line, ``$(if $(PDF),…)``; it is never a part of the line."""
    recipes = re.findall(
        r"^\t.*|^compile = (?:.*\\\n)*.*", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in recipes:
        outside = re.sub(r"\$\((?:if|filter|filter-out) (?:\$\(no\),)?\$\([A-Z]+\)", "", line)
        outside = re.sub(r"\$\(filter-out \$\(no\),\$\(PDF\)\)", "", outside)
        assert not re.findall(r"\$[({](?!MAKE\))[A-Z_]+[)}]", outside), line


def arguments(clone: Path, *typed: str) -> list[object]:
    return [call["arguments"] for call in calls(clone, *typed)]


def test_defaults_reach_the_tools(clone: Path) -> None:
    psychoed = ["-m", "psychoed"]
    assert arguments(clone, "serve")[-1] == [*psychoed, "serve", "--host", "127.0.0.1", "--port", "8000"]
    assert arguments(clone, "serve", "PDF=1")[-1][-1] == "--pdf"  # type: ignore[index]
    assert arguments(clone, "site")[-2:] == [[*psychoed, "doctor", "--fix", "pango"], [*psychoed, "build"]]
    assert arguments(clone, "site", "PDF=0")[1:] == [[*psychoed, "build", "--no-pdf"]]
    assert arguments(clone, "fuzz")[-1] == ["-m", "fuzz", "--count", "2000"]
    assert arguments(clone, "setup") == [["tools/setup.py", "site", "links", "prose"]]


def test_there_are_few_targets_and_each_is_in_the_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert len(targets) <= 14
    assert targets == re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE)
    assert set(targets) == set(re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
