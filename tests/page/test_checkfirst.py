"""The check-first box stands below the title, its links seen from the page."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.page.checkfirst import Boxes, from_page, with_check_first
from psychoed.page.kinds import Kind

BOX = "Read [the signs](/bread/signs.md#mould) first.\n"


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
    assert from_page(BOX, page) == f"Read [the signs]({link}) first.\n"


def test_other_links_stay_as_they_are() -> None:
    box = "[a](signs.md) [b](https://example.org/x) [c](#here) (/not/a/link) [d](//example.org/x)"
    assert from_page(box, "bread/rye/sour.md") == box


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
def test_the_box_stands_below_the_title(before: str, title: str, after: str) -> None:
    written = with_check_first(f"{before}{title}\n{after}", BOX, "bread/proving.md")
    above, box, below = written.partition('<div class="check-first"')
    assert above == f"{before}{title}\n\n"
    assert 'markdown="1">\n\nRead [the signs](signs.md#mould) first.\n\n</div>\n\n' in box + below
    assert below.endswith(after)


def test_a_page_without_a_title_begins_with_the_box() -> None:
    assert with_check_first("Text\n\n## Part", BOX, "index.md").lstrip().startswith('<div class="check-first"')


LINES = ["# T", "#T", " # x", "=", "x", "", "## P", "    # c", "```\n# c\n```", "<!--\n# c\n-->"]


@given(st.lists(st.sampled_from(LINES), max_size=6))
def test_the_box_is_seen_whatever_stands_around_the_title(lines: list[str]) -> None:
    page = with_check_first("\n".join(lines), BOX, "index.md")
    html = markdown.markdown(page, extensions=["md_in_html", "fenced_code"])
    assert '<div class="check-first"' in re.sub(r"<!--.*?-->|<pre>.*?</pre>", "", html, flags=re.DOTALL)


def test_only_a_page_for_one_screen_shows_the_short_text() -> None:
    boxes = Boxes("whole", "short")
    asked = [kind for kind in Kind if kind.check_first]
    assert [kind for kind in asked if boxes.of(kind) == "short"] == [Kind.FLARE]
    assert {boxes.of(kind) for kind in asked if kind is not Kind.FLARE} == {"whole"}


def test_a_wallet_card_shows_its_own_text_where_the_site_has_one() -> None:
    assert Boxes("whole", "short", "card").of(Kind.HANDOUT, card=True) == "card"
    assert Boxes("whole", "short", "card").of(Kind.HANDOUT) == "whole"
    assert Boxes("whole", "short").of(Kind.HANDOUT, card=True) == "whole"


@pytest.mark.parametrize(
    ("boxes", "shown"), [(Boxes("whole"), "whole"), (Boxes(None, "short"), "short"), (Boxes(), None)]
)
def test_a_text_that_the_site_has_not_is_not_made_up(boxes: Boxes, shown: str | None) -> None:
    assert boxes.of(Kind.FLARE) == shown
    assert boxes.of(Kind.PRACTICE) == boxes.whole
