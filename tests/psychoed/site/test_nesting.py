"""Depth of elements, told in one pass."""

from __future__ import annotations

import time

import pytest

from psychoed.site.html_safety import is_too_deep


@pytest.mark.parametrize(
    "html", ["<div>" * 500, "<DIV>\n" * 500, "<div></p>" * 500, "<a x='>'>" * 500, "<table><td></table x>" * 500]
)
def test_too_deep(html: str) -> None:
    assert is_too_deep(html)


@pytest.mark.parametrize("html", ["<p>a</p>" * 5000, "<br><img>" * 5000, "<ul><li>a</li></ul>" * 5000, "a < b " * 5000])
def test_long_and_flat(html: str) -> None:
    assert not is_too_deep(html)


def test_time_grows_with_length() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        is_too_deep("<p>a</p>" * count)
        return time.process_time() - start

    assert seconds(400_000) < 40 * max(seconds(40_000), 0.01)


def test_shapes_that_close_themselves_are_not_nested() -> None:
    assert not is_too_deep("<svg>" + '<path d="M0 0"/><circle r="1" />' * 400 + "</svg>")
    assert is_too_deep("<path/>" * 400)  # in HTML, a slash closes nothing
    assert is_too_deep("<svg>" + '<g class="/>">' * 400 + "</svg>")
    assert is_too_deep("<svg>" + "<g class='a>/'>" * 400 + "</svg>")
