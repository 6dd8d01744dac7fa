"""Reports readability and caveats of the pages, for information: it never fails.

Caveats are counted on whole paths, so only if no page is named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs_citeproc.mkdocs_build import read_named_source
from mkdocs_citeproc.source import Snippets, SourceText
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
from psychoed.cli.console import UserError, print_line, show_progress
from psychoed.cli.project import Project, load_settings, read_site_text
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import CheckFirstTexts
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from psychoed.plugins.shared_text import SharedText


@dataclass(frozen=True, slots=True)
class PathCaveats:
    """The caveats on one path: all of them, those of each page, and the allowed percentage."""

    whole: CaveatCount
    pages: list[CaveatCount]
    budget: float


def count_path_caveats(project: Project) -> list[PathCaveats]:
    """Count the caveats on the paths of caveats.yml, as readers meet them: with includes and check-first lines."""
    docs = project.docs
    source = read_site_text(project.root / "caveats.yml", project.root)
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    rules, problems = read_caveat_rules(source, pages)
    if problems:
        raise UserError("\n".join(map(str, problems)))
    counts = PageCounts(rules, project)
    found = []
    for name, path in rules.paths.items():
        each = [counts.count(page) for page in path]
        found.append(PathCaveats(add_counts(f"the {name}", each), each, rules.budget))
    return found


class PageCounts:
    """Counts caveats in pages with what the site's settings add to them."""

    def __init__(self, rules: CaveatRules, project: Project) -> None:
        config = load_settings(project)
        settings = read_page_settings(config)
        self.rules, self.project = rules, project
        self.page_rules = get_page_rules(settings)
        self.shared = SharedText(config, settings)
        self.snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), project.root)
        lines = (settings.check_first, settings.check_first_card)
        self.lines = CheckFirstTexts(*(read_named_source(line, project.root).text if line else None for line in lines))

    def count(self, page: str) -> CaveatCount:
        """Count the caveats of a page, given by its path below docs/."""
        source = read_site_text(self.project.docs / page, self.project.root)
        texts = [source, *self.snippets.list_included(source.text)]
        meta, _ = read_front_matter(source, (), self.page_rules)
        if meta.kind and meta.kind.check_first and (line := self.lines.choose(card=meta.card)):
            texts.append(SourceText("", line))
        return add_counts(page, [count_caveats(read_page_text(self.shared.expand(text)), self.rules) for text in texts])


def format_reports(reports: list[Report], paths: Sequence[PathCaveats] = ()) -> str:
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
        {**_format_row(path.whole), "budget": path.budget, "pages": [_format_row(page) for page in path.pages]}
        for path in paths
    ]
    return json.dumps({"pages": rows, "caveats": caveats}, ensure_ascii=False, indent=2)


def _format_row(count: CaveatCount) -> dict[str, object]:
    return {**asdict(count), "share": round(count.share, 3)}


def report_readability(project: Project, pages: Sequence[Path], *, as_json: bool = False) -> None:
    """Print how hard the pages are to read, the hardest first, and the caveats on the site's paths.

    Args:
        project: The site.
        pages: The pages to report on; all of them, and the caveats, if it is empty.
        as_json: Print JSON, for programs.

    """
    every = show_progress(pages or project.list_pages(), "Reading pages")
    found = [read_page(read_page_text(read_site_text(path, project.root))) for path in every]
    reports = sort_by_difficulty([report for report in found if report.words])
    has_rules = not pages and (project.root / "caveats.yml").is_file()
    paths = count_path_caveats(project) if has_rules else []
    if as_json:
        print_line(format_reports(reports, paths))
        return
    for report in reports:
        print_line(format_report(report))
    for report in reports:
        for sentence in report.long:
            print_line(f"{sentence.where}: {sentence.words} words: {sentence.begins} …")
    for path in paths:
        for line in describe_path(path.whole, path.pages, path.budget):
            print_line(line)
