"""Unknown keys name the key that was probably meant."""

from __future__ import annotations

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.page_citations import report_unknown_key
from mkdocs_citeproc.problems import Location

KNOWN = {"ashar2021", "ashar2025", "tankha2023", "prtc-resources"}


def test_the_line_a_contributor_reads() -> None:
    problem = report_unknown_key(CiteKey("tanka2023"), Location("docs/x.md", 41, 18), KNOWN, "references.bib")
    assert str(problem) == (
        "docs/x.md:41:18: [unknown-key] references.bib has no entry 'tanka2023'. Did you mean 'tankha2023'?"
    )


def test_no_near_key_says_how_to_write_a_plain_at() -> None:
    problem = report_unknown_key(CiteKey("pytest"), Location("docs/x.md", 1, 1), KNOWN, "references.bib")
    assert problem.hint == "Add an entry to references.bib. If this is not a citation, write '\\@pytest'."
