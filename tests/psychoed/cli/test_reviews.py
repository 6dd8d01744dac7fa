"""Which pages are due for review, and the issue that says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from mkdocs_citeproc.source import SourceText
from psychoed.cli.project import Project
from psychoed.cli.reviews import DueReview, find_due_reviews, format_issue, write_issue
from support.site import ROOT

TODAY = date(2026, 11, 24)


def page(name: str, *lines: str) -> SourceText:
    return SourceText(f"docs/{name}.md", "\n".join(["---", *lines, "---", f"# {name}", ""]))


PAGES = [
    page("new", "kind: explanation", "written: 2026-11-01"),
    page("never", "kind: explanation", "written: 2025-11-24"),
    page("soon", "kind: safety", "written: 2020-01-01", "reviewed: 2026-01-10"),
    page("fresh", "kind: explanation", "written: 2020-01-01", "reviewed: 2026-01-10"),
    page("broken", "kind: ["),
]


def test_the_longest_overdue_comes_first() -> None:
    assert [(one.path, one.day, one.reviewed) for one in find_due_reviews(PAGES, TODAY)] == [
        ("docs/never.md", date(2026, 11, 24), None),
        ("docs/soon.md", date(2027, 1, 10), date(2026, 1, 10)),
    ]
    assert [one.path for one in find_due_reviews(PAGES, TODAY, 0)] == ["docs/never.md"]


def test_what_is_said_of_each() -> None:
    assert [one.describe(TODAY) for one in find_due_reviews(PAGES, TODAY)] == [
        "docs/never.md: overdue since 24 November 2026, never reviewed",
        "docs/soon.md: due on 10 January 2027, last reviewed 10 January 2026",
    ]


def row(severity: str, message: str) -> dict[str, str]:
    place = {"path": "docs/a.md", "line": "3", "column": "1"}
    return {"code": "dead-link", "severity": severity, "message": message, "hint": "Mend it.", **place}


def test_the_issue_names_what_is_wrong_what_is_doubtful_and_what_is_due() -> None:
    found = [row("warning", "maybe @someone #1"), row("error", "gone"), row("info", "fine")]
    text = format_issue(found, [DueReview(date(2026, 11, 1), "docs/b.md", None)], TODAY)
    assert text.split("\n\n") == [
        "As of 24 November 2026.",
        "## Wrong",
        "- `docs/a.md:3` [dead-link] gone. Mend it.",
        "## For a person to check",
        "- `docs/a.md:3` [dead-link] maybe @\u200bsomeone #\u200b1. Mend it.",
        "## Pages to review",
        "- docs/b.md: overdue since 1 November 2026, never reviewed",
        "How to review: docs/contribute/reviewing.md.\n",
    ]


def test_nothing_to_say_is_an_empty_text() -> None:
    assert format_issue([row("info", "fine")], [], TODAY) == ""


def test_a_job_that_failed_says_so(tmp_path: Path) -> None:
    assert "Links were not checked" in format_issue(None, [], TODAY)
    write_issue(Project(ROOT), tmp_path / "none.json", tmp_path / "body.md", TODAY)
    assert "Links were not checked" in (tmp_path / "body.md").read_text(encoding="utf-8")
    (tmp_path / "links.json").write_text(json.dumps([row("error", "gone")]), encoding="utf-8")
    write_issue(Project(ROOT), tmp_path / "links.json", tmp_path / "body.md", TODAY)
    assert "gone. Mend it." in (tmp_path / "body.md").read_text(encoding="utf-8")


def test_what_strangers_write_is_text_in_the_issue() -> None:
    """Names of files and words of services mention nobody, and are no picture, link or HTML."""
    said = "![x](https://x.example/a.png) <img src=//x.example> @everyone #1 \x1b[31m"
    row = {"severity": "error", "code": "dead-link", "path": "docs/`@a`.md", "line": "3", "message": said, "hint": ""}
    text = format_issue([row], [DueReview(date(2026, 11, 1), "docs/@someone/[b](https://x.example).md", None)], TODAY)
    for sign in ("](", "<", "@e", "@s", "#1", "\x1b", "`@a`"):
        assert sign not in text
