"""What APA 7 prints, subject by subject, as the Publication Manual has it: one run of pandoc for each golden file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, JUNIOR, PIN
from mkdocs_citeproc.apa7.names import ROLE
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.response import FormattedSite
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.apa_golden import Golden, read
from support.site import ROOT

LANGUAGES = sorted((ROOT / "tests" / "golden" / "apa-languages").glob("*.txt"))
FILES = sorted((ROOT / "tests" / "golden" / "apa").glob("*.txt"))


def formatted(golden: Golden, cache: Path, style: str = "apa", locale: str = "en-US") -> FormattedSite:
    bibliography, problems = parse_bibtex(SourceText("golden.bib", golden.bibtex))
    assert problems == []
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, style), locale, cache, 60)
    items, problems = formatter.read_items(bibliography, bibliography.entries.keys())
    assert problems == []
    every = [f"[@{{{key}}}]" for key in bibliography.entries]
    return formatter.format([*golden.clusters, *every], items, bibliography)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("path", [*FILES, *LANGUAGES], ids=lambda path: path.stem)
def test_as_the_manual_prints_it(path: Path, tmp_path: Path) -> None:
    """In other languages, as the manual would with their words: a file there is named by its locale."""
    golden = read(path)
    printed = formatted(golden, tmp_path, locale=path.stem if path in LANGUAGES else "en-US")
    assert printed.differing == ()
    clusters = {cluster: printed.clusters[cluster] for cluster in golden.clusters}
    assert {cluster: plain(each.text) for cluster, each in clusters.items()} == golden.clusters
    later = {cluster: plain(each.later.text) for cluster, each in clusters.items() if each.later}
    assert later == golden.later
    references = {key: plain(each.text) for key, each in printed.entries.items() if key in golden.references}
    assert references == golden.references


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_mark_of_ours_is_left(path: Path, tmp_path: Path) -> None:
    printed = formatted(read(path), tmp_path)
    for each in [*printed.clusters.values(), *printed.entries.values()]:
        for shown in (each.html, each.text, each.later.html if each.later else ""):
            assert not {PIN, AMPERSAND_GUARD, JUNIOR, ROLE} & set(shown)
