"""Small sites built with the real page hook: pages held against facts and words, figures where their lines stand."""

from __future__ import annotations

from pathlib import Path

from support.site import EXTENSIONS, PAGE_HOOK, Built, build_site, make_site

HEAD = "---\ndescription: Bread.\nkind: home\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
FACTS = "k:\n  risen: {counts: loaves, read: abstract, values: {rye: {count: 33, of: 50}, wheat: {percent: 10}}}\n"
WORDS = "phrases:\n  - {phrase: perfect crust, reason: it promises}\nvague_links: [here]\n"
FIGURES = """\
risen:
  kind: icon-array
  title: How many rose
  fact: k/risen
  groups: {rye: Rye, wheat: Wheat}
  filled: risen
  empty: flat
"""
ALL = {"facts": "facts.yml", "words": "words.yml", "figures": "figures.yml"}
FILES = {"facts.yml": FACTS, "words.yml": WORDS, "figures.yml": FIGURES}


def build(folder: Path, page: str, settings: dict[str, str] | None = None, **files: str) -> Built:
    sources = {**FILES, "docs/index.md": HEAD + page, **{name.replace("_", "."): text for name, text in files.items()}}
    extra = {"page": ALL if settings is None else settings}
    return build_site(make_site(folder, sources, hooks=[PAGE_HOOK], extensions=EXTENSIONS, extra=extra), strict=True)


FIGURE = (
    "<figure markdown>\n\\figure{risen}\n<figcaption markdown>Of 100 people: rye *66* [@k].</figcaption>\n</figure>\n"
)


def test_a_figure_stands_where_its_line_stood(tmp_path: Path) -> None:
    page = f"# Bread\n\nBefore.\n\n{FIGURE}\nBetween.\n\n\\figure{{risen}}\n\nAfter.\n"
    built = build(tmp_path, page)
    assert built.problems == []
    html = built["index.html"]
    assert html.count("<svg ") == html.count("</svg>") == 2
    assert html.count('id="figure-risen-title"') == html.count('id="figure-risen-2-title"') == 1
    assert "figure{" not in html
    before, between, after = (html.index(word) for word in ("Before.", "Between.", "After."))
    first, second = html.index("<svg "), html.rindex("<svg ")
    assert before < html.index("<figure") < first < html.index("<figcaption") < between < second < after
    assert "rye <em>66</em>" in html


def test_code_that_shows_such_a_line_stays(tmp_path: Path) -> None:
    page = "Text `\\figure{risen}`, \\figure{risen} inside.\n\n```\n\\figure{risen}\n```\n\n    \\figure{risen}\n"
    built = build(tmp_path, page)
    assert built.problems == []
    assert "<svg" not in built["index.html"]
    assert built["index.html"].count("\\figure{risen}") == 4


def test_a_line_may_stand_against_text_and_in_a_list(tmp_path: Path) -> None:
    html = build(tmp_path, "Above\n\\figure{risen}\nbelow\n\n- item\n\n    \\figure{risen}\n")["index.html"]
    assert html.count("<svg ") == 2
    assert html.index("Above") < html.index("<svg ") < html.index("below") < html.index("<li>") < html.rindex("<svg ")


def test_everything_wrong_is_said_at_once_and_stops_a_strict_build(tmp_path: Path) -> None:
    page = (
        "It was 67% [@k], a perfect crust: see [here](index.md).\n\nIn 33 of 50.\n\n\\figure{rise}\n\n\\figure{rise}\n"
    )
    built = build(tmp_path, page)
    assert built.ended
    assert [line.split(": ", 1)[1].split("] ")[0] + "]" for line in built.problems] == [
        "docs/index.md:7:8: [unknown-number]",
        "docs/index.md:7:20: [forbidden-phrase]",
        "docs/index.md:7:39: [vague-link]",
        "docs/index.md:9:4: [uncited-number]",
        "docs/index.md:11:1: [unknown-figure]",
        "docs/index.md:13:1: [unknown-figure]",
    ]
    assert "there is no figure 'rise'. Did you mean 'risen'?" in built.problems[-1]


def test_what_is_wrong_with_the_files_is_said_with_the_rest(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        "\\figure{risen}\n",
        facts_yml=FACTS.replace("abstract", "hearsay"),
        words_yml="phrase: x\n",
        figures_yml=FIGURES,
    )
    said = " ".join(built.problems)
    for code in ("facts.yml:2:33: [bad-fact]", "words.yml:1:1: [bad-words]"):
        assert code in said
    assert "figure]" not in said  # what follows from the mistake in facts.yml


def test_what_is_not_set_is_not_checked(tmp_path: Path) -> None:
    built = build(tmp_path, "It was 67%, a perfect crust: [here](index.md).\n\n\\figure{risen}\n", settings={})
    assert built.problems == []
    assert "\\figure{risen}" in built["index.html"]


def test_figures_without_facts_end_the_build_in_plain_words(tmp_path: Path) -> None:
    built = build(tmp_path, "Bread.\n", settings={"figures": "figures.yml"})
    assert built.ended
    assert "extra.page.figures needs a facts file. Name it in extra.page.facts." in built.ended


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    built = build(tmp_path, "Bread.\n", settings={"facts": "fact.yml"})
    assert built.ended
    assert "facts" in built.ended
    assert "fact.yml" in built.ended


def test_the_check_first_box_is_held_against_the_words_too(tmp_path: Path) -> None:
    sources = {**FILES, "docs/index.md": HEAD, "box.md": "A perfect crust.\n"}
    extra = {"page": {**ALL, "check_first": "box.md"}}
    built = build_site(make_site(tmp_path, sources, hooks=[PAGE_HOOK], extensions=EXTENSIONS, extra=extra))
    assert ["box.md:1:3: [forbidden-phrase]" in line for line in built.problems] == [True]


def test_a_second_build_in_one_process_starts_anew(tmp_path: Path) -> None:
    first, second = (build(tmp_path / name, FIGURE)["index.html"] for name in ("one", "two"))
    assert first == second
