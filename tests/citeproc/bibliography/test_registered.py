"""Whether a DOI is of the work that an entry says, and what was said of the work since."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_citeproc.bibliography.check import compare_with_record, find_notices
from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText

BIB = """\
@article{büchel2021,
  author = {B{\\"u}chel, Çelik and van der Meer, Ann},
  title = {Bread and {E. coli} at home: A Trial},
  year = {2021},
  doi = {10.1000/1},
}
"""
WORK: dict[str, Any] = {
    "title": ["Bread and <i>E. coli</i> at home"],
    "subtitle": ["A trial"],
    "author": [{"family": "Buchel", "given": "C."}],
    "issued": {"date-parts": [[2022, 1]]},
    "published-online": {"date-parts": [[2021, 9, 29]]},
}


def entry(**fields: str) -> Entry:
    found = parse_bibtex(SourceText("references.bib", BIB))[0].entries
    one = next(iter(found.values()))
    return Entry(one.key, one.type, {**one.fields, **fields}, one.where, one.source, one.field_places)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"author": {"family": "Roe"}, "updated-by": 3},
        {"title": ["BREAD AND E. COLI AT HOME: a trial"], "subtitle": []},
        {
            "title": "Bread and E. coli at home &amp; more",
            "subtitle": None,
            "author": None,
            "issued": {"date-parts": [[None]]},
        },
        {"title": ["Bread and E coli at home."], "subtitle": []},
        {"title": None, "subtitle": None},
        {"author": [{"name": "Büchel"}]},
    ],
)
def test_the_same_work_however_it_is_registered(record: dict[str, Any]) -> None:
    allowed = {"title": "Bread and {E. coli} at home \\& more"} if "&amp;" in str(record) else {}
    assert compare_with_record(entry(**allowed), WORK | record) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "Rye"}, "the title is 'Bread and E. coli at home: A trial' there and 'Rye' here"),
        ({"title": "Bread"}, "the title is 'Bread and E. coli at home: A trial' there and 'Bread' here"),
        ({"author": "Crumb, Bo"}, "the first author is 'Buchel' there and 'Crumb' here"),
        ({"year": "2019"}, "the year is '2021 or 2022' there and '2019' here"),
    ],
)
def test_another_work_is_told_by_what_differs(fields: dict[str, str], said: str) -> None:
    [problem] = compare_with_record(entry(**fields), WORK)
    assert str(problem).startswith("references.bib:5:3: [other-work] büchel2021: ")
    assert said in problem.message


def test_all_that_differs_is_said_at_once() -> None:
    [problem] = compare_with_record(entry(title="Rye", author="Crumb, Bo", year="1999"), WORK)
    assert problem.message.count(" there and ") == 3


def test_a_particle_may_be_left_out() -> None:
    assert compare_with_record(entry(author="van der Meer, Ann"), WORK | {"author": [{"family": "Meer"}]}) == []


def test_retractions_stop_and_corrections_ask_to_be_read() -> None:
    record = {
        "updated-by": [
            {"type": "retraction", "label": "Retraction", "DOI": "10.1000/r", "source": "retraction-watch"},
            {"type": "expression-of-concern", "DOI": "10.1000/e"},
            {"type": "correction", "label": "Correction", "DOI": "10.1000/C"},
            {"type": "erratum", "DOI": "10.1000/seen"},
        ]
    }
    assert [(problem.code.value, problem.message) for problem in find_notices(entry(), record, {"10.1000/SEEN"})] == [
        ("retracted", "büchel2021: Retraction, https://doi.org/10.1000/r"),
        ("retracted", "büchel2021: expression-of-concern, https://doi.org/10.1000/e"),
        ("corrected", "büchel2021: Correction, https://doi.org/10.1000/C"),
    ]


@pytest.mark.parametrize(
    "record", [{}, {"updated-by": None}, {"updated-by": []}, {"updated-by": 3}, {"updated-by": [None]}]
)
def test_no_news(record: dict[str, Any]) -> None:
    assert find_notices(entry(), record) == []
