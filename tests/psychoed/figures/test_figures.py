"""Figures: what a file asks for, what is drawn of it, and everything wrong with the file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import read_facts
from psychoed.figures.draw import draw_figure
from psychoed.figures.model import Figure, IconArray, Panel, read_figures

FACTS, _ = read_facts(
    SourceText(
        "facts.yml",
        "k:\n"
        "  risen: {counts: x, read: abstract, values: {rye: {count: 33, of: 50}, wheat: {percent: 9.6}, all: 5}}\n"
        "  more: {counts: x, read: abstract, values: {rye: {percent: 166}, wheat: {percent: -5}}}\n"
        "  early: {counts: x, read: abstract, values: {rye: {mean: 4.22}, wheat: {mean: 1.5}, oats: {mean: 7}}}\n"
        "  late: {counts: x, read: abstract, values: {rye: {mean: 2}, wheat: {mean: 1.49}, oats: {mean: 6}}}\n",
    )
)
WHOLE = """\
risen:
  kind: icon-array
  title: How many <rose>
  fact: k/risen
  groups: {rye: Rye & spelt, wheat: PWF}
  filled: risen
  empty: flat
over-time:
  kind: line-chart
  title: Size over time
  measure: Mean size, from 0 to 10
  scale: [0, 10]
  groups: {rye: Rye, wheat: Wheat}
  times:
    Start: k/early
    1 month: k/late
