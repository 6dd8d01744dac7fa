"""What the commands print, and the one kind of error that they show to people."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click

from mkdocs_citeproc.problems import escape_controls

_Item = TypeVar("_Item")


class UserError(click.ClickException):
    """An error for people: at most a program's last lines, then one line with what to do."""

    def __str__(self) -> str:
        """Return the message."""
        return self.message

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error, with control characters escaped."""
        click.echo(escape_controls(self.message), file=file, err=file is None)


def print_line(line: str) -> None:
    """Print ``line`` at once, also into a pipe; terminal control characters are escaped."""
    click.echo(escape_controls(line))


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn the errors of the file system into messages, and signals to stop into an orderly end.

    Processes started by ``run_program`` are stopped with this one: it does that when Python unwinds.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    except BrokenPipeError:  # whoever read the output wants no more, as `head` does
        sys.exit(128 + signal.SIGPIPE)
    except OSError as error:
        whose = " Does this folder belong to another user?" if isinstance(error, PermissionError) else ""
        raise UserError(f"{error.filename}: {error.strerror}.{whose}") from error


def show_progress(items: Sequence[_Item], label: str) -> Iterator[_Item]:
    """Yield the items with a progress bar on standard error; in a log, there is no bar."""
    if not items or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar
