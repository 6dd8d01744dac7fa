"""Our own facts, words and figures are right, and what they name is there."""

from __future__ import annotations

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import read_facts
from psychoed.checks.phrases import check_words, read_words
from psychoed.checks.text import read_page_text
from psychoed.figures.draw import draw_figure
from psychoed.figures.model import read_figures
from support.site import ROOT


def source(name: str) -> SourceText:
    return SourceText(name, (ROOT / name).read_text(encoding="utf-8"))


def test_our_files_are_right() -> None:
    facts, problems = read_facts(source("facts.yml"))
    figures, wrong = read_figures(source("figures.yml"), facts)
    assert [str(problem) for problem in (*problems, *wrong, *read_words(source("words.yml"))[1])] == []
    assert set(figures) == {"pain-free-after-a-month", "pain-free-after-five-years", "pain-over-time"}
    assert all(len(draw_figure(figure)) < 5000 for figure in figures.values())


def test_the_spanish_files_are_right() -> None:
    facts, _ = read_facts(source("facts.yml"))
    figures, wrong = read_figures(source("figures.es.yml"), facts)
    words, problems = read_words(source("words.es.yml"))
    assert [str(problem) for problem in (*wrong, *problems)] == []
    assert figures.keys() <= read_figures(source("figures.yml"), facts)[0].keys()
    page = SourceText(
        "docs-es/p.md", "La terapia cura el dolor. No promete una curación. Su revisión no encontró nada.\n"
    )
    assert [problem.code.value for problem in check_words(read_page_text(page), words)] == ["forbidden-phrase"]


def test_facts_are_of_sources_that_we_have() -> None:
    facts, _ = read_facts(source("facts.yml"))
    bibliography, _ = parse_bibtex(source("references.bib"))
    assert {fact.key for fact in facts.by_address.values()} <= set(bibliography.entries)


def test_a_difference_is_that_of_the_numbers_it_is_between() -> None:
    facts, _ = read_facts(source("facts.yml"))

    def amount(address: str, group: str, measure: str) -> float:
        return float(facts.by_address[address].groups[group].amounts[measure])

    for paper, when in (
        ("ashar2021", "after-a-month"),
        ("ashar2021", "after-one-year"),
        ("ashar2025", "after-five-years"),
    ):
        for group in ("placebo injection", "usual care"):
            means = [amount(f"{paper}/pain-{when}", each, "mean") for each in (group, "PRT")]
            assert round(means[0] - means[1], 2) == amount(f"{paper}/less-pain-{when}", f"than {group}", "difference")
    for paper, when in (("ashar2021", "after-a-month"), ("ashar2025", "after-five-years")):
        for group in ("placebo injection", "usual care"):
            shares = [amount(f"{paper}/pain-free-{when}", each, "percent") for each in ("PRT", group)]
            points = amount(f"{paper}/more-pain-free-{when}", f"than {group}", "points")
            assert shares[0] - shares[1] == points
