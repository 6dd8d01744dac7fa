"""Definitions and the glossary."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.source import SourceText, expand
from psychoed.pages.glossary import (
    Definitions,
    find_definitions,
    find_unknown_terms,
    insert_terms,
    read_definitions,
    read_glossary,
)

FILE = 'definitions:\n  crumb: "the soft\n    inside"\n  crust: the outside [@crust2020]\n'


def read(text: str) -> tuple[Definitions, list[str]]:
    definitions, problems = read_definitions(SourceText("definitions.yml", text))
    return definitions, [str(problem).rpartition("]")[0] for problem in problems]


def expanded(text: str) -> tuple[SourceText, list[str]]:
    source = SourceText("docs/a.md", text)
    insertions, problems = find_definitions(source, mask_code(text), read(FILE)[0])
    return expand(source, insertions), [str(problem) for problem in problems]


def test_a_definition_is_printed_on_one_line() -> None:
    source, problems = expanded("The crumb is \\definition{crumb}.\n\nThe crust: \\definition{ crust }!\n")
    assert source.text == "The crumb is the soft inside.\n\nThe crust: the outside [@crust2020]!\n"
    assert not problems


def test_code_that_shows_one_stays() -> None:
    text = "Write `\\definition{crumb}`:\n\n```\n\\definition{nobody}\n```\n\n    \\definition{nobody}\n"
    source, problems = expanded(text)
    assert source.text == text
    assert not problems


def test_an_unknown_name_has_its_place_and_a_suggestion() -> None:
    source, problems = expanded("Text.\n\nIt is \\definition{crumbs} and \\definition{crumb}.\n")
    assert source.text == "Text.\n\nIt is \\definition{crumbs} and the soft inside.\n"
    (problem,) = problems
    assert problem.startswith("docs/a.md:3:7: [unknown-definition] ")
    assert "'crumb'" in problem.partition("]")[2]


def test_each_part_keeps_the_place_where_it_was_written() -> None:
    source, _ = expanded("A \\definition{crust}, \\definition{crumb}, end.\n\nNext.\n")
    places = {word: str(source.at(source.text.index(word))) for word in ("A", "[@crust2020]", "soft", "end", "Next")}
    assert places == {
        "A": "docs/a.md:1:1",
        "[@crust2020]": "definitions.yml:4:10",
        "soft": "definitions.yml:2:10",
        "end": "docs/a.md:1:43",
        "Next": "docs/a.md:3:1",
    }
    assert str(source.at(10**6)) == "docs/a.md:4:1"
    assert str(source.at(-1)) == "docs/a.md:1:1"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", []),
        ("definitions: {}\n", ["definitions.yml:1:14: [bad-definition"]),
        ("definitions:\n  crumb: ''\n", ["definitions.yml:2:10: [bad-definition"]),
        ("definition:\n  crumb: soft\n", ["definitions.yml:1:1: [bad-definition"]),
        ("definitions:\n  crumb: [soft]\n", ["definitions.yml:2:10: [bad-definition"]),
        ("definitions: [\n", ["definitions.yml:2:1: [bad-definition"]),
    ],
)
def test_what_is_wrong_with_the_file_has_its_place(text: str, problems: list[str]) -> None:
    assert read(text) == ({}, problems)


GLOSSARY = {"crumb": "The inside of <bread>.", "Oven spring": "Bread rises once more."}


def test_a_term_is_a_button_with_its_card() -> None:
    page = insert_terms("<p>A \\term{crumb} and \\term{crumbs|crumb}.</p>", GLOSSARY)
    assert '<button type="button" class="term" popovertarget="term-1">crumb</button>' in page
    assert '<button type="button" class="term" popovertarget="term-2">crumbs</button>' in page
    assert page.count("The inside of &lt;bread&gt;.") == 2
    assert page.startswith("<p>A <button")
    assert page.endswith("</span>.</p>")


def test_code_is_left_alone_and_an_unknown_term_is_its_words() -> None:
    page = "<p><code>\\term{crumb}</code> \\term{yeast}</p><pre><code>\\glossary</code></pre>"
    assert insert_terms(page, GLOSSARY) == page.replace("\\term{yeast}", "yeast")


def test_the_list_is_in_order_with_an_id_for_each_term() -> None:
    page = insert_terms("<h1>Words</h1>\n<p>\\glossary</p>", GLOSSARY)
    assert page.index('<dt id="crumb">') < page.index(
        '<dt id="oven-spring">Oven spring</dt>\n<dd>Bread rises once more.</dd>'
    )


def test_the_file_is_read_with_its_mistakes() -> None:
    source = SourceText("definitions.yml", 'glossary:\n  crumb: "The inside."\n  crust: [3]\n')
    found, problems = read_glossary(source)
    assert found == {"crumb": "The inside."}
    assert [(problem.code.value, problem.where.line) for problem in problems] == [("bad-definition", 3)]
    assert read_glossary(SourceText("definitions.yml", "definitions: {a: b}\n")) == ({}, [])


@pytest.mark.parametrize(("glossary", "hint"), [(GLOSSARY, "crumb"), ({}, "glossary")])
def test_an_unknown_term_is_named_with_its_place(glossary: dict[str, str], hint: str) -> None:
    text = "# A\n\nThe \\term{crum} of it.\n"
    [problem] = find_unknown_terms(SourceText("docs/a.md", text), text, glossary)
    assert (problem.code.value, problem.where.line, problem.where.column) == ("unknown-definition", 3, 5)
    assert hint in problem.hint
