"""Clusters are found in running text, at their place, and nowhere in code, comments, attributes or addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.citations.mask import mask_markup
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.source import SourceText

FOUND = {
    "paragraph": "So [@a].",
    "heading": "# What [@a] says",
    "list": "- one\n- two [@a]",
    "list, second paragraph": "- one\n\n    two [@a]",
    "nested list": "- one\n    - two\n\n        three [@a]",
    "ordered list": "1. one\n\n    two [@a]",
    "admonition": "!!! note\n    See [@a].",
    "admonition, second paragraph": "!!! note\n    See.\n\n    And [@a].",
    "admonition title": '!!! note "From [@a]"\n    Text.',
    "details": "??? note\n\n    [@a]",
    "tab": '=== "One [@b]"\n\n    [@a]',
    "tab label": '=== "One [@a]"\n\n    Text.',
    "table": "| x | y |\n|---|---|\n| 1 | [@a] |",
    "footnote": "x[^1]\n\n[^1]: See [@a].",
    "definition": "Term\n:   what [@a] says",
    "quote": "> Said\n> so [@a].",
    "beside a link": "[the paper](https://x.org/@b) [@a]",
    "html with markdown": "<figure markdown>\n![x](y.png)\n<figcaption>From [@a]</figcaption>\n</figure>",
    "after an unclosed backtick": "a ` here\n\n[@a]",
    "after an unclosed fence": "```\nno end\n\n[@a]",
    "after the item of an unclosed fence": "- x\n\n    ```\n    y\n\n[@a]\n\n```",
    "after a fence": "```\n[@b]\n```\n[@a]",
    "after an indented block": "    [@b]\n\n[@a]",
    "lazy line": "text\n    [@a]",
    "emphasis": "*so [@a]*",
}

HIDDEN = {
    "fence": "```\n[@a]\n```",
    "fence with language": '```markdown title="x"\n[@a]\n```',
    "tilde fence": "~~~\n[@a]\n~~~",
    "longer fence": "````\n```\n[@a]\n````",
    "fence in a list": "- x\n\n    ```\n    [@a]\n    ```",
    "fence in an admonition": "!!! note\n    ```\n    [@a]\n    ```",
    "fence in a quote": "> ```\n> [@a]\n> ```",
    "indented": "text\n\n    [@a]\n    more\n\n    [@a]",
    "indented at the start": "    [@a]",
    "indented in a list": "- x\n\n        [@a]",
    "indented after a heading": "# x\n    [@a]",
    "inline code": "a `[@a]` b",
    "inline code, two backticks": "a `` ` [@a] `` b",
    "inline code over a line end": "a `[@a]\n@a` b",
    "comment": "<!-- [@a] -->",
    "comment over lines": "<!--\n[@a]\n\n@a\n-->",
    "attribute": '<a title="[@a]" href="/@a">x</a>',
    "pre": "<pre>\n[@a]\n</pre>",
    "script": "<script>\n'[@a]'\n</script>",
    "link address": "[x](https://x.org/@a)",
    "link title": '[x](y "@a")',
    "bare address": "https://x.org/?u=@a&v=1",
    "autolink": "<https://x.org/@a>",
    "e-mail": "<me@a.org> and me@a.org",
    "attribute list": 'x{ title="[@a]" }',
    "block options": '/// details | x\n    attrs: {title: "[@a]"}\n\ntext\n///',
    "escaped": r"\@a and \[\@a\]",
    "front matter": "---\nauthors: '[@a]'\n---\ntext",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND.keys())
def test_found(text: str) -> None:
    assert "a" in {key for found in scan_page(SourceText("x.md", text)).found for key in found.span.keys}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_hidden(text: str) -> None:
    assert scan_page(SourceText("x.md", text)).found == ()


def test_each_key_has_its_place() -> None:
    text = "---\nkind: x\n---\n# Title\n\nOne [see @a, p. 3;\n  @b] and @c [p. 4]."
    found = scan_page(SourceText("docs/x.md", text)).found
    places = [(key, str(where)) for each in found for key, where in each.locate_keys()]
    assert places == [("a", "docs/x.md:6:10"), ("b", "docs/x.md:7:3"), ("c", "docs/x.md:7:11")]


def test_the_same_cluster_wrapped_or_quoted_is_one() -> None:
    text = "[@a, p. 3; @b]\n\n[@a,\np. 3;  @b]\n\n> [@a, p. 3;\n> @b]\n\n> > [@a, p. 3;\n> > @b]"
    assert {found.text for found in scan_page(SourceText("x.md", text)).found} == {"[@a, p. 3; @b]"}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("\\bibliography", True),
        ("text\n\n  \\bibliography  \n", True),
        ("`\\bibliography`", False),
        ("```\n\\bibliography\n```", False),
        ("see \\bibliography for", False),
    ],
)
def test_commands_stand_alone_on_a_line(text: str, there: bool) -> None:
    assert scan_page(SourceText("x.md", text)).has_command("\\bibliography") is there


@given(
    st.lists(
        st.sampled_from(
            [
                "`",
                "``",
                "```",
                "~~~",
                "\n",
                "\n\n",
                "    ",
                "- ",
                "> ",
                "<!--",
                "-->",
                "[@a]",
                "x ",
                "!!! note\n",
                "<pre>",
                "</pre>",
                "](",
                ")",
                "{.x",
                "}",
                "\\",
                "\t",
                "---\n",
            ]
        ),
        max_size=30,
    )
)
def test_masking_keeps_every_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    masked = mask_markup(text, SourceText("x.md", text).body_start)
    assert len(masked) == len(text)
    assert [at for at, char in enumerate(masked) if char == "\n"] == [
        at for at, char in enumerate(text) if char == "\n"
    ]
    scan_page(SourceText("x.md", text))
