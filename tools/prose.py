"""Checks spelling and Markdown of our texts with typos and rumdl: ``python -m tools.prose``.

SINCE=HEAD^1 checks only lines changed since that commit. NOTES=1 prints annotations for a pull request on GitHub and
never fails, as wording is for people to judge. Phrases and numbers (words.yml, facts.yml) are checked by the build.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.system import ROOT, StuckError, finish, say

TEXTS = (
    "*.md",
    "docs/**/*.md",
    "includes/**/*.md",
    "decisions/**/*.md",
    "hooks/**/*.md",
    "packages/**/*.md",
    ".github/**/*.md",
)
SPELT = (*TEXTS, "references.bib", "mkdocs.yml", "facts.yml", "words.yml", "figures.yml")
"""Other files whose spelling is checked."""

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE = re.compile(r"^\+\+\+ b/(.*)$")


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """A remark about a place in a text: ``rule`` is the checker's own name for it."""

    path: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        """Return ``path:line:column: [rule] message``, like all our messages."""
        return f"{self.path}:{self.line}:{self.column}: [{self.rule}] {self.message}"

    def note(self) -> str:
        """Return a GitHub workflow command, which shows the remark next to its line."""
        text = f"{self.message} [{self.rule}]".replace("%", "%25").replace("\n", "%0A")
        return f"::notice file={self.path},line={self.line},col={self.column},title=Words::{text}"


def spelling(output: str, texts: Mapping[str, str]) -> Iterator[Remark]:
    """Yield the remarks in typos' output, a JSON object per line; its offsets count bytes of a line in ``texts``."""
    for row in map(json.loads, filter(None, output.splitlines())):
        if row["type"] != "typo":
            continue
        path = row["path"].removeprefix("./")
        line = texts[path].split("\n")[row["line_num"] - 1] if path in texts else ""
        column = len(line.encode()[: row["byte_offset"]].decode(errors="ignore")) + 1
        meant = " or ".join(f"'{word}'" for word in row["corrections"])
        yield Remark(path, row["line_num"], column, "spelling", f"'{row['typo']}' should be {meant or 'another word'}.")


def markdown(output: str) -> Iterator[Remark]:
    """Yield the remarks in rumdl's JSON output."""
    for row in json.loads(output or "[]"):
        yield Remark(row["file"], row["line"], row["column"], row["rule"], f"{row['message'].rstrip('.')}.")


def changed(diff: str) -> dict[str, set[int]]:
    """Return the added or changed lines in a diff without context (``git diff --unified=0``), by file."""
    lines: dict[str, set[int]] = {}
    path = ""
    for text in diff.splitlines():
        if found := _FILE.match(text):
            path = found[1]
        elif found := _HUNK.match(text):
            start, count = int(found[1]), int(found[2] or 1)
            lines.setdefault(path, set()).update(range(start, start + count))
    return lines


def among(remarks: Iterable[Remark], lines: Mapping[str, set[int]] | None) -> list[Remark]:
    """Return the sorted remarks on these lines, or all of them if ``lines`` is None."""
    return sorted(remark for remark in remarks if lines is None or remark.line in lines.get(remark.path, ()))


def _run(*command: str) -> str:
    """Return what a checker prints; both exit with 1 or 2 if they find something."""
    beside = Path(sys.executable).with_name(command[0])
    program = str(beside) if beside.is_file() else command[0]
    try:
        done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        raise StuckError(f"{command[0]} is not installed. Do: make prose, which installs it.") from error
    if done.returncode not in (0, 1, 2) or (done.returncode and not done.stdout.strip()):
        raise StuckError(f"{done.stderr.strip()[-500:]}\n{command[0]} could not be run.")
    return done.stdout


def _files(patterns: Iterable[str]) -> list[str]:
    return sorted({path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)})


def remarks() -> list[Remark]:
    """Return all remarks on our texts."""
    spelt = _files(SPELT)
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in spelt}
    return [
        *spelling(_run("typos", "--format", "json", *spelt), texts),
        *markdown(_run("rumdl", "check", "--output-format", "json", *_files(TEXTS))),
    ]


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Print remarks; return 1 if there are any, unless NOTES is set."""
    since, notes = environ.get("SINCE", ""), bool(environ.get("NOTES"))
    lines = changed(_run("git", "diff", "--unified=0", "--end-of-options", since, "--")) if since else None
    found = among(remarks(), lines)
    for remark in found:
        say(remark.note() if notes else str(remark))
    where = f" on lines changed since {since}" if since else ""
    say(f"Words: {len(found)} {'remark' if len(found) == 1 else 'remarks'}{where}.")
    return int(bool(found) and not notes)


if __name__ == "__main__":
    finish(main)
