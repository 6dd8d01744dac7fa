"""Drawings: what is drawn is allowed, and each thing that could run, load or grow is refused at its place."""

from __future__ import annotations

import pytest

from psychoed.site import svg_safety
from psychoed.site.svg_safety import find_svg_problems

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def find(inner: str, head: str = HEAD) -> list[tuple[int, str]]:
    problems = find_svg_problems(f"{head}\n{inner}\n</svg>".encode(), "docs/loaf.svg")
    return [(problem.where.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "inner",
    [
        '<path d="M0 0h9"/><text xml:space="preserve" xml:lang="en" aria-label="Bread" data-loaf="1">Rye  bread</text>',
        '<defs><linearGradient id="crust"/></defs><rect fill="url(#crust)" style="stroke: url(#crust)"/>',
        '<g id="loaf"><circle r="2"/></g><use href="#loaf"/><use xlink:href="#loaf"/>',
        "<style>.loaf { fill: #b5651d; }</style><title>A loaf</title>",
    ],
)
def test_a_plain_drawing_is_allowed(inner: str) -> None:
    assert find(inner) == []


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<script>bake()</script>", "script"),
        ('<rect onclick="bake()"/>', "'onclick' is not an attribute"),
        ('<foreignObject width="9"/>', "foreignObject"),
        ('<image href="https://oven.example/loaf.png"/>', "oven.example"),
        ('<rect style="fill: url(https://oven.example/a)"/>', "loads another file"),
        ("<style>@import 'a.css';</style>", "'@import'"),
        ('<g id="a"><use href="#b"/></g><g id="b"><rect/></g><use href="#a"/>', "draws others again itself"),
        ("<rect>", "mismatched tag"),
    ],
)
def test_what_a_drawing_must_not_have_is_found_on_its_line(inner: str, words: str) -> None:
    found = find(inner)
    assert any(words in message for _, message in found), found
    assert {line for line, _ in found} <= {2, 3}


def test_a_drawing_that_repeats_thousands_of_shapes_is_refused() -> None:
    loaf = f'<g id="loaf">{"<path/>" * 200}</g>'
    assert find(loaf + '<use href="#loaf"/>' * 3) == []
    [(_, message)] = find(loaf + '<use href="#loaf"/>' * 600)
    assert "repeats more than" in message


def test_text_in_another_encoding_is_refused() -> None:
    [problem] = find_svg_problems(f"{HEAD}<title>Brötchen</title></svg>".encode("latin-1"), "docs/loaf.svg")
    assert "UTF-8" in problem.message


def test_a_huge_drawing_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_safety, "_LARGEST", 100)
    assert find_svg_problems(f"{HEAD}</svg>".encode(), "docs/loaf.svg") == []
    [problem] = find_svg_problems(f"{HEAD}{' ' * 200}<script/></svg>".encode(), "docs/loaf.svg")
    assert "more than 100" in problem.message
