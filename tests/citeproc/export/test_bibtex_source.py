"""Published BibTeX is the authors' own, without what they keep to themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import PRIVATE, CiteKey, strip_private_fields
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.export.formats import write_bibtex
from mkdocs_citeproc.source import SourceText

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
