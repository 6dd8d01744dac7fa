"""Where citations are resolved in rendered Markdown, and where text is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.source import SourceText
from support.cites import Echo
from support.site import EXTENSIONS, ROOT

EXTENSION_NAMES = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]


def render(text: str) -> tuple[str, list[str], list[dict[str, object]]]:
    """HTML, the clusters met, and the tokens of the table of contents."""
    echo = Echo()
    md = markdown.Markdown(
        extensions=[*EXTENSION_NAMES, "abbr", "pymdownx.blocks.details", CitationExtension(echo)],
        extension_configs={"pymdownx.tabbed": {"alternate_style": True}},
    )
    html = md.convert(text)
    return html, echo.met, md.toc_tokens  # type: ignore[attr-defined]


RESOLVED = {
    "paragraph": "So [@a].",
    "in emphasis": "*so [@a]* and **[@a]**",
    "list": "- one [@a]\n- two\n\n    three [@a]",
    "table": "| x | y |\n|---|---|\n| 1 | [@a, p. 2] |",
    "admonition": "!!! note\n    See [@a].",
    "admonition title": '!!! note "From [@a]"\n    Text.',
    "details title": '??? note "From [@a]"\n    Text.',
    "tab": '=== "One"\n\n    [@a]\n\n=== "Two"\n\n    [@b]',
    "tab label": '=== "One [@a]"\n\n    Text.',
    "footnote": "x[^1]\n\n[^1]: See [@a].",
    "definition": "Term [@a]\n:   what [@b] says",
    "quote": "> Said\n> so [@a;\n> @b].",
    "link's neighbour": "[the paper](https://x.org) [@a], [more](https://y.org)[@b]",
    "caption": "<figure markdown>\n![x](y.png)\n<figcaption markdown>From [@a]</figcaption>\n</figure>",
    "block": "/// details | Title\n    open: true\n\nText [@a]\n///",
    "over two lines": "So [@a;\n@b] is.",
    "narrative": "@a [p. 3; @b] says, as @{odd.key} does.",
    "with code in it": "[see `x_y` in @a]",
    "with a link in it": "[see [x](https://x.org) in @a]",
    "with an escape": r"[@a, p. \[3\]]",
    "with entities": "[@a, Q&amp;A <b>bold</b>]",
    "with an entity over lines": "So [@a,\np.&nbsp;3, caf&#233; &lt;x&gt;].",
    "in emphasis by underscores": "_@a_, __@b__, _see @a_b_ and ___@c___",
    "two that touch": "@a/@b and @a-@b",
    "a hard line break": "[@a;  \n@b] and @a  \n[p. 3]",
    "an image's title": '![x](y.png "from [@a]")',
    "a span with attributes": "[see @a]{.aside}",
    "an image by reference": '![by @a][b]\n\n[b]: y.png "from [@b]"',
    "underscores": "_so_ [@a_b_c] and @d_e_f",
}

LEFT = {
    "fence": "```\n[@a]\n```",
    "tilde fence": "~~~\n@a\n~~~",
    "indented": "text\n\n    [@a]",
    "inline code": "`[@a]` and ``@a``",
    "comment": "x <!-- [@a] -->\n\n<!-- [@a] -->",
    "attribute": 'x <a title="[@a]" href="/@a">y</a>\n\n<div title="[@a]">z</div>',
    "block options": '/// details | x\n    attrs: {data-x: "[@a]"}\n\ntext\n///',
    "link address": "[x](https://x.org/@a) <https://x.org/@a> https://x.org/@a",
    "e-mail": "<me@a.org> me@a.org",
    "escaped": r"\@a and [\@a]",
    "link text": "[so @a](https://x.org)",
    "attribute list": 'Text.\n{ title="[@a]" }',
}


@pytest.mark.parametrize("text", RESOLVED.values(), ids=RESOLVED.keys())
def test_resolved(text: str) -> None:
    html, met, _ = render(text)
    scanned = [found.text for found in scan_page(SourceText("x.md", text)).found]
    assert met
    assert sorted(met) == sorted(scanned)
    assert all(f"⟦{cluster}⟧" in html for cluster in met)


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_left(text: str) -> None:
    html, met, _ = render(text)
    assert met == []
    assert "⟦" not in html
    assert [found.text for found in scan_page(SourceText("x.md", text)).found if text != LEFT["link text"]] == []


def test_an_escaped_at_loses_its_backslash() -> None:
    assert render(r"an \@handle")[0] == "<p>an @handle</p>"


def test_headings_and_the_table_of_contents() -> None:
    html, _, toc = render("## What [@a] says\n\n## Ours {#mine}\n\n## [@a]\n\n## What  says [@b]")
    assert [(token["id"], token["name"]) for token in toc] == [
        ("what-says", "What ⟦[@a]⟧ says"),
        ("mine", "Ours"),
        ("section", "⟦[@a]⟧"),
        ("what-says_1", "What says ⟦[@b]⟧"),
        ("references", "References"),
    ]
    assert "<cite>⟦[@a]⟧</cite> says</h2>" in html


def test_alternative_text_is_plain() -> None:
    html, met, _ = render('![see [@a]](x.png "by @b")')
    assert 'alt="see ⟦[@a]⟧"' in html
    assert 'title="by ⟦@b⟧"' in html
    assert met == ["[@a]", "@b"]


def test_lists_stand_where_the_command_stands() -> None:
    html, _, toc = render("[@a]\n\n## Sources\n\n\\bibliography\n\n## After\n\nText")
    assert html.index("Sources") < html.index("LIST 1") < html.index("After")
    assert [token["name"] for token in toc] == ["Sources", "After"]


def test_a_command_may_follow_text_without_a_blank_line() -> None:
    assert render("Text [@a]\n\\bibliography\nMore")[0].split("\n") == [
        "<p>Text <cite>⟦[@a]⟧</cite></p>",
        "<div>LIST 1</div>",
        "<p>More</p>",
    ]


def test_commands_in_code_are_text() -> None:
    html, _, _ = render("[@a]\n\n`\\bibliography`\n\n    \\bibliography\n\n```\n\\full_bibliography\n```")
    assert html.count("LIST") == 1
    assert "FULL" not in html


def test_the_full_list_takes_the_place_of_the_page_s_own() -> None:
    html, _, _ = render("[@a]\n\n\\full_bibliography")
    assert "FULL" in html
    assert "LIST" not in html


def test_a_second_list_is_left_out() -> None:
    html, _, _ = render("[@a]\n\n\\bibliography\n\n\\bibliography\n\n\\full_bibliography")
    assert html.count("LIST") == 1
    assert "FULL" not in html


def test_what_touches_keeps_its_place() -> None:
    assert render("*@a*/@b, pain--@a, @a/@b")[0].startswith(
        "<p><em><cite>⟦@a⟧</cite></em>/@b, pain--<cite>⟦@a⟧</cite>, <cite>⟦@a⟧</cite>/<cite>⟦@b⟧</cite></p>"
    )


def test_a_span_with_attributes_has_them() -> None:
    html = render("*[see [@a] and @b]{.aside}* [@a]{.x}")[0]
    assert '<em><span class="aside">see <cite>⟦[@a]⟧</cite> and <cite>⟦@b⟧</cite></span></em>' in html
    assert '<span class="x"><cite>⟦@a⟧</cite></span>' in html


def test_a_heading_that_is_a_link_holds_no_other() -> None:
    echo = Linking()
    md = markdown.Markdown(extensions=["toc", CitationExtension(echo)], extension_configs={"toc": {"anchorlink": True}})
    heading = (
        '<h2 id="so"><a class="toclink" href="#so">So <span class="citation" data-cites="a">⟦[@a]⟧</span></a></h2>'
    )
    assert heading in md.convert("## So [@a]\n\n[@a]")
    assert echo.met == ["[@a]", "[@a]"]


class Linking(Echo):
    def render_cluster(
        self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False
    ) -> RenderedCitation:
        printed = super().render_cluster(page, text, keys, plain=plain)
        return RenderedCitation(f'<span class="citation" data-cites="a"><a href="#ref-a">{printed.text}</a></span>', "")


def test_no_citation_no_list() -> None:
    assert render("Text.")[0] == "<p>Text.</p>"


DOCS = sorted((ROOT / "docs").glob("**/*.md"))


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_scan_finds_in_our_pages_what_markdown_finds(path: Path) -> None:
    source = SourceText(path.name, path.read_text(encoding="utf-8"))
    _, met, _ = render(source.text[source.body_start :])
    assert sorted(met) == sorted(found.text for found in scan_page(source).found)


PIECES = st.sampled_from(
    [
        "[@a]",
        "@b [p. 3]",
        "[see @a; -@b]",
        "`[@a]`",
        "``",
        "`",
        "text ",
        "\n",
        "\n\n",
        "\n    ",
        "\n\n    ",
        "- ",
        "1. ",
        "> ",
        "# ",
        "!!! note\n    ",
        '=== "x"\n\n    ',
        "```\n",
        "~~~\n",
        "<!-- ",
        " -->",
        "<b>",
        '<a title="[@a]">',
        "</a>",
        "*",
        "_",
        "[x](y)",
        "[",
        "]",
        "| a | b |\n|---|---|\n| [@a] | x |\n",
        "[^1]",
        "\n\n[^1]: ",
        ": ",
        "\\",
        "https://x.org/@a ",
        "a@b.org ",
    ]
)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=14))
def test_whatever_is_written_nothing_breaks_and_little_is_missed(pieces: list[str]) -> None:
    """Four hundred odd pages, the same each time. What the scan misses costs another run of pandoc, never text."""
    text = "".join(pieces)
    html, met, _ = render(text)
    assert all(f"⟦{cluster}⟧" in html for cluster in met)
    scan_page(SourceText("x.md", text))
