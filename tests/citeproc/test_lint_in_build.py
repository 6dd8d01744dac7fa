"""A build reports what is wrong with entries and quotations, and a strict one ends."""

from __future__ import annotations

from pathlib import Path

from support.site import build_site, make_site

BIB = """@article{who2020, author = {Smith, John, Kim}, title = {Pain}, journal = {J}, year = 2020,
  doi = {10.1000/1}, note = {Not printed}}
"""
PAGE = "They say “pain is what the person who has it says it is” [@who2020].\n"


def test_in_the_build(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, {"references.bib": BIB, "docs/index.md": PAGE}))
    page, name = built.problems
    assert name.startswith("WARNING citations: references.bib:1:19: [misread-name]")
    assert page.startswith("WARNING citations: docs/index.md:1:58: [quote-without-page]")
    assert any(line.startswith("INFO citations: references.bib:2:22: [unprinted-field]") for line in built.log)


def test_strict(tmp_path: Path) -> None:
    assert build_site(make_site(tmp_path, {"references.bib": BIB, "docs/index.md": PAGE}), strict=True).ended


def test_said_why_not(tmp_path: Path) -> None:
    bib = BIB.replace("{Smith, John, Kim}", "{Smith, John}")
    page = f"<!-- quote-without-page: a leaflet of one page -->\n{PAGE}"
    built = build_site(make_site(tmp_path, {"references.bib": bib, "docs/index.md": page}), strict=True)
    assert built.ended is None
    assert built.problems == []
