"""The check-first line is below the title, its links relative to the page."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.pages.kinds import CheckFirstTexts, find_relative_links, insert_check_first

LINE = "Read [the signs](/bread/signs.md#mould) first.\n"


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("index.md", "bread/signs.md#mould"),
        ("bread/proving.md", "signs.md#mould"),
        ("bread/rye/sour.md", "../signs.md#mould"),
        ("cakes/sponge.md", "../bread/signs.md#mould"),
    ],
)
def test_links_are_seen_from_the_page(page: str, link: str) -> None:
    assert find_relative_links(LINE, page) == f"Read [the signs]({link}) first.\n"


def test_other_links_stay_as_they_are() -> None:
    text = "[a](signs.md) [b](https://example.org/x) [c](#here) (/not/a/link) [d](//example.org/x)"
    assert find_relative_links(text, "bread/rye/sour.md") == text


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("", "# Proving", "Text."),
        ("", "# Proving { #proving }", "\nText.\n\n# Second"),
        ("Words above.\n", "# Proving", ""),
        ("```sh\n# a comment\n```\n", "# Proving", "Text."),
        ("~~~\n```\n# a comment\n~~~~\n", "# Proving", "Text."),
        ("<!-- To do:\n# not this\n-->\n", "# Proving", "Text."),
        ("", "#Proving", "Text."),
        ("", "Proving\n=======", "Text."),
        (" # no title\n", "# Proving", "Text."),
    ],
)
def test_the_line_is_below_the_title(before: str, title: str, after: str) -> None:
    written = insert_check_first(f"{before}{title}\n{after}", LINE, "bread/proving.md")
    above, line, below = written.partition('<div class="check-first"')
    assert above == f"{before}{title}\n\n"
    assert 'markdown="1">\n\nRead [the signs](signs.md#mould) first.\n\n</div>\n\n' in line + below
    assert below.endswith(after)


def test_a_page_without_a_title_begins_with_the_line() -> None:
    assert insert_check_first("Text\n\n## Part", LINE, "index.md").lstrip().startswith('<div class="check-first"')


PIECES = ["# T", "#T", " # x", "=", "x", "", "## P", "    # c", "```\n# c\n```", "<!--\n# c\n-->"]


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_the_line_shows_whatever_is_around_the_title(lines: list[str]) -> None:
    page = insert_check_first("\n".join(lines), LINE, "index.md")
    html = markdown.markdown(page, extensions=["md_in_html", "fenced_code"])
    assert '<div class="check-first"' in re.sub(r"<!--.*?-->|<pre>.*?</pre>", "", html, flags=re.DOTALL)


def test_a_wallet_card_shows_its_own_text_where_the_site_has_one() -> None:
    assert CheckFirstTexts("usual", "card").choose(card=True) == "card"
    assert CheckFirstTexts("usual", "card").choose(card=False) == "usual"
    assert CheckFirstTexts("usual").choose(card=True) == "usual"
    assert CheckFirstTexts().choose(card=True) is None
