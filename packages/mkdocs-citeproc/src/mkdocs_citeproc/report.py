"""Logging of problems; the only module that logs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger

from mkdocs_citeproc.problems import Problem, Severity, escape_controls, sort_problems

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# A strict build fails on anything that MkDocs' loggers report at WARNING or above; an info does not count.
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


def report_problems(problems: list[Problem], logger_name: str = "citations") -> None:
    """Log each problem once, in order of location. Call only during a build: --strict ignores earlier messages."""
    log = get_plugin_logger(logger_name)
    for problem in sort_problems(problems):
        log.log(_LEVELS[problem.code.severity], "%s", problem)


def keep_warnings(config: MkDocsConfig) -> None:
    """Let a strict build log its warnings, even with ``--quiet``.

    MkDocs counts only what it logs, so a quiet strict build would succeed in spite of them.
    """
    log = logging.getLogger("mkdocs")
    if config.strict and not log.isEnabledFor(logging.WARNING):
        log.setLevel(logging.WARNING)


class _Printable(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = escape_controls(record.getMessage()), ()
        return True


def make_log_printable() -> None:
    """Escape terminal control characters in everything that MkDocs logs, such as file names or link texts."""
    for handler in logging.getLogger("mkdocs").handlers:
        if not any(isinstance(each, _Printable) for each in handler.filters):
            handler.addFilter(_Printable())


def report_progress(line: str) -> None:
    """Log a line for whoever waits for a long build."""
    get_plugin_logger("citations").info("%s", line)
