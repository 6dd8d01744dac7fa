"""The small parts: labels, controls, the clinician's part, places of files, what a build does, lists, verdicts."""

from __future__ import annotations

import re

import pytest

from mkdocs_citeproc.problems import Location
from psychoed.handouts import controls, listing
from psychoed.handouts.controls import get_last_sentence, make_slug, strip_markdown
from psychoed.handouts.document import WorkbookTexts, prepare_content, render_document, render_workbook
from psychoed.handouts.listing import Pdfs, extract_clinician_notes, resolve_pdf_mode
from psychoed.handouts.model import VARIANTS, Control, Field, Practice, Sheet, Variant
from psychoed.handouts.validate import validate_pdf
from support.site import Built


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("**My** name:", "My name"),
        ("a [link](x.md) and `code` <!-- no -->", "a link and code"),
        ("so says [@loaf2020, p. 3] she", "so says she"),
        ("snake_case_name and 2 * 3", "snake_case_name and 2 * 3"),
        ("with {.red #x} marks", "with marks"),
    ],
)
def test_a_label_is_plain_words(typed: str, expected: str) -> None:
    assert strip_markdown(typed) == expected


@pytest.mark.parametrize(
    ("folds", "expected"),
    [
        (0, ["place"] * 2),
        (2, ["place", "place fold-before", "place"]),
        (4, ["place", "place fold-before", "place fold-above", "place fold-before fold-above", "place"]),
    ],
)
def test_cards_that_are_one_piece_are_joined_by_folds(folds: int, expected: list[str]) -> None:
    cards = "".join(f'<div class="card{" fold" * (at < folds)}"><p>Face {at}</p></div>' for at in range(4))
    sheet = Sheet("oven", "Oven", f"<h1>Oven</h1>{cards}", "x.example", "", "", "", card=True)
    parts = prepare_content(sheet, check="", picture=lambda _: "")
    html = render_document(sheet, parts, Practice(), VARIANTS[0])
    places = re.findall(r'<div class="(place[^"]*)"><div class="card"><p>Face', html)
    assert places == expected + ["place"] * (8 - len(expected))


def test_a_label_begins_with_its_sentence() -> None:
    text = "One. Two? Three is it:"
    assert text[get_last_sentence(text) :] == "Three is it:"
    assert get_last_sentence("How hot?") == 0


@pytest.mark.parametrize(
    ("label", "expected"), [("Före 0–10?", "f-fore-0-10"), ("…", "f-field"), ("x" * 99, f"f-{'x' * 60}")]
)
def test_an_id_is_an_address(label: str, expected: str) -> None:
    assert make_slug(label) == expected


def test_a_control_says_its_label_safely() -> None:
    field = Field("f-a", 'A "b" <c>', Control.CELL)
    html = controls.replace_placeholders(
        controls.make_placeholder("f-a") + controls.make_placeholder("f-z"), {"f-a": field}
    )
    assert 'aria-label="A &quot;b&quot; &lt;c&gt;"' in html
    assert html.endswith('<span data-field="f-z"></span>')  # none of ours


def test_the_clinicians_part_ends_at_the_next_heading_of_its_level() -> None:
    crib = '<h2 id="x">For the <em>clinician</em><a class="headerlink" href="#x">#</a></h2><h3>When</h3><p>Now.</p>'
    html = f"<h1>Bread</h1><h2>One</h2>{crib}<h2>References</h2>"
    assert extract_clinician_notes(html, "For the clinician") == html.replace(
        crib, f'<section class="crib">\n{crib}</section>\n'
    )
    assert extract_clinician_notes(html, "For bakers") == html


@pytest.mark.parametrize(
    ("destination", "source", "expected"),
    [
        ("handouts/bread/index.html", "handouts/bread.md", "handouts/bread/bread"),
        ("handouts/bread.html", "handouts/bread.md", "handouts/bread"),
        ("index.html", "index.md", "index"),
    ],
)
def test_files_go_beside_the_page(destination: str, source: str, expected: str) -> None:
    assert listing.make_stem(destination, source) == expected


def test_all_sheets_together_go_to_the_folder_they_share() -> None:
    assert listing.make_workbook_stem(["handouts/a.md", "handouts/more/b.md"]) == (
        "handouts/workbook",
        "handouts/handouts.zip",
    )
    assert listing.make_workbook_stem(["a.md", "more/b.md"]) == ("workbook", "handouts.zip")


