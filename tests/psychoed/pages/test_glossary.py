"""Terms explained where they are met, from one file, which is a page of its own too."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.pages.glossary import find_unknown_terms, insert_terms, read_glossary

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
