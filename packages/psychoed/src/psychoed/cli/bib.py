"""Puts references.bib in order, and reports what in it would be printed wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mkdocs_citeproc.bibliography.parse import read_and_check
from mkdocs_citeproc.bibliography.write import sort_entries
from mkdocs_citeproc.problems import Problem, sort_problems
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError, print_line
from psychoed.cli.text_files import TextFile, read_text_file


def find_problems(source: SourceText) -> list[Problem]:
    """Return all problems that the build would report in the bibliography, for cited and uncited entries."""
    return sort_problems(read_and_check([source], date.today().year)[1])


def tidy_bibliography(path: Path) -> None:
    """Format the file at ``path``, and print the problems that a build would report."""
    file = read_text_file(path)
    plain = file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, faults = sort_entries(SourceText(path.name, plain))
    if faults:
        left = f"{path.name} is unchanged. Fix this first, then run the command again."
        raise UserError("\n".join([*map(str, faults), left]))
    if (text, "\n") == (file.text, file.ends):
        print_line(f"{path.name} is tidy.")
    else:
        TextFile(path, text, "\n").replace_text(text)
        print_line(f"{path.name} is tidy now. 'git diff' shows what changed.")
    for problem in find_problems(SourceText(path.name, text)):
        print_line(f"{problem.code.severity.value}: {problem}")
