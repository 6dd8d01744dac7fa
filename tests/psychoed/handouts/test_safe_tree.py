"""What a handout's tree keeps of what an author typed, and what paper does without."""

from __future__ import annotations

import pytest

from psychoed.handouts.safe_tree import TooDeepError, keep_what_paper_needs
from psychoed.handouts.transforms import parse_html, write


def kept(html: str) -> str:
    root = parse_html(html)
    keep_what_paper_needs(root)
    return write(root)


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<iframe src="file:///etc/passwd"></iframe>',
        '<base href="file:///">',
        '<meta name="x" content="y">',
        "<style>@page { size: 1m }</style>",
        "<script>1</script>",
        "<svg><style>a{}</style></svg>",
        '<video src="file:///etc/passwd"></video>',
    ],
)
def test_what_loads_or_runs_is_gone(html: str) -> None:
    assert kept(f"<p>a</p>{html}<p>b</p>") in ("<p>a</p><p>b</p>", "<p>a</p><svg></svg><p>b</p>")


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a rel="attachment" href="https://x.example/">a</a>', '<a href="https://x.example/">a</a>'),
        ('<a rel="Attachment" href="data:application/x-msdownload;base64,TVo=">a</a>', "<a>a</a>"),
        ('<a href="file:///etc/passwd">a</a>', "<a>a</a>"),
        ('<a href="java\tscript:x">a</a>', "<a>a</a>"),
        ('<a href="../b/#c">a</a>', '<a href="../b/#c">a</a>'),
        ('<a href="mailto:a@x.example">a</a>', '<a href="mailto:a@x.example">a</a>'),
        ('<p onclick="x">a</p>', "<p>a</p>"),
        ('<img alt="a" src="a.png" srcset="b.png 2x">', '<img alt="a" src="a.png">'),
        ('<ol start="99999999999"></ol>', '<ol start="9999"></ol>'),
        ('<ol start="3"></ol>', '<ol start="3"></ol>'),
        ('<textarea rows="1000000000"></textarea>', '<textarea rows="60"></textarea>'),
        ('<svg width="1000000000px"></svg>', "<svg></svg>"),
    ],
)
def test_attributes(html: str, left: str) -> None:
    assert kept(html) == left


def test_a_cell_spans_no_more_than_paper_has() -> None:
    table = '<table><tbody><tr><td colspan="{}" rowspan="{}"></td></tr></tbody></table>'
    assert kept(table.format(20_000_000, " 20000000 ")) == table.format(50, 500)
    assert kept(table.format(2, 3)) == table.format(2, 3)


def test_a_page_that_is_too_deep() -> None:
    with pytest.raises(TooDeepError):
        kept("<div>" * 300)
