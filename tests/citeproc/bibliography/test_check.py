"""What an entry lacks, and what the record of its DOI says."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_citeproc.bibliography.check import check_entries, compare_with_record, find_never_cited, find_notices
from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey, Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.problems import Code, Severity
from mkdocs_citeproc.source import SourceText


def parse(text: str) -> Bibliography:
    bibliography, problems = parse_bibtex(SourceText("references.bib", text))
    assert problems == []
    return bibliography


def found(text: str) -> list[str]:
    """Every problem as ``code: message``."""
    return [f"{problem.code.value}: {problem.message}" for problem in check_entries(parse(text))]


LINKED = "url = {https://x.example/}"
NO_TITLE = "missing-field: 'a' has no title"
NO_YEAR = "missing-field: 'a' has no year"
NO_LINK = "missing-field: 'a' has no doi and no url"
NO_DAY = "missing-field: 'a' is a web page without a date or urldate"
NOWHERE = "missing-field: 'a' gives no way to find it: no doi, url, howpublished, publisher or note"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("@article{a, title = {T}, year = 2020, doi = {10.1000/1}}", []),
        ("@article{a, title = {T}, date = {2020-05}, url = {https://x.example/}}", []),
        ("@article{a, title = {T}, year = 2020, eprint = {2001.00001}, eprinttype = {arxiv}}", []),
        ("@article{a, title = {T}, pubstate = {inpress}, doi = {10.1000/1}}", []),
        ("@article{a, title = {T}, pubstate = {In Press}, doi = {10.1000/1}}", []),
        ("@article{a, title = {T}, pubstate = {Advance online publication}, doi = {10.1000/1}}", [NO_YEAR]),
        ("@article{a, note = {Nothing}}", [NO_TITLE, NO_YEAR, NO_LINK]),
        ("@article{a, title = {}, year = 2020, url = { }}", [NO_TITLE, NO_LINK]),
        ("@book{a, title = {T}}", [NO_YEAR]),
        ("@report{a, title = {T}}", [NO_YEAR]),
        ("@phdthesis{a, title = {T}}", [NO_YEAR]),
        ("@incollection{a, title = {T}}", [NO_YEAR]),
        ("@proceedings{a, booktitle = {T}, year = 2020}", []),
        ("@inproceedings{a, booktitle = {T}, year = 2020}", [NO_TITLE]),
        ("@xdata{a, publisher = {P}}", []),
        ("@set{a, entryset = {b}} @book{b, title = {T}, year = 2020}", []),
        ("@video{a, title = {T}}", []),
        ("@image{a, titleaddon = {Lecture notes}, year = 2020}", []),
        ("@legmaterial{a, type = {resolution}, number = {438}, year = 2016}", []),
        ("@inproceedings{a, title = {T}, eventtitle = {E}, eventdate = {2019-05-01}}", []),
        ("@inproceedings{a, title = {T}, eventdate = {2019-05-01}}", [NO_YEAR]),
        # web pages
        (f"@online{{a, title = {{T}}, {LINKED}, urldate = {{2025-10-09}}}}", []),
        (f"@online{{a, title = {{T}}, {LINKED}, year = 2025}}", []),
        (f"@online{{a, title = {{T}}, {LINKED}}}", [NO_DAY]),
        ("@www{a, title = {T}, year = 2020}", [NO_LINK]),
        (f"@misc{{a, title = {{T}}, {LINKED}}}", [NO_DAY]),
        (r"@misc{a, title = {T}, howpublished = {\url{https://x.example/}}}", [NO_DAY]),
        (f"@misc{{a, title = {{T}}, {LINKED}, doi = {{10.1000/1}}}}", []),
        ("@misc{a, title = {T}, howpublished = {Leaflet}}", []),
        ("@misc{a, title = {T}, year = 2020}", [NOWHERE]),
        # inherited
        ("@incollection{a, title = {T}, crossref = {b}} @collection{b, title = {B}, year = 2020}", []),
        ("@incollection{a, crossref = {b}} @collection{b, title = {B}, year = 2020}", [NO_TITLE]),
        ("@article{a, xdata = {b}} @xdata{b, title = {T}, xdata = {c}} @xdata{c, year = 2020, doi = {10.1000/1}}", []),
        (
            "@book{a, title = {T}, year = 2020, crossref = {nobody}}",
            ["unknown-key: 'a' names 'nobody' as its crossref, but there is no such entry"],
        ),
    ],
)
def test_missing_fields(text: str, problems: list[str]) -> None:
    assert found(text) == problems


@pytest.mark.parametrize(
    "doi",
    [
        "10.1001/jamapsychiatry.2021.2669",
        "10.1016/S0140-6736(23)00441-5",
        r"10.1007/978-3-319-00000-0\_12",
        "10.1000.10/123",
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    ],
)
def test_good_dois(doi: str) -> None:
    assert found(f"@book{{a, title = {{T}}, year = 2020, doi = {{{doi}}}}}") == []


@pytest.mark.parametrize(
    ("doi", "message", "hint"),
    [
        ("https://doi.org/10.1000/a", "the doi of 'a' is written as an address", "doi = {10.1000/a}"),
        ("http://dx.doi.org/10.1000/a", "the doi of 'a' is written as an address", "doi = {10.1000/a}"),
        ("DOI: 10.1000/a", "the doi of 'a' is written as an address", "doi = {10.1000/a}"),
        ("10.1000", "'10.1000' is not a DOI", "10.1001/"),
        ("10.12/a", "'10.12/a' is not a DOI", "10.1001/"),
        ("10.1000/a b", "'10.1000/a b' is not a DOI", "10.1001/"),
        ("unverified", "'unverified' is not a DOI", "work's own page"),
    ],
)
def test_bad_dois(doi: str, message: str, hint: str) -> None:
    (problem,) = check_entries(parse(f"@book{{a, title = {{T}}, year = 2020,\n  doi = {{{doi}}}}}"))
    assert (problem.code, problem.message, str(problem.where)) == (Code.BAD_DOI, message, "references.bib:2:3")
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("field", "message", "hint"),
    [
        ("year = {n.d.}", "'n.d.' is not a year", "Leave out year"),
        ("year = {in press}", "'in press' is not a year", "write pubstate = {inpress}"),
        ("year = {2025-10-09}", "'2025-10-09' is not a year", "Write date = {2025-10-09}."),
        ("date = {9 October 2025}", "'9 October 2025' is not a date that can be printed", "date = {2025-10-09}"),
        (
            "urldate = {October 9, 2025}",
            "'October 9, 2025' is not a date that can be printed",
            "urldate = {2025-10-09}",
        ),
        ("urldate = {yesterday}", "'yesterday' is not a date that can be printed", "urldate = {2025-10-09}"),
        ("origdate = {c. 1900}", "'c. 1900' is not a date that can be printed", "origdate = {2025-10-09}"),
    ],
)
def test_bad_dates_stand_where_the_field_stands(field: str, message: str, hint: str) -> None:
    (problem,) = check_entries(parse(f"@video{{a, title = {{T}},\n\n    {field}}}"))
    assert (problem.code, problem.message, str(problem.where)) == (Code.BAD_DATE, message, "references.bib:3:5")
    assert hint in problem.hint


def test_the_line_a_contributor_reads() -> None:
    (problem,) = check_entries(parse("@online{zulak, title = {T}, url = {https://x.example/}}"))
    assert str(problem) == (
        "references.bib:1:9: [missing-field] 'zulak' is a web page without a date or urldate. "
        "Write urldate = {2025-10-09}, the day you read it, or year = {2025} if the page is dated."
    )


def test_never_cited() -> None:
    bibliography = parse("""@incollection{chapter, title = {One}, year = 2020, crossref = {book}}
