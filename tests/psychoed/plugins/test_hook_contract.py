"""Each hook keeps to what MkDocs calls: known events, MkDocs' own argument names, nothing else named ``on_…``."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from mkdocs import plugins

from support.site import ROOT

HOOKS = sorted((ROOT / "hooks").glob("*_hook.py"))


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"contract_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mkdocs_events() -> dict[str, set[str]]:
    """Each event's name and its arguments' names, from MkDocs' source: it takes the methods off the class at import."""
    tree = ast.parse(Path(inspect.getsourcefile(plugins) or "").read_text(encoding="utf-8"))
    base = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "BasePlugin")
    return {
        method.name: {
            argument.arg for argument in [*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs]
        }
        for method in base.body
        if isinstance(method, ast.FunctionDef) and method.name.startswith("on_")
    }


@pytest.mark.parametrize("path", HOOKS, ids=lambda path: path.name)
def test_every_on_function_is_an_event_with_mkdocs_names(path: Path) -> None:
    events = {name: function for name, function in vars(load(path)).items() if name.startswith("on_")}
    assert events
    theirs = mkdocs_events()
    for name, function in events.items():
        for method in function.methods if isinstance(function, plugins.CombinedEvent) else [function]:
            assert set(inspect.signature(method).parameters) | {"self"} == theirs[name], name


@pytest.mark.parametrize("path", HOOKS, ids=lambda path: path.name)
def test_importing_a_hook_logs_nothing(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    load(path)
    assert caplog.records == []


def test_a_build_from_the_cache_reads_no_bibtex() -> None:
    load_all = "import runpy, sys; sys.path.insert(0, sys.argv[1]); [runpy.run_path(path) for path in sys.argv[2:]]"
    look = "sys.exit(str({'pybtex', 'mkdocs_citeproc.bibliography.lint', 'weasyprint'} & sys.modules.keys() or ''))"
    command = [sys.executable, "-c", f"{load_all}; {look}", str(ROOT / "hooks"), *map(str, HOOKS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