@pytest.mark.parametrize(
    ("asked", "serving", "ci", "able", "expected"),
    [
        ("", False, False, True, Pdfs.MADE),
        ("", False, False, False, Pdfs.STUCK),
        ("0", False, False, False, Pdfs.LEFT_OUT),
        ("0", False, True, True, Pdfs.MADE),
        ("0", False, True, False, Pdfs.STUCK),
        ("", True, False, True, Pdfs.LEFT_OUT),
        ("1", True, False, True, Pdfs.MADE),
        ("1", True, False, False, Pdfs.UNABLE),
    ],
)
def test_what_a_build_does_about_pdfs(asked: str, serving: bool, ci: bool, able: bool, expected: Pdfs) -> None:
    assert resolve_pdf_mode(asked, serving, ci, able) is expected


def test_sizes_are_written_where_files_are_named() -> None:
    html = listing.list_files("bread", "handouts/bread/bread", "Bread & butter")
    shown = listing.add_sizes(html, {"handouts/bread/bread-a4.pdf": listing.format_pages(1, 45_678)})
    assert (
        '<a href="bread-a4.pdf" type="application/pdf" aria-label="Bread &amp; butter: PDF, A4">A4</a> (1 page' in shown
    )
    assert "46 KB" in shown
    assert "data-file" not in shown
    assert listing.format_bytes(1_234_567) == "1.2 MB"


def test_what_is_typed_runs_in_its_own_direction(built: Built) -> None:
    page = (built.site / "handouts/log/index.html").read_text(encoding="utf-8")
    places = re.findall(r'<(?:textarea|input type="text")[^>]*id="f-[^>]*>', page)
    assert len(places) > 10
    assert [place for place in places if 'dir="auto"' not in place] == []


def test_a_workbook_has_the_practice_on_each_handout() -> None:
    sheets = [Sheet(name, name.title(), f"<h1>{name}</h1><p>Text.</p>", "", "", "", "") for name in ("log", "card")]
    parts = [(each, prepare_content(each, check="", picture=str, prefix=f"{each.name}-")) for each in sheets]
    html = render_workbook(WorkbookTexts("Book", "Contents"), parts, Practice("Hill & Dale"), VARIANTS[0])
    assert html.count("Hill &amp; Dale") == 1 + len(sheets)  # on the cover, too


def test_the_tools_hold_no_form_and_escape_the_practice() -> None:
    html = listing.render_tools("", Practice('<Hill> & "Dale"'), fillable=True)
    assert "<form" not in html
    assert 'value="&lt;Hill&gt; &amp; &quot;Dale&quot;"' in html
    assert "data-keep" not in listing.render_tools("", Practice(), fillable=False)


def test_the_tools_stand_below_the_check_first_box() -> None:
    box = '<div class="check-first" role="note">\n<p>Stop.</p>\n</div>'
    assert listing.add_tools(f"<h1>A</h1>\n\n{box}<p>B</p>", "T") == f"<h1>A</h1>\n\n{box}\nT\n<p>B</p>"
    assert listing.add_tools("<h1>A</h1><p>B</p>", "T") == "<h1>A</h1>\nT\n<p>B</p>"
    assert listing.add_tools("<p>B</p>", "T") == "\nT\n<p>B</p>"


def judged(sheet: Sheet, pages: dict[Variant, int], **named: int) -> list[str]:
    others = {"full_cards": 0, "largest": 1, **named}
    missing = ["→"] * others.pop("missing_glyphs", 0)
    problems = validate_pdf(sheet, Location("docs/bread.md"), pages, missing_glyphs=missing, **others)
    return [str(problem) for problem in problems]


def test_a_sheet_is_judged() -> None:
    normal, large = VARIANTS[0], VARIANTS[2]
    bread = Sheet("bread", "Bread", "", "", "", "", "", sides=1)
    assert judged(bread, {normal: 1, large: 2}) == []
    assert judged(bread, {normal: 2, large: 3}) == [
        "docs/bread.md:1:1: [over-budget] this handout is too long: 2 sides on A4 (1 allowed), 3 sides on A4, large "
        "print (2 allowed). Shorten it; 'sides: 2' in the front matter allows two."
    ]
    card = Sheet("card", "Card", "", "", "", "", "", sides=1, card=True)
    assert judged(card, {normal: 2, large: 4}) == []
    assert "[full-card]" in judged(card, {normal: 1}, full_cards=2)[0]
    assert "[over-budget] this handout's PDF has 120 KB" in judged(bread, {normal: 1}, largest=120_000)[0]
    assert (
        "[foreign-sign] the handouts' font doesn't have these characters: →."
        in judged(bread, {normal: 1}, missing_glyphs=1)[0]
    )


def test_the_name_of_a_group_of_rows_takes_the_whole_row() -> None:
    row = '<tr>\n<td class="group icon-moon"><strong>Night</strong></td>\n<td></td>\n<td></td>\n</tr>'
    other = row.replace("group", "groups")
    assert controls.widen_groups(row + other) == (
        '<tr>\n<td class="group icon-moon" colspan="3"><strong>Night</strong></td>\n</tr>' + other
    )
