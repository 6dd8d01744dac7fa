"""What is spoken of a page: its own words in order, and nothing that is to be seen, pressed or looked up."""

from __future__ import annotations

import pytest

from psychoed.audio.spoken_text import Lexicon, Passage, extract_captions, extract_passages, extract_steps


def spoken(html: str, *until: str) -> list[str]:
    return [passage.text for passage in extract_passages(html, until)]


def test_blocks_are_passages_and_headings_end() -> None:
    page = (
        '<h1 id="t">Title<a class="headerlink" href="#t">#</a></h1><p>One <strong>two</strong>,\n three.</p>'
        "<ol><li>First.</li><li><p>Second</p></li></ol><h2>Why?</h2><p>So &amp; so</p>"
    )
    assert spoken(page) == ["Title.", "One two, three.", "First.", "Second.", "Why?", "So & so."]
    headings = [passage.text for passage in extract_passages(page) if passage.heading]
    assert headings == ["Title.", "Why?"]


def test_captions_of_drawings_that_are_played() -> None:
    cited = '<span class="citation">(A, 2020)</span>'
    figure = f"<figure><svg><title>A bell</title></svg><figcaption><b>{{}}.</b> It rings {cited}.</figcaption></figure>"
    page = f'<p>x</p><div class="scenes">{figure.format("One")}\n{figure.format("Two")}</div>{figure.format("Three")}'
    assert extract_captions(page, "scenes") == ["One. It rings.", "Two. It rings."]
    assert extract_captions(page, "guided") == []


@pytest.mark.parametrize(
    "unsaid",
    [
        '<span class="citation" data-cites="a">(A, 2020)</span>',
        "<details><summary>How we know this</summary><p>Sources.</p></details>",
        "<table><tr><td>1</td></tr></table>",
        "<figure><svg><title>A picture</title></svg><figcaption>x<br>y</figcaption></figure>",
        '<p hidden class="search-terms"><sub>words, others</sub></p>',
        '<h2 data-search-exclude="" id="references">References</h2>',
        '<div class="check-first" role="note"><p>For pain <a href="x">that</a> was checked.</p></div>',
        '<p>Name: <input type="text"></p><nav><a href="x">x</a></nav>'.replace("<p>Name: ", "").replace("</p>", ""),
        "<!-- a note -->",
    ],
)
def test_what_is_not_spoken(unsaid: str) -> None:
    assert spoken(f"<p>Before.</p>{unsaid}<p>After.</p>") == ["Before.", "After."]


def test_it_stops_at_a_heading_and_not_at_its_words_elsewhere() -> None:
    page = "<h1>A</h1><p>For the clinician</p><p>x.</p><h2>For the clinician</h2><p>y.</p>"
    assert spoken(page, "For the clinician") == ["A.", "For the clinician.", "x."]


def test_a_heading_has_a_longer_pause_before_and_after() -> None:
    [first, second, heading, last] = extract_passages("<p>a.</p><p>b.</p><h2>C</h2><p>d.</p>")
    assert first.pause < second.pause
    assert heading.pause > last.pause


def test_signs_stay_with_their_word() -> None:
    assert spoken('<p>It helped <span class="citation">(A)</span>, and more <b>.</b></p>') == ["It helped, and more."]


def test_steps_of_a_guided_list() -> None:
    page = (
        '<ol><li>x</li></ol><div class="guided" id="start"><p>y</p><ol><li><b>One.</b> Do.</li><li>Two</li></ol></div>'
    )
    assert extract_steps(page, "guided") == ["One. Do.", "Two."]
    assert extract_steps(page, "other") == []


def test_the_lexicon_says_words_otherwise_and_no_parts_of_words() -> None:
    lexicon = Lexicon({"PRT": "P R T", "Ashar": "/ˈæʃɑɹ/", "PRT Center": "the centre"})
    assert lexicon.apply("PRT, PRTs: Ashar.") == "P R T, PRTs: [Ashar](/ˈæʃɑɹ/)."
    assert lexicon.apply("The PRT Center") == "The the centre"
    assert lexicon.apply("8–12 sessions, well-kept") == "8 to 12 sessions, well-kept"
    assert Lexicon({}).apply("x (y)") == "x (y)"


def test_what_a_lexicon_has_for_nothing() -> None:
    assert Lexicon({"PRT": "x", "NHS": "y"}).find_unknown(["PRT and PRT"]) == ["NHS"]
    assert Lexicon({}).find_unknown(["PRT"]) == []


def test_a_passage_is_a_value() -> None:
    assert Passage("a", 1.0) == Passage("a", 1.0, heading=False)
