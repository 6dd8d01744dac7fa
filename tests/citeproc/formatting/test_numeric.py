"""Styles with numbers name the authors in running text, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.styles import get_authors, is_numeric_style
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.site import ROOT

BIB = """
@article{one, author = {van der Zee, Ann}, title = {One}, journal = {Pain}, year = {2020}}
@article{two, author = {Poe, B. and {Pain Group}}, title = {Two}, journal = {Pain}, year = {2021}}
@article{many, author = {Roe, C. and Poe, B. and Noe, D.}, title = {Three}, journal = {Pain}, year = {2021}}
@book{edited, editor = {Doe, E.}, title = {Four}, publisher = {House}, year = {2021}}
@book{nobody, title = {Five}, publisher = {House}, year = {2021}}
"""

CLUSTERS = {
    "@one": "van der Zee {1}",
    "[@one]": "{1}",
    "@two": "Poe and Pain Group {2}",
    "@many": "Roe et al. {3}",
    "@edited": "Doe {4}",
    "@nobody": "{5}",
    "-@one": "{1}",
    "@many [@one]": "Roe et al. {1,3}",
}
FORMS = {"vancouver": "({})", "ieee": "[{}]"}


@pytest.mark.parametrize("style", FORMS)
def test_authors_before_the_number(style: str, tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    assert is_numeric_style(csl)
    formatter = Formatter(csl, get_style_id(csl, style), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    printed = formatter.format(CLUSTERS, items, bibliography)
    for cluster, expected in CLUSTERS.items():
        form = FORMS[style]
        words, _, numbers = expected.partition("{")
        several = numbers.removesuffix("}").split(",")
        shown = form.format(",".join(several)) if style == "vancouver" else ", ".join(form.format(n) for n in several)
        assert printed.clusters[cluster].text == words + shown
    assert printed.clusters["@one"].html.count("<a ") == 1


def test_a_raised_number_follows_without_a_space(tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", BIB))
    csl = find_style(ROOT, "nature").read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, "nature"), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    assert "van der Zee<sup>" in formatter.format(["@one"], items, bibliography).clusters["@one"].html


def test_by_author_and_date_nothing_is_added() -> None:
    assert not is_numeric_style('<category citation-format="author-date"/>')
    assert not is_numeric_style('<category citation-format="note"/>')
    assert get_authors({"author": [{"family": "Poe"}, {"literal": "others"}]}) == "Poe et al."
