"""Problems to log lines: the one place that logs."""

from __future__ import annotations

import logging

from mkdocs.plugins import get_plugin_logger

from psychoed.problems import Problem, Severity, in_order

# A strict build ends on what MkDocs' own loggers say at WARNING and above; an info leaves it alone.
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


def report(problems: list[Problem], logger_name: str = "citations") -> None:
    """Log every problem once, in the order of places. Only during a build: --strict does not count earlier lines."""
    log = get_plugin_logger(logger_name)
    for problem in in_order(problems):
        log.log(_LEVELS[problem.code.severity], "%s", problem)
