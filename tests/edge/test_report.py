"""Problems reach the log once each, in the order of places, as loud as they are grave."""

from __future__ import annotations

import logging

import pytest

from psychoed.edge.report import report
from psychoed.problems import Code, Location, Problem


def test_problems_are_logged_in_order_and_once(caplog: pytest.LogCaptureFixture) -> None:
    late = Problem(Code.LATE_CITATION, Location("docs/b.md", 3), "100% late")
    unknown = Problem(Code.UNKNOWN_KEY, Location("docs/a.md", 9, 2), "no entry 'x'")
    never = Problem(Code.NEVER_CITED, Location("docs/a.md", 10), "never cited")
    with caplog.at_level(logging.INFO, "mkdocs"):
        report([late, never, unknown, late], "bakery")
    assert [(record.levelname, record.name, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "mkdocs.plugins.bakery", "bakery: docs/a.md:9:2: [unknown-key] no entry 'x'."),
        ("INFO", "mkdocs.plugins.bakery", "bakery: docs/a.md:10:1: [never-cited] never cited."),
        ("WARNING", "mkdocs.plugins.bakery", "bakery: docs/b.md:3:1: [late-citation] 100% late."),
    ]
