"""``python -m benchmarks.many_works [WORKS …]``: seconds of CPU that formatting so many works takes, without a cache.

Works have few surnames, so that telling authors apart is dear, and given names as people write them.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import Size, make_corpus
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.formatting.formatter import Formatter, RenderedCitations
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id

CITATIONS_PER_WORK = 3
_AUTHOR = re.compile(r"(?P<family>[A-Z][a-z]+), (?P<one>[A-Z])\. (?P<two>[A-Z])\.")
_FORMS = ("{one}. {two}.", "{one}na {two}.", "{one}ean-{two}aul", "{one}{two}", "{one}.-{two}.", "{one}a de la {two}uz")


def _with_given_names(bibtex: str) -> str:
    chance = random.Random(1)  # noqa: S311
    return _AUTHOR.sub(
        lambda author: f"{author['family']}, {chance.choice(_FORMS).format(one=author['one'], two=author['two'])}",
        bibtex,
    )


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def measure(works: int) -> tuple[int, int, float]:
    """How many clusters and works were formatted, and in how many seconds."""
    corpus = make_corpus(Size(100, works * CITATIONS_PER_WORK, works))
    bibliography, _ = parse_bibtex(SourceText("made-up.bib", _with_given_names(corpus.bibliography)))
    scans = [scan_page(SourceText(f"{name}.md", text)) for name, text in corpus.pages.items()]
    style = find_style(Path(), "apa").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as cache:
        formatter = Formatter(style, get_style_id(style, "apa"), "en-US", Path(cache), 600)
        rendered = RenderedCitations(formatter, bibliography)
        start = _cpu()
        rendered.prepare([found for scan in scans for found in scan.found])
        return len(rendered.formatted.clusters), len(rendered.items), _cpu() - start


def main(arguments: list[str]) -> None:
    """Measure each number of works, and print a table."""
    print("| works | clusters | CPU, s |\n|---|---|---|")
    for number in map(int, arguments or ["100", "300", "1000", "1241"]):
        clusters, works, seconds = measure(number)
        print(f"| {works} | {clusters} | {seconds:.1f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
