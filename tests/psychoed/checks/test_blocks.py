"""A page in blocks: whatever is written, blocks lie in order, and hold what a reader would call one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.text import read_page_text

PAGE = """\
---
kind: x
---
# Title { #title }

Two lines,
one paragraph.

- one
- two
  goes on

    inside two

| a | b |
|---|---|
| c | d |

> quoted

!!! note "Named"

    Inside.

\\bibliography

Last.
"""


def test_each_block_is_what_it_is() -> None:
    page = read_page_text(SourceText("p.md", PAGE))
    found = [(block.kind.value, page.plain[block.start : block.end].strip(" \0")) for block in page.blocks]
    assert found == [
        ("heading", "Title"),
        ("paragraph", "Two lines,\none paragraph."),
        ("list item", "one"),
        ("list item", "two\n  goes on"),
        ("paragraph", "inside two"),
        *(("table cell", cell) for cell in "abcd"),
        ("paragraph", "quoted"),
        ("paragraph", '!!! note "Named"'),
        ("paragraph", "Inside."),
        ("paragraph", "Last."),
    ]


@given(st.text(alphabet="ab1 \n\t|-*>#:`[]@<!figure/>\\{}.%", max_size=120))
def test_blocks_are_in_order_and_disjoint(text: str) -> None:
    page = read_page_text(SourceText("p.md", text))
    assert all(0 <= block.whole <= block.start <= block.end <= len(text) for block in page.blocks)
    assert all(one.end <= other.start for one, other in pairwise(page.blocks))
    for block in page.blocks:
        page.list_keys(block)
