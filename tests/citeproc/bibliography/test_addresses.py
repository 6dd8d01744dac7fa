"""DOIs and addresses; open access is what an entry says, never a guess."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.bibliography.addresses import find_free_text, find_refused_scheme, is_doi, strip_doi_prefix


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


PMC = "https://pmc.ncbi.nlm.nih.gov/articles/PMC8482298/"

CASES = [
    ({"url": PMC}, PMC),
    ({"url": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1"}, "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1"),
    ({"url": "https://arxiv.org/abs/1"}, "https://arxiv.org/abs/1"),
    ({"url": "https://x.org/a\\_b", "keywords": "rye, {Open Access}"}, "https://x.org/a_b"),
    ({"url": "https://pubmed.ncbi.nlm.nih.gov/1/"}, ""),
    ({"url": "https://www.ncbi.nlm.nih.gov/books/1"}, ""),
    ({"url": "https://doi.org/10.1371/journal.pone.1"}, ""),
    ({"url": "https://x.org/pmc.ncbi.nlm.nih.gov/articles/"}, ""),
    ({"url": "javascript:alert(1)", "keywords": "open access"}, ""),
    ({"url": "https://[x", "keywords": "open access"}, ""),
    ({"keywords": "open access"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("fields", "address"), CASES)
def test_free_text(fields: dict[str, str], address: str) -> None:
    assert find_free_text(fields) == address


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://a.example/x:y", ""),
        ("HTTP://a.example", ""),
        ("ftp://a.example", ""),
        ("www.a.example", ""),
        ("a.example:8080/x", ""),
        ("/x", ""),
        ("", ""),
        ("urn:isbn:1", ""),
        ("javascript:alert(1)", "javascript"),
        (" Java\tScript\n:alert(1)", "javascript"),
        ("{java}script:alert(1)", "javascript"),
        ("\x01javascript:alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        ("vbscript:x", "vbscript"),
        ("view-source:x", "view-source"),
    ],
)
def test_refused_scheme(address: str, scheme: str) -> None:
    assert find_refused_scheme(address) == scheme
