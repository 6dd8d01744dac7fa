"""Runs the tools of this folder, with errors as messages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from psychoed.cli.console import UserError, translate_errors

ROOT = Path(__file__).resolve().parents[1]


def run_main(work: Callable[[], int]) -> NoReturn:
    """Exit with the code that ``work`` returns, or print what went wrong."""
    try:
        with translate_errors():
            sys.exit(work())
    except UserError as error:
        error.show()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
