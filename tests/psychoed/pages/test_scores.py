"""Scores: what a file says, how it is shown, and each thing that can be wrong with it at its own line."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.language import ENGLISH, read_language, use_language
from psychoed.pages.scores import INSTRUMENTS, PageScores, has_scores_command, insert_scores, read_scores, render_scores

READING = """\
  date: 2026-01-02
  understandable: "11111 1n111 11nnn n1"
  actionable: "1111n n0"
  clear: "11101 11111 11111 11nnn"
  jama: "1111"
  lost:
    actionable 7: "No {picture}."
    clear 4: "No photograph."
"""
WHOLE = "page: bread.md\nfirst:\n" + READING.format(picture="picture") + "second:\n" + READING.format(picture="drawing")


def read(text: str) -> tuple[PageScores | None, list[str]]:
    scores, problems = read_scores(SourceText("scores/bread.yml", text), ["bread.md"])
    return scores, [str(problem) for problem in problems]


def test_scores_are_counted_and_every_lost_point_has_its_reason() -> None:
    scores, problems = read(WHOLE)
    assert problems == []
    assert scores
    text = render_scores([scores], {"bread.md": "Bread"}, "../")
    assert "| [Bread](../bread.md) | 100 · 100 | 80 · 80 |" in text
    assert "| [Bread](../bread.md) | 94 · 94 | 4 · 4 |" in text
    assert "DISCERN" not in text
    assert (
        "- PEMAT-P, actionable 7, pictures help to act. First reading: No picture. Second reading: No drawing." in text
    )
    page = "# Scores\n\n\\scores\n"
    assert insert_scores(page, text).startswith("# Scores\n\nPages that were")
    assert (
        has_scores_command(page),
        has_scores_command(insert_scores(page, text)),
        has_scores_command("Write \\scores there."),
    ) == (True, False, False)


def test_the_tables_are_in_the_site_s_language() -> None:
    scores, _ = read(WHOLE)
    use_language(read_language("es"))
    try:
        text = render_scores([scores] if scores else [], {"bread.md": "Pan"}, "")
    finally:
        use_language(ENGLISH)
    assert "| Página | Comprender | Actuar |" in text
    assert "PEMAT-P, facilidad para actuar 7, las imágenes ayudan a actuar. Primera lectura: No picture." in text
    assert "## ¿Dónde se perdieron puntos?" in text


def test_a_reason_is_text_in_its_own_line() -> None:
    reason = '|\n      No <img src=x onerror=alert(1)> & more.\n\n      --8<-- "secret.md"'
    scores, problems = read(WHOLE.replace('"No photograph."', reason))
    assert problems == []
    told = render_scores([scores] if scores else [], {"bread.md": "Bread"}, "")
    assert "No &lt;img src=x onerror=alert(1)> &amp; more. --8&lt;-- " in told
    assert not [line for line in told.split("\n") if line.startswith("--8")]


def test_what_several_pages_lost_for_the_same_reason_is_told_once() -> None:
    pages = ["bread.md", "rye.md", "spelt.md", "oats.md"]
    text = WHOLE.replace("No drawing.", "No drawing of {}.")
    all_scores = [
        scores
        for page in pages
        if (scores := read_scores(SourceText("x.yml", text.replace("bread.md", page).format(page)), pages)[0])
    ]
    titles = {page: page[:-3].title() for page in pages}
    told = render_scores(all_scores, titles, "")
    once = "clear communication index 4, a picture of the message. first reading: no photograph."
    assert told.lower().count(once) == 1
    assert "On: [Bread](bread.md), [Rye](rye.md), [Spelt](spelt.md), [Oats](oats.md)." in told
    assert "Second reading: No drawing of rye.md." in told.split("**[Rye](rye.md)**")[1].split("**[Spelt]")[0]
    assert "several pages" not in render_scores(all_scores[:3], titles, "")
    assert render_scores(all_scores[:3], titles, "").lower().count(once) == 3


def test_only_pages_about_a_treatment_have_a_row_for_discern() -> None:
    treatment = WHOLE.replace("page: bread.md", "page: rye.md").replace("  lost:", f'  discern: "{"5" * 16}"\n  lost:')
    files = {"bread.md": WHOLE, "rye.md": treatment}
    scores = [read_scores(SourceText(name, text), [*files])[0] for name, text in files.items()]
    told = render_scores([each for each in scores if each], {"bread.md": "Bread", "rye.md": "Rye"}, "")
    rows = told.split("**DISCERN,** of 75:")[1].split("##")[0].strip().splitlines()[2:]
    assert rows == ["| [Rye](rye.md) | 75 · 75 |"]


def test_discern_is_a_sum_without_its_rating_of_the_whole() -> None:
    assert INSTRUMENTS["discern"].score("5" * 15 + "1") == 75


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "page: bread.md",
            "page: bred.md",
            "1:7: [bad-score] 'bred.md' is not a page below docs/. Did you mean 'bread",
        ),
        ("first:", "frst:", "2:1: [bad-score] this file of scores has no field 'frst'. Did you mean 'first'?"),
        ("first:", "frst:", "1:1: [bad-score] 'first' is missing."),
        (
            READING.format(picture="picture"),
            "",
            "2:7: [bad-score] 'first' is empty. It must contain a date,",
        ),
        ("date: 2026-01-02", "day: 2026-01-02", "3:3: [bad-score] this reading has no field 'day'. Known: date, under"),
        ("2026-01-02", "2026-01-02 10:00:00", "3:9: [bad-score] 'date' is not a day. Write it as 2026-11-23."),
        ("clear 4", "discern 99", "8:3: [bad-score] 'discern 99' has a reason, but lost no point."),
        ("2026-01-02", "soon", "3:9: [bad-score] 'date' is not a day. Write it as 2026-11-23."),
        ('"1111n n0"', '"1111n n"', "5:15: [bad-score] 'actionable' has 6 marks for 7 items."),
        ('"1111n n0"', '"1111n n2"', "5:15: [bad-score] 'actionable' has the mark '2'. Known: 0, 1, n."),
        ('clear 4: "No photograph."', "clear 4: ''", "8:3: [bad-score] 'clear 4' lost a point, but has no reason."),
        ("clear 4", "clear 5", "8:3: [bad-score] 'clear 5' has a reason, but lost no point."),
        (
            "clear 4",
            "clean 4",
            "10:5: [bad-score] 'clean 4' is not an item. Write the list and the item's number: 'clear 4'.",
        ),
        ("page: bread.md\n", "", "1:1: [bad-score] 'page' is missing."),
        ('  jama: "1111"\n', "", "1:1: [bad-score] 'jama' is missing."),
        ("page: bread.md\n", "- page\n", "2:1: [bad-score] The file is not valid YAML"),
    ],
)
def test_what_is_wrong_has_its_place(old: str, new: str, said: str) -> None:
    scores, problems = read(WHOLE.replace(old, new, 1))
    assert scores is None
    assert any(problem.startswith(f"scores/bread.yml:{said}") for problem in problems), problems
