"""Imports point inwards: mkdocs-citeproc does not know psychoed, subpackages know only what they are built on, and only
the modules listed here reach MkDocs, Python-Markdown, the disk, other programs or the log.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    "mkdocs_citeproc": ROOT / "packages" / "mkdocs-citeproc" / "src" / "mkdocs_citeproc",
    "psychoed": ROOT / "packages" / "psychoed" / "src" / "psychoed",
}
BASE = {"problems", "source", "yaml_values", "language"}

# What each subpackage may import of its own package; everything may import the modules of BASE.
MAY_IMPORT = {
    "mkdocs_citeproc.bibliography": set(),
    "mkdocs_citeproc.citations": {"bibliography"},
    "mkdocs_citeproc.formatting": {"bibliography", "citations", "apa7", "cache"},
    "mkdocs_citeproc.apa7": {"bibliography", "citations", "formatting"},
    "mkdocs_citeproc.export": {"bibliography", "formatting", "apa7"},
    "psychoed.audio": set(),
    "psychoed.pages": set(),
    "psychoed.checks": set(),
    "psychoed.figures": {"checks"},
    "psychoed.handouts": set(),
    "psychoed.site": set(),
}

# The command line, which nothing imports, uses everything.
OUTERMOST = {"cli", "__main__"}

# What of mkdocs_citeproc psychoed's pure subpackages may import.
OF_CITEPROC = {*BASE, "citations", "cache"}

# Libraries that reach the world; other modules get values instead.
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

# The modules that reach the world although they are in one of the subpackages above, with what they are for.
REACH_OUT = {
    "mkdocs_citeproc.formatting.pandoc": "runs pandoc",
    "mkdocs_citeproc.formatting.formatter": "runs pandoc, and keeps what it answered",
    "psychoed.handouts.docx": "runs pandoc",
    "psychoed.handouts.pdf": "a worker process that writes PDFs",
    "psychoed.handouts.pdf_cache": "starts the workers",
    "psychoed.handouts.versions": "copies PDFs into the built site",
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def module_of(path: Path) -> str:
    package, folder = next((name, folder) for name, folder in SOURCES.items() if path.is_relative_to(folder))
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join((package, *parts)).removesuffix(".__init__")


FILES = [path for folder in SOURCES.values() for path in sorted(folder.rglob("*.py"))]
PURE = [path for path in FILES if ".".join(module_of(path).split(".")[:2]) in MAY_IMPORT]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_the_citations_do_not_know_the_generator(path: Path) -> None:
    if module_of(path).startswith("mkdocs_citeproc"):
        assert not [module for module in imports(path) if module.split(".")[0] == "psychoed"]


@pytest.mark.parametrize("path", PURE, ids=module_of)
def test_imports_point_inwards(path: Path) -> None:
    package, subpackage = module_of(path).split(".")[:2]
    used = {tuple(module.split(".")[:2]) for module in imports(path) if module.count(".")}
    own = {name for of, name in used if of == package}
    assert own <= MAY_IMPORT[f"{package}.{subpackage}"] | BASE | {subpackage}
    if package == "psychoed":
        runs_pandoc = {"formatting"} if REACH_OUT.get(module_of(path)) == "runs pandoc" else set()
        assert {name for of, name in used if of == "mkdocs_citeproc"} <= OF_CITEPROC | runs_pandoc


def test_no_subpackage_may_import_what_it_does_not() -> None:
    used: dict[str, set[str]] = {name: set() for name in MAY_IMPORT}
    for path in PURE:
        package, subpackage = module_of(path).split(".")[:2]
        used[f"{package}.{subpackage}"] |= {
            module.split(".")[1] for module in imports(path) if module.startswith(f"{package}.")
        }
    assert {name: may - used[name] for name, may in MAY_IMPORT.items() if may - used[name]} == {}


@pytest.mark.parametrize("path", PURE, ids=module_of)
def test_only_the_listed_modules_reach_the_world(path: Path) -> None:
    used = imports(path)
    reaching = {module for module in used if module in WORLD or module.split(".")[0] in WORLD}
    assert not reaching or module_of(path) in REACH_OUT, reaching


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_nothing_imports_the_command_line(path: Path) -> None:
    if not set(module_of(path).split(".")[1:2]) & OUTERMOST:
        assert not [module for module in imports(path) if module.startswith("psychoed.cli")]


def test_nobody_imports_a_hook() -> None:
    for path in FILES:
        assert not [module for module in imports(path) if module.split(".")[0].endswith("_hook")]


def part_of(module: str) -> str | None:
    """Which box of ARCHITECTURE.md's figure a module is in; none for BASE, which every part imports."""
    package, *rest = module.split(".")
    if not rest or rest[0] in BASE | {"__main__"}:
        return None
    return rest[0] if package == "psychoed" or f"{package}.{rest[0]}" in MAY_IMPORT else "citeproc"


def test_the_figure_in_architecture_md_is_drawn_from_the_imports() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^ +(\w+) --> (\w+)$", text, re.MULTILINE))
    real = {
        (here, there)
        for path in FILES
        for module in imports(path)
        if module.split(".")[0] in SOURCES
        and (here := part_of(module_of(path)))
        and (there := part_of(module))
        and here != there
    }
    assert shown == real


# Files of the packages that may name this site's topic, with the reason.
MAY_NAME_THE_TOPIC = {
    "packages/mkdocs-citeproc/docs/exporting.md": "shows titles as reference managers exported them",
}


def test_the_packages_do_not_know_this_site_s_topic() -> None:
    found = set()
    for path in sorted((ROOT / "packages").rglob("*")):
        if path.name.endswith(".min.js"):  # a library, not ours
            continue
        if not path.is_file() or path.suffix in {".pyc", ".woff2", ".mo"} or "dist" in path.parts:
            continue
        if re.search(r"\b(?:pain(?!t)|prt|flare)", path.read_text(encoding="utf-8"), re.IGNORECASE):
            found.add(path.relative_to(ROOT).as_posix())
    assert found == set(MAY_NAME_THE_TOPIC)
