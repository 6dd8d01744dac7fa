"""How hard the pages read, the hardest first: ``python -m tools.read [--json] [PAGE …]``. A hint, never a gate."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from psychoed.readability.report import Report, as_line, read_page, worst_first
from psychoed.text.page import page_text
from tools import files
from tools.system import ROOT, StuckError, finish, say


def pages(arguments: list[str]) -> list[Path]:
    """The pages that the arguments name, or all in docs/."""
    named = [Path(argument) for argument in arguments]
    for path in named:
        if not path.is_file():
            raise StuckError(f"{path}: there is no such page.")
    return named or sorted((ROOT / "docs").rglob("*.md"))


def as_json(reports: list[Report]) -> str:
    """The reports for a program."""
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
    return json.dumps(rows, ensure_ascii=False, indent=2)


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` say; gives back the exit code."""
    named = pages([argument for argument in arguments if argument != "--json"])
    found = [read_page(page_text(files.source(path))) for path in named]
    reports = worst_first([report for report in found if report.words])
    if "--json" in arguments:
        say(as_json(reports))
        return 0
    for report in reports:
        say(as_line(report))
    for report in reports:
        for sentence in report.long:
            say(f"{sentence.where}: {sentence.words} words: {sentence.begins} …")
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
