"""Runs the command line as people do, without a process of its own."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from psychoed.cli import main


def run_cli(*arguments: str | Path, project: Path | None = None, text: str = "", **environment: str) -> Result:
    """Run ``psychoed`` with arguments, in a site's folder; ``text`` is its standard input."""
    where = ["--project", str(project)] if project else []
    return CliRunner().invoke(main, [*where, *map(str, arguments)], input=text, env=environment)
