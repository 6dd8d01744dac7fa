"""Puts references.bib in order and says what in it would print wrong: ``python -m tools.bib``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from mkdocs_citeproc.bibliography.parse import read_and_check
from mkdocs_citeproc.bibliography.write import sort_entries
from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.problems import sort_problems as by_place
from mkdocs_citeproc.source import SourceText
from tools import files
from tools.system import ROOT, StuckError, finish, say

BIB = ROOT / "references.bib"


def problems(source: SourceText) -> list[Problem]:
    """Return all problems that the build would report in the bibliography, for cited and uncited entries."""
    return by_place(read_and_check([source], date.today().year)[1])


def tidy(path: Path) -> int:
    """Format the file at ``path``; return the exit code."""
    file = files.read(path)
    plain = file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, faults = sort_entries(SourceText(path.name, plain))
    if faults:
        left = f"{path.name} is unchanged. Fix this first, then run the command again."
        raise StuckError("\n".join([*map(str, faults), left]))
    if (text, "\n") == (file.text, file.ends):
        say(f"{path.name} is tidy.")
    else:
        files.TextFile(path, text, "\n").replaced(text)
        say(f"{path.name} is tidy now. 'git diff' shows what changed.")
    for problem in problems(SourceText(path.name, text)):
        say(f"{problem.code.severity.value}: {problem}")
    return 0


def main(arguments: list[str]) -> int:
    """Run the command; return the exit code."""
    match arguments:
        case []:
            return tidy(BIB)
        case [path]:
            return tidy(Path(path))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
