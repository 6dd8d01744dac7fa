"""Problems to log lines: the one place that logs."""

from __future__ import annotations

import logging

from mkdocs.plugins import get_plugin_logger

from mkdocs_citeproc.problems import Problem, Severity, printable, sort_problems

# A strict build ends on what MkDocs' own loggers say at WARNING and above; an info leaves it alone.
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


def report_problems(problems: list[Problem], logger_name: str = "citations") -> None:
    """Log every problem once, in the order of places. Only during a build: --strict does not count earlier lines."""
    log = get_plugin_logger(logger_name)
    for problem in sort_problems(problems):
        log.log(_LEVELS[problem.code.severity], "%s", problem)


class _Printable(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = printable(record.getMessage()), ()
        return True


def make_log_printable() -> None:
    """Write out what would control a terminal in all that MkDocs logs, such as a file's name or the words of a link."""
    for handler in logging.getLogger("mkdocs").handlers:
        if not any(isinstance(each, _Printable) for each in handler.filters):
            handler.addFilter(_Printable())
