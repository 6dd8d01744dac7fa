"""Pandoc is asked once, its answer is kept, and what APA prints is right for the starting article's sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.apa7.fixes import prepare_request
from mkdocs_citeproc.bibliography import normalize
from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.request import build_request, preassign_initials
from mkdocs_citeproc.problems import Code
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.site import ROOT

GOLDEN = ROOT / "tests" / "golden"


def formatter(cache: Path, csl_file: str = "apa") -> Formatter:
    path = find_style(ROOT, csl_file)
    style = path.read_text(encoding="utf-8")
    return Formatter(style, get_style_id(style, csl_file), "en-US", cache, 60)


@pytest.fixture(scope="module")
def article() -> Bibliography:
    """The starting article's nine sources."""
    text = (GOLDEN / "article.bib").read_text(encoding="utf-8")
    bibliography, problems = parse_bibtex(SourceText("article.bib", text))
    assert problems == []
    return bibliography


def golden(name: str) -> list[list[str]]:
    """The records of a golden file: lines between blank lines, comment lines aside."""
    lines = (GOLDEN / name).read_text(encoding="utf-8").split("\n")
    records = "\n".join(line for line in lines if not line.startswith("#")).split("\n\n")
    return [record.strip().split("\n") for record in records if record.strip()]


def test_the_article_s_references(article: Bibliography, tmp_path: Path) -> None:
    made = formatter(tmp_path)
    items, problems = made.read_items(article, article.entries.keys())
    assert problems == []
    printed = made.format(["[@tankha2023]"], items, article).entries
    assert {key: entry.text for key, entry in made.format(nocite(article), items, article).entries.items()} == {
        CiteKey(key): reference for key, reference in golden("article-references.txt")
    }
    assert printed


def nocite(bibliography: Bibliography) -> list[str]:
    return [f"[@{key}]" for key in bibliography.entries]


def test_the_article_s_citations(article: Bibliography, tmp_path: Path) -> None:
    made = formatter(tmp_path)
    items, _ = made.read_items(article, article.entries.keys())
    wanted = {cluster: shown for cluster, shown in golden("article-citations.txt")}  # noqa: C416
    printed = made.format([*wanted, *nocite(article)], items, article).clusters
    assert {cluster: printed[cluster].text for cluster in wanted} == wanted


def test_a_second_build_asks_pandoc_nothing(article: Bibliography, tmp_path: Path) -> None:
    first = formatter(tmp_path)
    items, _ = first.read_items(article, [CiteKey("tankha2023")])
    answer = first.format(["[@tankha2023]"], items, article)
    assert (first.reads, first.runs) == (1, 1)
    second = formatter(tmp_path)
    again, _ = second.read_items(article, [CiteKey("tankha2023")])
    assert second.format(["[@tankha2023]"], again, article) == answer
    assert (second.reads, second.runs) == (0, 0)


