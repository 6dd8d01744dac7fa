"""Compiled templates are kept, noticed when they change, and done without where nothing can be written."""

from __future__ import annotations

from pathlib import Path

from jinja2 import DictLoader, Environment

from psychoed.plugins.templates import cache_compiled_templates


def render(folder: Path, text: str, *, escaping: bool = True) -> str:
    env = Environment(loader=DictLoader({"main.html": text}), autoescape=escaping)  # noqa: S701 - both are tried
    cache_compiled_templates(env, folder)
    return env.get_template("main.html").render(name="<b>")


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "templates"
    assert render(folder, "one") == "one"
    assert len(kept(folder)) == 1
    assert render(folder, "one") == "one"
    assert render(folder, "two") == "two"


def test_where_nothing_can_be_written_it_goes_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert render(tmp_path / "file" / "templates", "one") == "one"


def test_a_spoiled_file_is_passed_over(tmp_path: Path) -> None:
    render(tmp_path, "one")
    for path in kept(tmp_path):
        path.write_bytes(b"spoiled")
    assert render(tmp_path, "one") == "one"


def test_a_template_compiled_without_escaping_is_not_taken_for_one_with_it(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ name }}", escaping=False) == "<b>"
    assert render(tmp_path, "{{ name }}") == "&lt;b&gt;"
    assert render(tmp_path, "{{ name }}", escaping=False) == "<b>"
