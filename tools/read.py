"""Report readability and caveats of the pages: ``python -m tools.read [--json] [PAGE …]``.

It is for information and never fails. Caveats are counted on whole paths, so only if no page is named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs.config import load_config

from mkdocs_citeproc.mkdocs_pages import read_named_source
from mkdocs_citeproc.snippets import Snippets
from mkdocs_citeproc.source import SourceText
from psychoed.checks.caveats import (
    CaveatCount,
    CaveatRules,
    add_counts,
    count_caveats,
    describe_path,
    read_caveat_rules,
)
from psychoed.checks.readability import Report, format_report, read_page, sort_by_difficulty
from psychoed.checks.text import read_page_text
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import CheckFirstTexts
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from psychoed.plugins.shared_text import SharedText
from tools import files
from tools.system import ROOT, StuckError, finish, say


def pages(arguments: list[str]) -> list[Path]:
    """Return the pages in the arguments, or all in docs/."""
    named = [Path(argument) for argument in arguments]
    for path in named:
        if not path.is_file():
            raise StuckError(f"{path}: this page doesn't exist.")
    return named or sorted((ROOT / "docs").rglob("*.md"))


@dataclass(frozen=True, slots=True)
class PathCaveats:
    """The caveats on one path: all of them, those of each page, and the allowed percentage."""

    whole: CaveatCount
    pages: list[CaveatCount]
    budget: float


def caveats_by_path() -> list[PathCaveats]:
    """Count the caveats on the paths of caveats.yml, as readers meet them: with includes and check-first lines."""
    source, docs = files.source(ROOT / "caveats.yml"), ROOT / "docs"
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    rules, problems = read_caveat_rules(source, pages)
    if problems:
        raise StuckError("\n".join(map(str, problems)))
    counts = PageCounts(rules)
    found = []
    for name, path in rules.paths.items():
        each = [counts.count(page) for page in path]
        found.append(PathCaveats(add_counts(f"the {name}", each), each, rules.budget))
    return found


class PageCounts:
    """Counts caveats in pages with what the site's settings add to them."""

    def __init__(self, rules: CaveatRules) -> None:
        config = load_config(str(ROOT / "mkdocs.yml"))
        settings = read_page_settings(config)
        self.rules = rules
        self.page_rules = get_page_rules(settings)
        self.shared = SharedText(config, settings)
        self.snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), ROOT)
        lines = (settings.check_first, settings.check_first_card)
        self.lines = CheckFirstTexts(*(read_named_source(line, ROOT).text if line else None for line in lines))

    def count(self, page: str) -> CaveatCount:
        """Count the caveats of a page, given by its path below docs/."""
        source = files.source(ROOT / "docs" / page)
        texts = [source, *self.snippets.list_included(source.text)]
        meta, _ = read_front_matter(source, (), self.page_rules)
        if meta.kind and meta.kind.check_first and (line := self.lines.choose(card=meta.card)):
            texts.append(SourceText("", line))
        return add_counts(page, [count_caveats(read_page_text(self.shared.expand(text)), self.rules) for text in texts])


def as_json(reports: list[Report], paths: Sequence[PathCaveats] = ()) -> str:
    """Return the reports as JSON."""
    rows = [
        {
            **asdict(report),
            "long": [{"where": str(each.where), "words": each.words, "begins": each.begins} for each in report.long],
            "share_long": round(report.share_long, 3),
            "grade": round(report.grade, 1),
            "smog": None if report.smog is None else round(report.smog, 1),
        }
        for report in reports
    ]
    caveats = [
        {**_row(path.whole), "budget": path.budget, "pages": [_row(page) for page in path.pages]} for path in paths
    ]
    return json.dumps({"pages": rows, "caveats": caveats}, ensure_ascii=False, indent=2)


def _row(count: CaveatCount) -> dict[str, object]:
    return {**asdict(count), "share": round(count.share, 3)}


def main(arguments: list[str]) -> int:
    """Run the command; return the exit code."""
    named = pages([argument for argument in arguments if argument != "--json"])
    found = [read_page(read_page_text(files.source(path))) for path in named]
    reports = sort_by_difficulty([report for report in found if report.words])
    paths = [] if set(arguments) - {"--json"} else caveats_by_path()
    if "--json" in arguments:
        say(as_json(reports, paths))
        return 0
    for report in reports:
        say(format_report(report))
    for report in reports:
        for sentence in report.long:
            say(f"{sentence.where}: {sentence.words} words: {sentence.begins} …")
    for path in paths:
        for line in describe_path(path.whole, path.pages, path.budget):
            say(line)
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