def test_works_that_are_as_they_were_are_not_even_normalized(
    article: Bibliography, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["[@tankha2023]"], [CiteKey("tankha2023")], article
    first = formatter(tmp_path).format_works(*asked)
    assert first[2].clusters["[@tankha2023]"].text == "(Tankha et al., 2023)"
    again = formatter(tmp_path)
    monkeypatch.setattr(normalize, "normalize_bibliography", None)
    assert again.format_works(*asked) == first
    assert (again.reads, again.runs) == (0, 0)


def test_works_with_problems_are_read_again(
    article: Bibliography, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["[@tankha2023]"], [CiteKey("tankha2023")], article
    with monkeypatch.context() as patch:
        patch.setattr(Formatter, "_read", lambda *_: [])
        assert [problem.code for problem in formatter(tmp_path).format_works(*asked)[1]] == [Code.UNREADABLE_ENTRY]
    (tmp_path / "entries.json").unlink()
    items, problems, _ = formatter(tmp_path).format_works(*asked)
    assert ([item["id"] for item in items], problems) == (["tankha2023"], [])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', '{"key": "x", "value": {}}', "\x00\xff"])
def test_a_spoiled_cache_is_made_again(article: Bibliography, tmp_path: Path, content: str) -> None:
    first = formatter(tmp_path)
    items, _ = first.read_items(article, [CiteKey("tankha2023")])
    answer = first.format(["[@tankha2023]"], items, article)
    kept = tmp_path / "formatted.json"
    key = json.loads(kept.read_text(encoding="utf-8"))["key"]
    kept.write_text(content.replace('"x"', json.dumps(key)), encoding="utf-8")
    second = formatter(tmp_path)
    assert second.format(["[@tankha2023]"], items, article) == answer
    assert second.runs == 1
    third = formatter(tmp_path)
    assert third.format(["[@tankha2023]"], items, article) == answer
    assert third.runs == 0


def test_a_group_s_short_form_is_kept_too(tmp_path: Path) -> None:
    source = "@book{a, author = {{Bread Group}}, shortauthor = {BG}, title = {Rye}, publisher = {House}, year = {2020}}"
    bibliography, _ = parse_bibtex(SourceText("x.bib", source))
    printed, runs = [], []
    for _ in range(2):
        made = formatter(tmp_path)
        items, _ = made.read_items(bibliography, bibliography.entries.keys())
        printed.append(made.format(["[@a]"], items, bibliography).clusters["[@a]"])
        runs.append(made.runs)
    assert runs == [1, 0]
    assert printed[0] == printed[1]
    assert printed[1].get_form_after(["Bread Group"]).text == "(BG, 2020)"


@pytest.mark.parametrize("value", ["{}", "[1]", '[{"title": "x"}]'])
def test_entries_that_are_none_are_read_again(article: Bibliography, tmp_path: Path, value: str) -> None:
    keys = [CiteKey("tankha2023")]
    first = formatter(tmp_path).read_items(article, keys)
    kept = tmp_path / "entries.json"
    key = json.loads(kept.read_text(encoding="utf-8"))["key"]
    kept.write_text(f'{{"key": "{key}", "value": {value}}}', encoding="utf-8")
    assert formatter(tmp_path).read_items(article, keys) == first


@pytest.mark.parametrize("answer", ["", "[]", '{"blocks": [1]}', '{"blocks": [{"t": "Div", "c": 1}]}'])
def test_an_answer_of_another_shape_is_said(
    article: Bibliography, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    made = formatter(tmp_path)
    items, _ = made.read_items(article, [CiteKey("tankha2023")])
    monkeypatch.setattr(pandoc, "run_pandoc", lambda *_: answer)
    with pytest.raises(pandoc.PandocError, match="pandoc's answer has an unexpected form"):
        made.format(["[@tankha2023]"], items, article)


def test_a_cache_that_cannot_be_written_costs_only_time(article: Bibliography, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    made = formatter(tmp_path / "file" / "cache")
    items, problems = made.read_items(article, [CiteKey("tankha2023")])
    assert problems == []
    assert made.format(["[@tankha2023]"], items, article).clusters["[@tankha2023]"].text == "(Tankha et al., 2023)"


def test_pandoc_reads_every_cluster_as_one(article: Bibliography, tmp_path: Path) -> None:
    made = formatter(tmp_path)
    items, _ = made.read_items(article, article.entries.keys())
    odd = [
        "@gordon2021 [p. 3]", "-@gordon2021", "[-@gordon2021]", "@{gordon2021}", "[see `x` *y* [z] @gordon2021]",
        "[@gordon2021, {p. 3}]", "@gordon2021 [p. 3; @ashar2021]", "[@gordon2021, <b>1</b> & \"q\"]",
    ]  # fmt: skip
    answer = made.format(odd, items, article)
    assert answer.differing == ()
    assert set(answer.clusters) == set(odd)
    assert "<b>" not in "".join(printed.html for printed in answer.clusters.values())


def many_works(number: int) -> Bibliography:
    """Works whose authors share surnames, with given names as people write them."""
    given = ("Anna", "A. B.", "Jean-Paul", "Bo C.", "Maria de los Angeles", "M.", "Ch.", "DE")
    source = "\n".join(
        f"@book{{w{index}, author = {{{('Same', 'van der Same', 'Other')[index % 3]}, {given[index % 8]}}}, "
        f"title = {{Book {index}}}, publisher = {{House}}, year = {{{2000 + index % 9}}}}}"
        for index in range(number)
    )
    return parse_bibtex(SourceText("x.bib", source))[0]


def test_the_time_limit_grows_with_the_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []
    run = pandoc.run_pandoc

    def watched(arguments: Sequence[str], stdin: str, seconds: float, *more: Any) -> str:
        limits.append(seconds)
        return run(arguments, stdin, seconds, *more)

    monkeypatch.setattr(pandoc, "run_pandoc", watched)
    told: list[str] = []
    for number in (3, 300):
        works = many_works(number)
        style = find_style(ROOT, "apa").read_text(encoding="utf-8")
        made = Formatter(
            style, get_style_id(style, "apa"), "en-US", tmp_path / str(number), 60, on_progress=told.append
        )
        items, _ = made.read_items(works, works.entries.keys())
        made.format(nocite(works), items, works)
    assert limits == [60, 60, 180, 180]
    assert told == ["formatting 300 citations of 300 works"]


def test_surnames_that_many_share_cost_citeproc_nothing(tmp_path: Path) -> None:
    """Without initials decided beforehand, the time of a run grows with the square of the works."""
    works = many_works(24)
    made = formatter(tmp_path)
    items, _ = made.read_items(works, works.entries.keys())
    fields = {str(entry.key): entry.fields for entry in works.entries.values()}
    asked = prepare_request(build_request(nocite(works), items, made.style, "en-US"), fields, made.style_id)
    assert len(preassign_initials(asked, made.style_id).initials) > 3
    printed = made.format(nocite(works), items, works).clusters
    assert printed["[@w4]"].text == "(M. de los A. van der Same, 2004)"


class TestPandocItself:
    def test_long_at_work(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        fake = tmp_path / "pandoc"
        fake.write_text("#!/bin/sh\n[ $1 = --version ] && echo pandoc 3.9 && exit\nsleep 1; cat\n", encoding="utf-8")
        fake.chmod(0o755)
        monkeypatch.setattr(pandoc, "find_pandoc", lambda: fake)
        monkeypatch.setattr(pandoc, "_EVERY", 0.3)
        told: list[str] = []
        assert pandoc.run_pandoc(["x"], "what was given" * 99999, 30, told.append) == "what was given" * 99999
        assert len(told) >= 2
        assert "of at most 30 seconds" in told[0]

    def test_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pandoc, "find_spec", lambda name: None)  # noqa: ARG005
        with pytest.raises(pandoc.PandocError, match="pandoc is missing"):
            pandoc.run_pandoc([], "", 5)

    def test_not_to_be_started(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(pandoc, "find_pandoc", lambda: tmp_path)
        with pytest.raises(pandoc.PandocError, match=r"pandoc could not be started \(Permission denied\)\. Install"):
            pandoc.run_pandoc([], "", 5)

    @pytest.mark.parametrize(
        ("script", "message"),
        [
            ("echo pandoc 2.5", "pandoc is pandoc 2.5, but 3.9 is needed"),
            ("sleep 30", "did not answer within 0.3 seconds"),
            ("echo 'no such file' >&2; exit 3", r"pandoc failed \(exit 3\): no such file"),
        ],
    )
    def test_wrong(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, message: str) -> None:
        fake = tmp_path / "pandoc"
        fake.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        fake.chmod(0o755)
        monkeypatch.setattr(pandoc, "find_pandoc", lambda: fake)
        with pytest.raises(pandoc.PandocError, match=message):
            pandoc.run_pandoc(["--to=json"], "", 0.3)


REVIEW = """
@article{review, author = {Ahn, A.}, title = {A View}, journal = {Rest}, volume = {1}, date = {2020},
  related = {book}, relatedtype = {reviewof}, relatedstring = {Review of the book}}
@book{book, author = {Berg, B.}, title = {The Cure}, publisher = {House}, date = {2019}}
"""


def test_a_review_names_its_book_and_lists_it_not(tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", REVIEW))
    made = formatter(tmp_path)
    items, problems = made.read_items(bibliography, [CiteKey("review")])
    assert (problems, made.reads) == ([], 1)
    printed = made.format(["[@review]"], items, bibliography)
    assert {key: entry.text for key, entry in printed.entries.items()} == {
        "review": "Ahn, A. (2020). A view [Review of the book The cure, by B. Berg]. Rest, 1."
    }
    assert (made.reads, made.runs) == (2, 1)
    assert formatter(tmp_path).format(["[@review]"], items, bibliography) == printed


def test_a_changed_book_changes_its_review(tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", REVIEW))
    changed, _ = parse_bibtex(SourceText("x.bib", REVIEW.replace("The Cure", "The Care")))
    items, _ = formatter(tmp_path).read_items(bibliography, [CiteKey("review")])
    formatter(tmp_path).format(["[@review]"], items, bibliography)
    again = formatter(tmp_path).format(["[@review]"], items, changed).entries[CiteKey("review")]
    assert "The care" in again.text


def test_a_book_that_pandoc_cannot_read_costs_the_review_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", REVIEW))
    made = formatter(tmp_path)
    items, _ = made.read_items(bibliography, [CiteKey("review")])

    def refuse(_source: str) -> list[dict[str, object]]:
        raise pandoc.PandocError("no")

    monkeypatch.setattr(made, "_read", refuse)
    printed = made.format(["[@review]"], items, bibliography).entries[CiteKey("review")]
    assert printed.text == "Ahn, A. (2020). A view. Rest, 1."
