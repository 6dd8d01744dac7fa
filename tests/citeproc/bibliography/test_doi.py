"""A DOI is told from its address, and from what is none."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.addresses import is_doi, strip_doi_prefix


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/1",
        "https://doi.org/10.1000/1",
        "http://dx.doi.org/10.1000/1",
        "doi.org/10.1000/1",
        "doi:10.1000/1",
        "DOI: 10.1000/1",
        " 10.1000/1 ",
    ],
)
def test_bare(text: str) -> None:
    assert strip_doi_prefix(text) == "10.1000/1"
    assert is_doi(text) == (text == "10.1000/1")


@pytest.mark.parametrize("text", ["", "10.1000", "11.1000/1", "https://x.example/10.1000/1", "10.1000/1 10.1000/2"])
def test_not_a_doi(text: str) -> None:
    assert strip_doi_prefix(text) == ""
    assert not is_doi(text)
