"""Lines that are remembered are those that Pango would give again."""

from __future__ import annotations

import inspect
import re
from types import SimpleNamespace
from typing import Any

import pytest
from weasyprint.layout import inline, preferred
from weasyprint.text import fonts, line_break

from psychoed.handouts import pdf_lines
from psychoed.handouts.pdf import load_style, make_pdf


class Style(dict[str, Any]):
    """A style with a value for each property, and fonts."""

    def __init__(self, values: dict[str, Any], fonts: Any) -> None:
        super().__init__(values)
        self.font_config = fonts


FONTS = SimpleNamespace()


@pytest.fixture(autouse=True)
def _forget() -> None:
    vars(FONTS).clear()


def make_style(fonts: Any = FONTS, **changes: Any) -> Style:
    return Style({**dict.fromkeys((*pdf_lines.PROPERTIES, "text_decoration_line"), "none"), **changes}, fonts)


class Splitter:
    """Stands for WeasyPrint's function, and counts."""

    calls = 0

    def __call__(self, text: str, *_: Any) -> tuple[Any, ...]:
        self.calls += 1
        return SimpleNamespace(text=text), len(text), None, 10.0, 5.0, 4.0


def test_a_property_that_decides_where_lines_end_is_known() -> None:
    """A newer WeasyPrint may read another one: then it belongs in the list."""
    parts = (
        *(line_break.Layout, line_break.create_layout, line_break.split_first_line),
        *(line_break.first_line_metrics, line_break.line_size, fonts.get_font_description),
    )
    read = {name for part in parts for name in re.findall(r"style\['(\w+)'\]", inspect.getsource(part))}
    assert read - {"text_decoration_line"} == set(pdf_lines.PROPERTIES)


@pytest.mark.parametrize(
    ("change", "calls"),
    [
        ({}, 1),
        ({"style": make_style(font_size=12)}, 2),
        ({"style": make_style(text_decoration_line={"underline"})}, 2),
        ({"style": make_style(SimpleNamespace())}, 2),
        ({"text": "other"}, 2),
        ({"width": 90}, 2),
        ({"minimum": True}, 2),
    ],
)
def test_a_text_of_a_look_and_a_width_is_split_once(change: dict[str, Any], calls: int) -> None:
    splitter = Splitter()
    split = pdf_lines.remember_lines(splitter)
    for changes in ({}, change):
        args: dict[str, Any] = {"text": "some text", "style": make_style(), "width": 80, "minimum": False, **changes}
        split(args["text"], args["style"], None, args["width"], 0, minimum=args["minimum"])
    assert splitter.calls == calls


def test_drawing_a_line_does_not_change_what_is_remembered() -> None:
    split = pdf_lines.remember_lines(Splitter())
    first = split("some text", make_style(), None, 80, 0)
    first[0].text = "some…"
    again = split("some text", make_style(), None, 80, 0)
    assert again[0].text == "some text"
    assert again[1:] == first[1:]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "_MOST", 2)
    splitter = Splitter()
    split = pdf_lines.remember_lines(splitter)
    for text in ("a", "b", "c", "a"):
        split(text, make_style(), None, 80, 0)
    assert splitter.calls == 4


def test_remembered_lines_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Words that fill more than a line and <u>some underlined</u>, <b>bold</b> and <i>slanted ones</i>. " * 9
    html = (
        '<!doctype html><html lang="en"><head><title>A</title><style>@page { size: 120mm 160mm } ul { columns: 2 }'
        "</style></head><body><h1>A</h1>"
        f"<p>{words}</p><p style='width: 60mm; hyphens: auto; text-align: justify'>{words}</p><ul><li>{words}</li>"
        f"<li>{words}</li></ul><table><tr><th>{words}</th><td>{words}</td></tr></table><div class='rule'></div>"
        f"<p style='font-size: 15pt; letter-spacing: 1pt; white-space: nowrap; overflow: hidden; "
        f"text-overflow: ellipsis'>{words}</p></body></html>"
    )
    load_style()
    with_memory = {make_pdf(html)[0], make_pdf(html)[0]}
    monkeypatch.setattr(preferred, "split_first_line", line_break.split_first_line)
    monkeypatch.setattr(inline, "split_first_line", pdf_lines.ignore_last_space(line_break.split_first_line))
    assert with_memory == {make_pdf(html)[0]}
