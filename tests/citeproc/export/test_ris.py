"""RIS as its specification has it, and read back again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.export.formats import write_ris, write_ris_record
from mkdocs_citeproc.export.record import PersonName, Record, read_record

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
