"""Problems reach the log once each, in the order of places, as loud as they are grave."""

from __future__ import annotations

import logging

import pytest

from mkdocs_citeproc.mkdocs_build import make_log_printable, report_problems
from mkdocs_citeproc.problems import Code, Location, Problem


def test_problems_are_logged_in_order_and_once(caplog: pytest.LogCaptureFixture) -> None:
    late = Problem(Code.LATE_CITATION, Location("docs/b.md", 3), "100% late")
    unknown = Problem(Code.UNKNOWN_KEY, Location("docs/a.md", 9, 2), "no entry 'x'")
    never = Problem(Code.NEVER_CITED, Location("docs/a.md", 10), "never cited")
    with caplog.at_level(logging.INFO, "mkdocs"):
        report_problems([late, never, unknown, late], "bakery")
    assert [(record.levelname, record.name, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "mkdocs.plugins.bakery", "bakery: docs/a.md:9:2: [unknown-key] no entry 'x'."),
        ("INFO", "mkdocs.plugins.bakery", "bakery: docs/a.md:10:1: [never-cited] never cited."),
        ("WARNING", "mkdocs.plugins.bakery", "bakery: docs/b.md:3:1: [late-citation] 100% late."),
    ]


def test_nothing_that_mkdocs_logs_controls_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    log, handler = logging.getLogger("mkdocs"), caplog.handler
    log.addHandler(handler)
    try:
        make_log_printable()
        make_log_printable()
        with caplog.at_level(logging.INFO, "mkdocs"):
            logging.getLogger("mkdocs.structure.pages").info("Doc file '%s' links to 100%%", "a\x1b[2J.md")
        assert len(handler.filters) == 1
    finally:
        log.removeHandler(handler)
        handler.filters.clear()
    assert {record.getMessage() for record in caplog.records} == {"Doc file 'a\\x1b[2J.md' links to 100%"}
