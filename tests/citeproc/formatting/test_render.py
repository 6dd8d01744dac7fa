"""Pandoc's inlines become HTML in which nothing from an entry is markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.formatting.render import Node, get_fragment, get_plain_text, render_html

SPACE: Node = {"t": "Space"}


def word(content: str) -> Node:
    return {"t": "Str", "c": content}


def link(address: str, *inside: Node) -> Node:
    return {"t": "Link", "c": [["", [], []], list(inside), [address, ""]]}


INLINES = [
    (word("a<b>&c"), "a&lt;b&gt;&amp;c", "a<b>&c"),
    (SPACE, " ", " "),
    ({"t": "SoftBreak"}, " ", " "),
    ({"t": "LineBreak"}, "<br>", " "),
    ({"t": "Emph", "c": [word("x")]}, "<em>x</em>", "x"),
    ({"t": "Superscript", "c": [word("2")]}, "<sup>2</sup>", "2"),
    ({"t": "SmallCaps", "c": [word("bc")]}, '<span class="smallcaps">bc</span>', "bc"),
    ({"t": "Quoted", "c": [{"t": "DoubleQuote"}, [word("x")]]}, "“x”", "“x”"),
    ({"t": "Quoted", "c": [{"t": "SingleQuote"}, [word("x")]]}, "‘x’", "‘x’"),
    ({"t": "Code", "c": [["", [], []], "a<b"]}, "<code>a&lt;b</code>", "a<b"),
    ({"t": "RawInline", "c": ["html", "<b>"]}, "&lt;b&gt;", "<b>"),
    ({"t": "Math", "c": [{"t": "InlineMath"}, "x<y"]}, "x&lt;y", "x<y"),
    ({"t": "Span", "c": [["", ["nocase"], []], [word("x")]]}, '<span class="nocase">x</span>', "x"),
    ({"t": "Span", "c": [["", [], []], [word("x")]]}, "x", "x"),
    (link("https://x.org/?a=1&b=2", word("x")), '<a href="https://x.org/?a=1&amp;b=2">x</a>', "x"),
    (link("#ref-a", word("x")), '<a href="#ref-a" role="doc-biblioref">x</a>', "x"),
    (link("javascript:alert(1)", word("x")), "x", "x"),
    (link("data:text/html,x", word("x")), "x", "x"),
    ({"t": "Image", "c": [["", [], []], [word("alt")], ["x.png", ""]]}, "alt", "alt"),
    ({"t": "Something", "c": []}, "", ""),
]


@pytest.mark.parametrize(("node", "shown", "words"), INLINES)
def test_inlines(node: Node, shown: str, words: str) -> None:
    assert render_html([node]) == shown
    assert get_plain_text([node]) == words


def test_a_fragment_is_an_address_and_keeps_its_key() -> None:
    assert get_fragment("a:b/c") == "ref-a:b/c"
    assert get_fragment('ö"<x') == "ref-%C3%B6%22%3Cx"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [tag, *(name for name, _ in attrs)]


@given(st.text(), st.text())
def test_no_text_becomes_markup(content: str, address: str) -> None:
    tags = _Tags()
    tags.feed(render_html([word(content), {"t": "Emph", "c": [word(content)]}, link(address, word(content))]))
    tags.close()
    assert set(tags.seen) <= {"em", "a", "href", "role"}
