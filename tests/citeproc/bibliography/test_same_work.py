"""One work under two keys is found, and two works with much in common are not taken for one."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.lint import find_same_works
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText

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