"""


def read(text: str) -> tuple[dict[str, Figure], list[str]]:
    figures, problems = read_figures(SourceText("figures.yml", text), FACTS)
    return figures, [str(problem) for problem in problems]


FIGURES, PROBLEMS = read(WHOLE)
SVG = "{http://www.w3.org/2000/svg}"


def dots(svg: str) -> tuple[int, int]:
    """How many dots are filled and how many are not, as a browser would draw them."""
    root = ElementTree.fromstring(svg)  # noqa: S314
    row = {path.get("id"): path.get("d", "").count("z") for path in root.iter(f"{SVG}path") if path.get("id")}
    counts = {True: 0, False: 0}
    for group in root.iter(f"{SVG}g"):
        if group.get("transform"):
            for each in group:
                used = row.get((each.get("href") or "").removeprefix("#"), each.get("d", "").count("z"))
                counts[each.get("fill") == "currentColor"] += used
    return counts[True], counts[False]


def test_the_file_is_right() -> None:
    assert PROBLEMS == []
    assert list(FIGURES) == ["risen", "over-time"]


def test_an_icon_array_has_a_hundred_dots_for_each_group() -> None:
    svg = draw_figure(FIGURES["risen"])
    assert dots(svg) == (66 + 10, 34 + 90)
    assert "<title" in svg
    assert "How many &lt;rose&gt;" in svg
    assert "Of 100 people, that is 66 with rye &amp; spelt and 10 with PWF. Outlined dots: flat." in svg
    assert re.findall(r'font-size="52"[^>]*>(\d+)<', svg) == ["66", "10"]


@given(st.integers(0, 100))
def test_any_share_is_drawn_whole(filled: int) -> None:
    assert dots(draw_figure(IconArray("x", "t", "a", "b", (Panel("A", filled),)))) == (filled, 100 - filled)


def test_a_line_chart_says_what_it_shows() -> None:
    svg = draw_figure(FIGURES["over-time"])
    ElementTree.fromstring(svg)  # noqa: S314
    assert "Rye: Start 4.22 and 1 month 2. Wheat: Start 1.5 and 1 month 1.49. Times are not drawn to scale." in svg
    places = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', svg)][:2]
    assert places == [pytest.approx(348 - 4.22 * 30, abs=0.1), 348 - 60]  # the whole scale is 300 units high
    names = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>(?:Rye|Wheat) ', svg)]
    assert abs(names[0] - names[1]) >= 18


def test_three_lines_are_told_apart_without_colour() -> None:
    three = "{rye: Rye, wheat: Wheat, oats: Oats}"
    figures, problems = read(WHOLE.replace("{rye: Rye, wheat: Wheat}", three))
    assert problems == []
    svg = draw_figure(figures["over-time"])
    # Each line's marker at its two times and beside its name: a circle, a square, a triangle.
    assert [len(re.findall(shape, svg)) for shape in ("<circle", "h10v10h-10z", "l7 12h-14z")] == [3, 3, 3]
    assert len(set(re.findall(r'(?<=stroke-dasharray=")[^"]+', svg))) == 2


@pytest.mark.parametrize("name", FIGURES)
def test_ids_are_of_one_use_and_all_refer_to_something(name: str) -> None:
    first, second = draw_figure(FIGURES[name]), draw_figure(FIGURES[name], 2)
    ids = [re.findall(r' id="([^"]+)"', svg) for svg in (first, second)]
    assert not set(ids[0]) & set(ids[1])
    for svg, there in zip((first, second), ids, strict=True):
        used = re.findall(r'href="#([^"]+)"', svg) + " ".join(re.findall(r'labelledby="([^"]+)"', svg)).split()
        assert set(used) <= set(there)
        assert len(there) == len(set(there))


@pytest.mark.parametrize("name", FIGURES)
def test_no_colour_but_the_texts_own_no_small_print_and_few_bytes(name: str) -> None:
    svg = draw_figure(FIGURES[name])
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {"none", "currentColor"}
    assert min(int(size) for size in re.findall(r'font-size="(\d+)"', svg)) >= 16
    assert len(svg.encode()) < 5000


# Part of the whole replaced, and what is said of it.
WRONG = [
    ("kind: icon-array", "kind: pie", "2:9: [bad-figure] 'risen' has an unknown kind. Say 'kind: icon-array or line-"),
    ("  title: How many <rose>\n", "", "1:1: [bad-figure] 'risen' has no 'title'."),
    ("  filled: risen", "  full: risen", "6:3: [bad-figure] this icon-array has no field 'full'."),
    ("filled: risen", "filled: ''", "6:11: [bad-figure] 'filled' is empty."),
    ("fact: k/risen", "fact: k/rise", "4:9: [bad-figure] facts.yml has no 'k/rise'. Did you mean 'k/risen'?"),
    ("{rye: Rye & spelt", "{ryes: Rye", "4:9: [bad-figure] 'k/risen' has no group 'ryes'. Did you mean 'rye'?"),
    ("wheat: PWF", "all: All", "4:9: [bad-figure] 'all' has no percentage in that fact."),
    ("fact: k/risen", "fact: k/early", "4:9: [bad-figure] 'rye' has no percentage in that fact."),
    ("fact: k/risen", "fact: k/more", "4:9: [bad-figure] 'rye' is 166%, but a hundred dots can only show 0 to 100."),
    ("fact: k/risen", "fact: k/more", "4:9: [bad-figure] 'wheat' is -5%, but a hundred dots"),
    ("    1 month: k/late\n", "", "14:3: [bad-figure] a line needs at least two times."),
    ("{rye: Rye, wheat: Wheat}", "{rye: R, wheat: W, a: A, b: B}", "13:11: [bad-figure] more than 3 lines."),
    ("{rye: Rye & spelt, wheat: PWF}", "rye", "5:11: [bad-figure] 'groups' is empty. It must contain groups"),
    ("[0, 10]", "[10, 0]", "12:10: [bad-figure] 'scale' must be two whole numbers, the lower one first."),
    ("[0, 10]", "[0, 4]", "12:10: [bad-figure] 'Rye' goes beyond the scale of 0 to 4."),
    ("1 month: k/late", "1 month: k/risen", "14:3: [bad-figure] 'rye' has no mean in 'k/risen'."),
    ("risen:\n  kind", "over-time:\n  kind", "8:1: [bad-figure] 'over-time' is given twice."),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_stands(right: str, wrong: str, said: str) -> None:
    assert right in WHOLE
    figures, problems = read(WHOLE.replace(right, wrong, 1))
    assert any(said in problem for problem in problems), problems
    assert len(figures) < 2


@given(st.text(alphabet="risenkd:{}[],- \n019'\"/chart", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    read(text)
    read(WHOLE.replace("k/risen", text).replace("[0, 10]", text))
