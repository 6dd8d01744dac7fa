"""Imports point inwards: a room knows only the rooms it is built on, and only the edge knows the world."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOOKS = Path(__file__).resolve().parents[1] / "hooks"

ROOMS = {
    "problems": set(),
    "source": {"problems"},
    "bibliography": {"problems", "source"},
    "citation": {"problems", "source", "bibliography"},
    "style": {"bibliography", "citation"},
    "export": {"bibliography", "style"},
    "values": {"problems", "source"},
    "page": {"problems", "source", "values"},
    "facts": {"problems", "source", "values"},
    "text": {"problems", "source", "values", "citation", "facts"},
    "figure": {"problems", "source", "values", "facts"},
    "readability": {"problems", "source", "values", "text"},
    "handout": {"problems", "citation"},
    "edge": {
        "problems", "source", "values", "bibliography", "citation", "style", "export", "page", "facts", "text",
        "figure", "handout", "site",
    },
    "site": {"problems", "source", "values"},
}  # fmt: skip

# Libraries that reach the world; a room gets values instead.
WORLD = {
    "mkdocs",
    "markdown",
    "subprocess",
    "logging",
    "os",
    "socket",
    "urllib.request",
    "requests",
    "tempfile",
    "shutil",
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room_of(module: str) -> str | None:
    return module.split(".")[1] if module.startswith("psychoed.") else None


FILES = sorted((HOOKS / "psychoed").glob("**/*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HOOKS).as_posix())
def test_imports_point_inwards(path: Path) -> None:
    name = path.relative_to(HOOKS / "psychoed").parts[0].removesuffix(".py")
    if name == "__init__":
        return
    used = {room for module in imports(path) if (room := room_of(module)) in ROOMS}
    assert used <= ROOMS[name] | {name}


def test_no_room_may_import_what_it_does_not() -> None:
    used: dict[str, set[str]] = {name: set() for name in ROOMS}
    for path in FILES:
        name = path.relative_to(HOOKS / "psychoed").parts[0].removesuffix(".py")
        used.get(name, set()).update(room for module in imports(path) if (room := room_of(module)) in ROOMS)
    assert {name: allowed - used[name] for name, allowed in ROOMS.items() if allowed - used[name]} == {}


@pytest.mark.parametrize(
    "path", [path for path in FILES if "edge" not in path.parts], ids=lambda path: path.relative_to(HOOKS).as_posix()
)
def test_only_the_edge_knows_the_world(path: Path) -> None:
    used = imports(path)
    assert not {module for module in used if module in WORLD or module.split(".")[0] in WORLD}


def test_nobody_imports_a_hook() -> None:
    for path in HOOKS.glob("**/*.py"):
        assert not [module for module in imports(path) if module.split(".")[0].endswith("_hook")]


def test_the_figure_of_the_architecture_shows_every_room() -> None:
    figure = (HOOKS.parent / ".github" / "architecture.svg").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", figure))
    assert set(ROOMS) - words == set()