@collection{book, title = {Two}, xdata = {publisher}}
@xdata{publisher, publisher = {Avery}}
@misc{other, title = {Three}}""")
    (problem,) = find_never_cited(bibliography, {CiteKey("chapter"), CiteKey("nobody")})
    assert (problem.code.severity, str(problem)) == (
        Severity.INFO,
        "references.bib:4:7: [never-cited] no page cites 'other'. Cite it, [@other], or delete the entry.",
    )
    assert len(find_never_cited(bibliography, ())) == 4


def test_what_a_cited_review_tells_of_is_in_use() -> None:
    source = (
        "@article{r, title = {R}, related = {b}, relatedtype = {reviewof}} @book{b, title = {B}} @book{c, title = {C}}"
    )
    bibliography, _ = parse_bibtex(SourceText("x.bib", source))
    assert [problem.message for problem in find_never_cited(bibliography, {CiteKey("r")})] == ["no page cites 'c'"]
    assert bibliography.find_related([CiteKey("r")]) == {"b"}
    assert bibliography.find_closure([CiteKey("r")]) == {"r"}


def test_a_related_entry_that_is_not_there() -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", "@misc{r, title = {R}, note = {N}, related = {b}}"))
    assert [problem.code.value for problem in check_entries(bibliography)] == ["unknown-key"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://nhs.uk@x.example/", "//a@x.example"])
@pytest.mark.parametrize("name", ["url", "urlraw"])
def test_an_address_that_runs_something_or_looks_like_another_is_an_error(name: str, address: str) -> None:
    text = f"@misc{{x,\n  title = {{T}},\n  year = {{2021}},\n  note = {{n}},\n  {name} = {{{address}}}}}\n"
    [problem] = [each for each in check_entries(parse(text)) if each.code is Code.BAD_ADDRESS]
    assert str(problem.where) == "references.bib:5:3"


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
    ("fields", "message"),
    [
        ({"title": "Rye"}, "the title is 'Bread and E. coli at home: A trial' there and 'Rye' here"),
        ({"title": "Bread"}, "the title is 'Bread and E. coli at home: A trial' there and 'Bread' here"),
        ({"author": "Crumb, Bo"}, "the first author is 'Buchel' there and 'Crumb' here"),
        ({"year": "2019"}, "the year is '2021 or 2022' there and '2019' here"),
    ],
)
def test_another_work_is_told_by_what_differs(fields: dict[str, str], message: str) -> None:
    [problem] = compare_with_record(entry(**fields), WORK)
    assert str(problem).startswith("references.bib:5:3: [other-work] büchel2021: ")
    assert message in problem.message


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
