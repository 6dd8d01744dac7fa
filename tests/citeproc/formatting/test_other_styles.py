"""A style other than APA prints exactly what pandoc makes of it; one with numbers names the authors in running text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.citations.grammar import KEY
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting import request as ask
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.render import Node, get_children, get_plain_text
from mkdocs_citeproc.formatting.styles import get_authors, is_numeric_style
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.apa_golden import read
from support.site import ROOT

FILES = ("groups", "order", "possessive-and-locator", "secondary-sources", "titles")


@pytest.mark.parametrize("style", ["vancouver", "chicago-author-date"])
@pytest.mark.parametrize("name", FILES)
def test_it_prints_what_pandoc_prints(style: str, name: str, tmp_path: Path) -> None:
    golden = read(ROOT / "tests" / "golden" / "apa" / f"{name}.txt")
    bibliography, _ = parse_bibtex(SourceText("golden.bib", golden.bibtex))
    csl_path = find_style(ROOT, style)
    csl = csl_path.read_text(encoding="utf-8")
    clusters = [*golden.clusters, *(f"[@{key}]" for key in bibliography.entries)]

    formatter = Formatter(csl, get_style_id(csl, style), "en-US", tmp_path, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    ours = formatter.format(clusters, items, bibliography)

    asked = ask.build_request(clusters, items, csl, "en-US")
    (tmp_path / "items.json").write_text(ask.write_bibliography(asked), encoding="utf-8")
    arguments = ask.build_arguments(str(csl_path), str(tmp_path / "items.json"), "en-US")
    blocks: list[Node] = json.loads(pandoc.run_pandoc(arguments, ask.write_document(asked), 60))["blocks"]
    theirs = dict(zip(asked.clusters, (get_plain_text(get_children(block)) for block in blocks), strict=False))
    by_key = {item["id"]: item for item in items}
    if is_numeric_style(csl):
        for cluster in [cluster for cluster in theirs if cluster.startswith("@")]:
            first = KEY.match(cluster)
            assert first
            theirs[cluster] = f"{get_authors(by_key[first[0].strip('@{}')])} {theirs[cluster]}".strip()
    assert {cluster: each.text for cluster, each in ours.clusters.items()} == theirs
    listed = [
        get_plain_text(node for block in entry["c"][1] for node in get_children(block)) for entry in blocks[-1]["c"][1]
    ]
    assert [each.text for each in ours.entries.values()] == [each.strip() for each in listed]
    assert not any(each.later for each in ours.clusters.values())
