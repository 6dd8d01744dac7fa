"""Private fields go neither to readers nor to pandoc; export/test_bibtex_source.py has the forms they take."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.model import CiteKey, strip_private_fields
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('@misc{a, File = "x {"} y", year = 2001}', "@misc{a, year = 2001}"),
        ("@misc{a, title = {A file}, annote = {b} # c}", "@misc{a, title = {A file},}"),
        ("@misc{a, annote = x , file = {y} ,\n}", "@misc{a,\n}"),
        ("@misc{a, title = {annotation}}", "@misc{a, title = {annotation}}"),
        ("@misc{a}", "@misc{a}"),
    ],
)
def test_what_is_left(source: str, shown: str) -> None:
    assert strip_private_fields(source) == shown


def test_a_remark_changes_nothing_that_pandoc_is_asked() -> None:
    asked = []
    for remark in ("", "  annotation = {One, {two}},\n"):
        source = f"@book{{a,\n  title = {{T}},\n{remark}  year = {{2001}},\n}}\n"
        asked.append(parse_bibtex(SourceText("x.bib", source))[0].write_biblatex([CiteKey("a")]))
    assert asked[0] == asked[1]
    assert "title = {T}" in asked[0]
