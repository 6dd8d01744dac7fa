"""Some .bib files as one bibliography, with all that is wrong in and between them."""

from __future__ import annotations

from collections.abc import Iterable

from psychoed.bibliography.bibtex import parse_bibtex
from psychoed.bibliography.check import check_entries
from psychoed.bibliography.entry import Bibliography, merge
from psychoed.bibliography.house import check_house
from psychoed.problems import Problem
from psychoed.source import SourceText


def read_and_check(texts: Iterable[SourceText], year: int) -> tuple[Bibliography, list[Problem]]:
    """The entries of all texts, the first of each key, and the problems of BibTeX and of the house, in ``year``."""
    parsed = [parse_bibtex(text) for text in texts]
    bibliography, clashes = merge(read for read, _ in parsed)
    problems = [problem for _, found in parsed for problem in found]
    return bibliography, [*problems, *clashes, *check_entries(bibliography), *check_house(bibliography, year)]
