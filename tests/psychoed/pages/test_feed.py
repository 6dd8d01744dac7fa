"""The feed's room: records to Atom, a page's HTML to what a feed reader can show, dates as exact as they are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.pages.feed import Feed, FeedEntry, render_feed, simplify_html
from psychoed.pages.metadata import Dated, Precision
from support.feed import wrong_in_feed

FEED = Feed("Bread: News", "All that is new", "The bakers", "en", "feed.xml", "news/")


def entry(title: str, url: str = "news/rye/") -> FeedEntry:
    about, days = "Baked 2023", (date(2026, 1, 2), date(2026, 3, 4))
    return FeedEntry(title, url, title, f"<p>{title}</p>", about, *days, ("Ada",), ("Rye & wheat",))


@given(st.text())
def test_any_title_makes_a_valid_feed(title: str) -> None:
    assert wrong_in_feed(render_feed(FEED, [entry(title)])) == []


def test_a_feed_without_entries_is_valid() -> None:
    assert wrong_in_feed(render_feed(FEED, [])) == []


def test_the_check_of_feeds_finds_what_is_wrong() -> None:
    assert wrong_in_feed(render_feed(FEED, [entry("a"), entry("b")])) == [
        "the id urn:uuid:" + render_feed(FEED, [entry("a")]).split("urn:uuid:")[2].split("<")[0] + " stands 2 times"
    ]
    assert "feed lacks updated" in wrong_in_feed('<feed xmlns="http://www.w3.org/2005/Atom"/>')


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (
            '<h1 id="a">T</h1><p class="x">A <a href="b">b</a> &amp; &lt;c&gt;<br>d</p>',
            "<p>A b &amp; &lt;c&gt;<br>d</p>",
        ),
        ('<h2 id="a">A<a class="headerlink" href="#a">#</a></h2>', "<h2>A</h2>"),
        ("<p hidden><sub>words</sub></p><h2 data-search-exclude>References</h2><!--list-->", ""),
        ("<svg><title>T</title></svg><script>x()</script><ul><li>One</ul>", "<ul><li>One</li></ul>"),
        ("<p>A</b></p></p><p hidden>B<br><input></p><hr>", "<p>A</p><hr>"),
        ('<p>A (<span class="citation"><a href="#ref-x">X, 2020</a></span>).</p>', "<p>A (X, 2020).</p>"),
    ],
)
def test_a_page_is_reduced_to_its_words(content: str, left: str) -> None:
    assert simplify_html(content) == left


@pytest.mark.parametrize(
    ("day", "precision", "spoken", "iso", "begins"),
    [
        (date(2021, 9, 29), Precision.DAY, "29 September 2021", "2021-09-29", True),
        (date(2025, 10, 1), Precision.MONTH, "October 2025", "2025-10", True),
        (date(2025, 10, 2), Precision.MONTH, "October 2025", "2025-10", False),
        (date(2023, 1, 1), Precision.YEAR, "2023", "2023", True),
        (date(2023, 2, 1), Precision.YEAR, "2023", "2023", False),
    ],
)
def test_a_date_says_no_more_than_is_known(
    day: date, precision: Precision, spoken: str, iso: str, begins: bool
) -> None:
    dated = Dated(day, precision)
    assert (dated.spoken, dated.iso, dated.begins) == (spoken, iso, begins)
