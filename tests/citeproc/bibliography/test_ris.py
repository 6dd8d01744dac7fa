"""RIS as publishers write it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.imports import import_csl, import_ris

JOURNAL = """\ufeffTY  - JOUR\r
AU  - Ashar, Yoni K.\r
AU  - King, Martin, Jr.\r
AU  - WHO\r
TI  - A long\r
title\r
T2  - JAMA\r
PY  - 2021/09/29/\r
SP  - 13\r
EP  - 23\r
DO  - 10.1001/x\r
N2  - An abstract\r
over lines\r
ER  - \r
"""
CHAPTER = """
TY  - CHAP
A1  - Gordon, A
A2  - Turk, D
T1  - A chapter
BT  - A book
Y1  - 2018
SP  - 1-9
ER  -
TY  - BOOK
T1  - Another
SN  - 9780593086834
ER  - """


def test_an_article() -> None:
    [item] = import_ris(JOURNAL)
    made = import_csl(item, set(), "2026-11-23")
    assert made.kind == "article"
    assert made.fields == {
        "author": "Ashar, Yoni K. and King, Jr., Martin and {WHO}",
        "title": "A long title",
        "year": "2021",
        "journal": "JAMA",
        "pages": "13-23",
        "doi": "10.1001/x",
    }


def test_several() -> None:
    chapter, book = (import_csl(item, set(), "2026-11-23") for item in import_ris(CHAPTER))
    assert (chapter.kind, book.kind) == ("incollection", "book")
    assert chapter.fields["editor"] == "Turk, D."
    assert (chapter.fields["booktitle"], chapter.fields["pages"]) == ("A book", "1-9")
    assert book.fields["isbn"] == "9780593086834"


def test_no_ris() -> None:
    assert import_ris("") == import_ris("AU  - Nobody\nsome words") == []


@given(st.text(alphabet="TYERAU  -\nPx2/", max_size=60))
def test_never_raises(text: str) -> None:
    for item in import_ris(f"TY  - JOUR\n{text}"):
        import_csl(item, set(), "2026-11-23")
