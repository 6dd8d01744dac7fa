"""Puts references.bib in order and says what in it would print wrong: ``python -m tools.bib``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from psychoed.bibliography.bibtex import parse_bibtex
from psychoed.bibliography.check import check_entries
from psychoed.bibliography.house import check_house
from psychoed.bibliography.write import in_order
from psychoed.problems import Problem
from psychoed.problems import in_order as by_place
from psychoed.source import SourceText
from tools import files
from tools.system import ROOT, StuckError, say

BIB = ROOT / "references.bib"


def problems(source: SourceText) -> list[Problem]:
    """All that the build would say of the bibliography's entries, whether a page cites them or not."""
    bibliography, found = parse_bibtex(source)
    return by_place([*found, *check_entries(bibliography), *check_house(bibliography, date.today().year)])


def tidy(path: Path) -> int:
    """Put the file at ``path`` in order; gives back the exit code."""
    file = files.read(path)
    plain = file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, faults = in_order(SourceText(path.name, plain))
    if faults:
        for fault in faults:
            say(str(fault))
        raise StuckError(f"{path.name} is as it was. Mend this first, then say it again.")
    if (text, "\n") == (file.text, file.ends):
        say(f"{path.name} is in order.")
    else:
        files.TextFile(path, text, "\n").replaced(text)
        say(f"{path.name} is in order now. 'git diff' shows what changed.")
    for problem in problems(SourceText(path.name, text)):
        say(f"{problem.code.severity.value}: {problem}")
    return 0


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` say; gives back the exit code."""
    try:
        match arguments:
            case []:
                return tidy(BIB)
            case [path]:
                return tidy(Path(path))
    except StuckError as stuck:
        print(stuck, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
