"""Entries that print something else than was meant: each remark is what pandoc prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc import source_files
from mkdocs_citeproc.bibliography.check import check_entries
from mkdocs_citeproc.bibliography.lint import find_same_works, lint_entries
from mkdocs_citeproc.bibliography.model import Bibliography
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting.request import READ_BIBLATEX
from mkdocs_citeproc.problems import Code, Problem, Severity
from mkdocs_citeproc.source import SourceText
from support.site import ROOT


def parse(text: str) -> Bibliography:
    return parse_bibtex(SourceText("references.bib", text))[0]


def found(fields: str, kind: str = "article") -> list[Problem]:
    return lint_entries(parse(f"@{kind}{{a, {fields}}}"), 2026)


# ---- names: what stands there, what prints, what to write

NAMES = [
    ("World Health Organization", "Organization, W. H.", "{World Health Organization}"),
    ("University of Colorado, Denver", "University of Colorado, D.", "{University of Colorado, Denver}"),
    ("Smith JK", "JK, S.", "Smith, J. K."),
    ("Smith A.B.", "B., S. A.", "Smith, A. B."),
    ("Smith B.-C.", "B.-C., S.", "Smith, B.-C."),
    ("Smith, JK", "Smith, J.", "Smith, J. K."),
    ("Smith, J., Jones, K.", "Smith, J., J.", "'and' between two authors"),
    ("others and Smith, J.", "others", "end with 'and others'"),
]


@pytest.mark.parametrize(("author", "prints", "write"), NAMES)
def test_misread_names(author: str, prints: str, write: str) -> None:
    [problem] = found(f"author = {{{author}}}")
    assert problem.code is Code.MISREAD_NAME
    assert f"prints as '{prints}'" in problem.message
    assert write in problem.hint


SLIPS = [
    ("Ahn, A. and and Berg, B.", "'and and'", "Ahn, A. and Berg, B."),
    ("Ahn, A. AND Berg, B. And Cole, C.", "'AND'", "Ahn, A. and Berg, B. and Cole, C."),
    ("Ahn, A. and Berg, B. and", "an 'and' with no name next to it", "Ahn, A. and Berg, B."),
    ("and Ahn, A.", "an 'and' with no name next to it", "Ahn, A."),
    ("Ahn, A. et al.", "'et al.'", "Ahn, A. and others"),
    ("Ahn, A., et al", "'et al'", "Ahn, A. and others"),
    ("Ahn, A. and et al.", "'et al.'", "Ahn, A. and others"),
    ("Ahn, A.\n  and Berg, B. et. al.", "'et. al.'", "Ahn, A. and Berg, B. and others"),
]


@pytest.mark.parametrize(("author", "slip", "fixed"), SLIPS)
def test_slips_between_names_are_told_with_the_fixed_line(author: str, slip: str, fixed: str) -> None:
    [problem] = found(f"author = {{{author}}}")
    assert problem.code is Code.MISREAD_NAME
    assert str(problem.where) == "references.bib:1:13"
    assert problem.message.startswith(f"the author of 'a' has {slip}")
    assert problem.hint == f"Write author = {{{fixed}}}."
    assert [each for each in found(f"author = {{{fixed}}}") if each.code is Code.MISREAD_NAME] == []


@pytest.mark.parametrize("sign", ["&", ";", r"\&"])
def test_signs_between_names(sign: str) -> None:
    [problem] = found(f"editor = {{Smith, J. {sign} Jones, K.}}")
    assert problem.code is Code.MISREAD_NAME
    assert problem.message.startswith(f"the editor of 'a' has '{sign[-1]}' between names")


@pytest.mark.parametrize(
    "author",
    [
        "Ashar, Yoni K. and Gordon, Alan",
        "Caneiro, J. P. and Lee, D.-C. A. and Smith, J.K. and Smith, J K",
        "Alan Gordon and Ludwig van Beethoven and Williams, Amanda C de C",
        "{World Health Organization} and {Smith & Sons; Partners}",
        "King, Jr., Martin Luther and {van der Kolk}, Bessel A. and De Baets, Liesbet",
        "{Research and Development AND Co.} and {Ahn et al.} and Al, Anders and {and}",
        "NICE and Plato and García Márquez, Gabriel José",
        "College, Ann and Group, Bob",
    ],
)
def test_honest_names(author: str) -> None:
    assert found(f"author = {{{author}}}") == []


@pytest.mark.parametrize(("author", "prints"), [("Martin Luther King", "King, M. L."), ("A, B. and others", "et al.")])
def test_doubtful_names(author: str, prints: str) -> None:
    [problem] = found(f"author = {{{author}}}")
    assert (problem.code, problem.code.severity) == (Code.DOUBTFUL_NAME, Severity.INFO)
    assert f"prints as '{prints}'" in problem.message


# ---- other values

ODD = [
    (
        "title = {Pain in New York and in Spain}",
        "'New York' and 'Spain' as 'new york' and 'spain'",
        "{New York} and {Spain}",
    ),
    ("booktitle = {The Pain of Spain}", "the booktitle of 'a'", "Put names in braces: {Spain}"),
    ("title = {Fear &amp;amp; Pain}", "prints '&amp;amp;'", r"Write \& instead of &amp;"),
    ("journal = {Fear &amp; Pain}", "the journal of 'a' prints '&amp;'", r"Write \& instead of &amp;"),
    ("title = {H&amp;#246;he}", "prints nothing", "Write ö instead of &amp;#246;"),
    ("title = {All 50% of them}", "prints nothing from '%' on", r"Write \%."),
    ("title = {Patient #1}", "prints nothing, for the '#'", r"Write \#."),
    ("title = {Pain for $5}", "prints nothing, for the '$'", r"Write \$."),
    ("title = {On <em>x</em>}", "prints the tag '<em>'", r"\textit{…}"),
    ("title = {On <jats:sub>2</jats:sub>}", "prints the tag '<jats:sub>'", r"\textsubscript{…}"),
    ("title = {On <scp>x</scp>}", "prints the tag '<scp>'", "Remove the tags"),
    ("pages = {13--13}", "print as 13–13", "Write pages = {13}"),
    ("year = {1320}", "appeared in 1320", "Check the year"),
    ("date = {2028-01}", "appeared in 2028", "Check the year"),
    ("url = {https://x.example/a b}", "contains a space", "%20"),
]


@pytest.mark.parametrize(("fields", "message", "hint"), ODD)
def test_odd_values(fields: str, message: str, hint: str) -> None:
    [problem] = found(fields)
    assert problem.code.severity is Severity.WARNING
    assert message in problem.message
    assert hint in problem.hint
    assert problem.where.column == 13


@pytest.mark.parametrize(
    "fields",
    [
        "title = {Pain in Spain}, langid = {german}",
        r"title = {Risk \& dose in p < 0.05 and a <b <i>x</i> #MeToo 5\% \$5 $x^2$}",
        "pages = {13--23}, year = {2027}",
        "date = {-0350}",
        "url = {https://x.example/?a&amp;b}",
        "abstract = {<p>x &amp; y</p>}, annotation = {&amp;}, keywords = {a; b}",
        "note = {}, publisher = {P}, addendum = {Advance online publication}",
    ],
)
def test_honest_values(fields: str) -> None:
    assert found(fields) == []


@pytest.mark.parametrize(
    ("fields", "field", "kind"),
    [("note = {N}", "note", "book"), ("addendum = {N}", "addendum", "online"),
     ("howpublished = {N}", "howpublished", "article"), ("organization = {N}", "organization", "article"),
     ("institution = {N}", "institution", "article")],
)  # fmt: skip
def test_fields_that_are_not_printed(fields: str, field: str, kind: str) -> None:
    [problem] = found(fields, kind)
    assert (problem.code, problem.code.severity) == (Code.UNPRINTED_FIELD, Severity.INFO)
    assert problem.message == f"the {field} of 'a' is not printed anywhere"


def test_the_same_work_twice() -> None:
    [problem] = lint_entries(parse("@misc{a, doi = {10.1000/X}}\n@misc{b, doi = {10.1000/x}}"), 2026)
    assert str(problem).startswith("references.bib:2:7: [same-work] 'b' is the same work as 'a', on line 1. Keep one")


@given(
    st.sampled_from(["author", "title", "pages", "url", "note"]),
    st.text(alphabet="{}&;<i>, anodJK.-13U\\\n", max_size=30),
)
def test_never_raises(field: str, value: str) -> None:
    bibliography = parse(f"@article{{a, {field} = {{{value}}}}}")
    for problem in [*lint_entries(bibliography, 2026), *check_entries(bibliography)]:
        assert problem.where.line >= 1


# ---- pandoc does what we say it does


def printed(folder: Path, text: str) -> str:
    """The reference as pandoc and APA print it, without our repairs."""
    folder.mkdir()
    items = folder / "items.json"
    items.write_text(pandoc.run_pandoc(READ_BIBLATEX, text, 60), encoding="utf-8")
    style = source_files.find_style(ROOT, "apa")
    arguments = [
        "--from=markdown",
        "--to=plain",
        "--wrap=none",
        "--citeproc",
        f"--csl={style}",
        f"--bibliography={items}",
    ]
    return pandoc.run_pandoc(arguments, "---\nnocite: '@*'\n---\n", 60)


def test_pandoc_prints_what_we_say(tmp_path: Path) -> None:
    for index, (author, prints, _) in enumerate(NAMES):
        text = printed(tmp_path / f"n{index}", f"@article{{a, author = {{{author}}}, title = {{T}}, year = 2020}}")
        assert prints.rstrip(".") in text.replace("&", "").replace("  ", " "), (author, text)
    for index, (fields, message, _) in enumerate(ODD):
        shown = re.search(r"(?:prints '|prints the tag '|print as |' as ')([^' ]+)", message)
        if shown and fields.startswith("title"):
            text = printed(tmp_path / f"o{index}", f"@article{{a, volume = 3, journal = {{J}}, {fields}}}")
            assert shown[1] in text, (fields, text)
        if "prints nothing" in message:
            text = printed(tmp_path / f"o{index}", f"@article{{a, volume = 3, journal = {{J}}, {fields}}}")
            assert fields.split("{")[1][-4:-1] not in text, (fields, text)


def test_pandoc_leaves_out_what_we_say(tmp_path: Path) -> None:
    for field in ("note", "addendum", "howpublished", "organization", "institution"):
        text = printed(
            tmp_path / field, f"@article{{a, title = {{T}}, journal = {{J}}, year = 2020, {field} = {{Gone}}}}"
        )
        assert "Gone" not in text, text


# ---- capitals that stay


def test_a_title_in_braces_as_a_whole() -> None:
    [problem] = found("title = {{The Whole Title Stands Here}}", "book")
    assert (problem.code, problem.code.severity) == (Code.KEPT_CAPITAL, Severity.INFO)
    assert problem.hint.endswith("title = {The Whole Title Stands Here}.")


@pytest.mark.parametrize(
    "title",
    [
        "{PRT}",
        "{Pain Reprocessing Therapy}",
        "{The whole title stands here}",
        "The Whole Title",
        "{The Whole} Title {Here}",
    ],
)
def test_braces_that_may_be_meant(title: str) -> None:
    assert Code.KEPT_CAPITAL not in {problem.code for problem in found(f"title = {{{title}}}", "book")}


def test_what_shouts() -> None:
    [title, name] = found("title = {THE REAL THING, REALLY}, author = {SMITH, A. and LI, B. and Jones, C.}", "book")
    assert title.message == "the title of 'a' is in capitals, and would be printed like that"
    assert (name.message, name.hint) == (
        "the author of 'a', 'SMITH, A.', is in capitals, and would be printed like that",
        "Write Smith, A.",
    )
    assert not found("title = {DSM-5-TR and ICD-11}, author = {{NASA}}", "book")


FIRST = "@article{a, author = {Ashar, Y.}, title = {The {Same} Long Title}, year = 2020, doi = {10.1000/AB}}"


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ("doi = {10.1000/ab}", True),
        ("doi = {https://doi.org/10.1000/ab}", True),
        ("doi = {10.1000/abc}", False),
        ("author = {Y. Ashar}, title = {The same long title.}, date = {2020-05}", True),
        ("author = {Y. Ashar}, title = {The same long title.}, date = {2020-05}, doi = {10.1000/other}", False),
        ("author = {Y. Ashar}, title = {The same long title}, date = {2021}", False),
        ("author = {Gordon, A.}, title = {The same long title}, date = {2020}", False),
        ("title = {The same long title}, date = {2020}", False),
    ],
)
def test_same_work(fields: str, same: bool) -> None:
    bibliography, _ = parse_bibtex(SourceText("references.bib", f"{FIRST}\n@misc{{b, {fields}}}"))
    found = [(entry.key, first.key) for entry, first in find_same_works(bibliography.entries.values())]
    assert found == ([("b", "a")] if same else [])


def test_short_titles_are_no_mark() -> None:
    entry = "author = {Ashar, Y.}, title = {Editorial}, year = 2020"
    bibliography, _ = parse_bibtex(SourceText("references.bib", f"@misc{{a, {entry}}}\n@misc{{b, {entry}}}"))
    assert list(find_same_works(bibliography.entries.values())) == []
