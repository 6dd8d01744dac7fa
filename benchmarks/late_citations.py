"""``python -m benchmarks.late_citations [PAGES]``: what citations cost that macros write while pages are rendered.

Builds a site of invented pages and works three times, without a cache: no page, one page and every page with such a
citation of its own. Prints seconds of CPU, and the runs of pandoc.
"""

from __future__ import annotations

import re
import resource
import statistics
import sys
import tempfile
from pathlib import Path
from unittest import mock

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from benchmarks.corpus import Size, make_corpus
from mkdocs_citeproc.formatting import pandoc

ROUNDS = 5
MACRO = """
import re

def on_page_markdown(markdown, page, config, files):
    return re.sub("MACRO-(.*)-([0-9]+)", r"[@\\\\1, p. \\\\2]", markdown)
"""


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def write_site(root: Path, pages: int, late: int) -> Path:
    """Write a site, ``late`` of whose pages have a citation that only a macro writes; return its mkdocs.yml."""
    corpus = make_corpus(Size(pages, 10 * pages, 200))
    keys = re.findall(r"^@\w+\{(.*?),", corpus.bibliography, re.MULTILINE)
    docs = root / "docs"
    docs.mkdir(parents=True)
    (root / "references.bib").write_text(corpus.bibliography, encoding="utf-8")
    (root / "macro.py").write_text(MACRO.replace("\\\\", "\\"), encoding="utf-8")
    for number, (name, text) in enumerate(corpus.pages.items()):
        macro = f"\n\nMACRO-{keys[number]}-{9000 + number}\n" if number < late else ""
        (docs / f"{name}.md").write_text(text + macro, encoding="utf-8")
    settings = {"site_name": "Late", "theme": {"name": "mkdocs"}, "plugins": ["citeproc"], "hooks": ["macro.py"]}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return root / "mkdocs.yml"


def measure(pages: int, late: int) -> tuple[float, int]:
    """Build the site once; return the seconds of CPU and how often pandoc ran."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(pandoc, "run_pandoc", wraps=pandoc.run_pandoc) as runs,
    ):
        path = write_site(Path(folder, "site"), pages, late)
        start = _cpu()
        build(load_config(str(path)))
        return _cpu() - start, runs.call_count


def main(arguments: list[str]) -> None:
    """Print the medians for no, one and all pages with late citations."""
    pages = int(arguments[0]) if arguments else 60
    rounds = [[measure(pages, late) for late in (0, 1, pages)] for _ in range(ROUNDS)]
    print("| late citations | CPU, s | runs of pandoc |\n|---|---|---|")
    for late, measured in zip((0, 1, pages), zip(*rounds, strict=True), strict=True):
        print(f"| {late} | {statistics.median(seconds for seconds, _ in measured):.2f} | {measured[0][1]} |")


if __name__ == "__main__":
    main(sys.argv[1:])
