"""Compiled templates are kept, noticed when they change, and done without where nothing can be written."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment

from psychoed.edge.templates import keep_compiled


def render(folder: Path, text: str) -> str:
    env = Environment(loader=DictLoader({"main.html": text}), autoescape=True)
    keep_compiled(env, folder)
    return env.get_template("main.html").render()


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "templates"
    assert render(folder, "one") == "one"
    assert len(list(folder.iterdir())) == 1
    assert render(folder, "one") == "one"
    assert render(folder, "two") == "two"


def test_where_nothing_can_be_written_it_goes_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert render(tmp_path / "file" / "templates", "one") == "one"


def test_a_spoiled_file_is_passed_over(tmp_path: Path) -> None:
    render(tmp_path, "one")
    for path in tmp_path.iterdir():
        path.write_bytes(b"spoiled")
    assert render(tmp_path, "one") == "one"
