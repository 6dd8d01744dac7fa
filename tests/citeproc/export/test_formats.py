"""Sources as RIS and BibTeX."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import PRIVATE, CiteKey, strip_private_fields
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.export.formats import write_bibtex, write_ris, write_ris_record
from mkdocs_citeproc.export.record import PersonName, Record, read_record
from mkdocs_citeproc.source import SourceText

ARTICLE = Record(
    key="gobbetti1998",
    type="article-journal",
    title="Rye and its yeasts",
    container="Bread Science",
    authors=(PersonName("Gobbetti", "Marco"), PersonName(literal="Old Mill")),
    issued=(1998, 3),
    volume="3",
    issue="2",
    pages="1-9",
    doi="10.1234/bs.3.1",
)


def fields(ris: str) -> list[list[tuple[str, str]]]:
    """The records of a .ris file, read as its specification says."""
    records: list[list[tuple[str, str]]] = [[]]
    for line in ris.split("\r\n"):
        if not line:
            continue
        assert line[2:6] == "  - ", line
        tag, value = line[:2], line[6:]
        if tag == "TY":
            records.append([])
        records[-1].append((tag, value))
    return records[1:]


def test_an_article() -> None:
    assert write_ris_record(ARTICLE) == (
        "TY  - JOUR\r\nID  - gobbetti1998\r\nAU  - Gobbetti, Marco\r\nAU  - Old Mill\r\nTI  - Rye and its yeasts\r\n"
        "T2  - Bread Science\r\nPY  - 1998\r\nDA  - 1998/03//\r\nVL  - 3\r\nIS  - 2\r\nSP  - 1\r\nEP  - 9\r\n"
        "DO  - 10.1234/bs.3.1\r\nUR  - https://doi.org/10.1234/bs.3.1\r\nER  - \r\n"
    )


def test_a_chapter_and_a_web_page() -> None:
    chapter = Record("c", "chapter", title="Rye", container="Bread", editors=(PersonName("Baker", "J."),), isbn="1")
    page = Record("p", "webpage", url="https://mill.example/rye", accessed=(2026, 1, 2))
    first, second = fields(write_ris([write_ris_record(chapter), write_ris_record(page)]))
    assert first == [
        ("TY", "CHAP"), ("ID", "c"), ("TI", "Rye"), ("T2", "Bread"), ("A2", "Baker, J."), ("SN", "1"), ("ER", ""),
    ]  # fmt: skip
    assert second == [
        ("TY", "ELEC"), ("ID", "p"), ("UR", "https://mill.example/rye"), ("Y2", "2026/01/02/"), ("ER", ""),
    ]  # fmt: skip


def test_of_a_type_unknown() -> None:
    assert write_ris_record(Record("x", "hologram")).startswith("TY  - GEN\r\n")


@given(st.text(), st.text(), st.text())
def test_nothing_in_a_source_makes_a_line_of_its_own(title: str, name: str, url: str) -> None:
    item = {"id": "a", "type": "book", "title": title, "author": [{"family": name, "given": "X"}], "URL": url}
    read = read_record(item)
    [written] = fields(write_ris_record(read))
    expected = {"TI": read.title, "AU": read.authors[0].inverted, "UR": read.url}
    assert [pair for pair in written if pair[0] in expected] == [
        (tag, expected[tag]) for tag in ("AU", "TI", "UR") if expected[tag]
    ]
    assert written[-1] == ("ER", "")


CASES = [
    ("@book{a,\n  title = {T},\n  annotation = {No, {not} this},\n}", "@book{a,\n  title = {T},\n}"),
    ("@book{a,\n  annotation = {x},\n  title = {T}\n}", "@book{a,\n  title = {T}\n}"),
    ('@book{a, annotation = "x, y", title = {T}}', "@book{a, title = {T}}"),
    ('@book{a, annote = "x {"} y" # z, title = {T}}', "@book{a, title = {T}}"),
    ("@book(a, ANNOTATION = {x)}, title = {T})", "@book(a, title = {T})"),
    ("@book{a, title = {annotation = {x}}, year = 2020}", "@book{a, title = {annotation = {x}}, year = 2020}"),
    ("@book{a, file = {:/home/me/a.pdf:PDF}, annotation = {x}, annotation = {y}}", "@book{a,}"),
    ("@book{a, title = {T}, annotation = {x}}", "@book{a, title = {T},}"),
]


@pytest.mark.parametrize(("source", "shown"), CASES)
def test_private_fields_are_left_out(source: str, shown: str) -> None:
    assert strip_private_fields(source) == shown


NAMES = st.sampled_from(["title", "annotation", "year", "note", "Annote", "file", "journal"])
VALUES = st.text(alphabet='ab ,=#"%@\\\n', max_size=12).map(lambda text: f"{{{text}}}") | st.sampled_from(
    ['"a, {b}"', "2020", "jan # {, annotation = }", "{annotation = {x}, y}"]
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_all_other_fields_are_kept(fields: list[tuple[str, str]]) -> None:
    text = "@book{key,\n" + "".join(f"  {name} = {value},\n" for name, value in fields) + "}"
    read, _ = parse_bibtex(SourceText("x.bib", text))
    if CiteKey("key") not in read.entries:
        return
    entry = read.entries[CiteKey("key")]
    again, _ = parse_bibtex(SourceText("x.bib", strip_private_fields(entry.source)))
    expected = {name: value for name, value in entry.fields.items() if name not in PRIVATE}
    assert again.entries[CiteKey("key")].fields == expected


def test_what_entries_need_comes_along() -> None:
    text = (
        "@string{press = {Old Mill}}\n@proceedings{all, title={All}, publisher=press, annotation={x}}\n"
        "@inproceedings{one, crossref={all}, title={One}}\n@book{other, title={Other}}\n"
    )
    read, _ = parse_bibtex(SourceText("x.bib", text))
    assert write_bibtex(read, [CiteKey("one")]) == (
        "@string{press = {Old Mill}}\n\n@inproceedings{one, crossref={all}, title={One}}\n\n"
        "@proceedings{all, title={All}, publisher=press,}\n"
    )


def test_the_book_that_a_review_tells_of_comes_along() -> None:
    text = "@misc{r, title = {R}, related = {b}}\n\n@book{b, title = {B}}\n\n@book{c, title = {C}}\n"
    read, _ = parse_bibtex(SourceText("x.bib", text))
    both = write_bibtex(read, iter([CiteKey("r")]))
    assert "{r," in both
    assert "{b," in both
    assert "{c," not in both
