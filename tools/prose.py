"""Spelling and Markdown of our texts: ``python -m tools.prose``, which typos and rumdl do.

SINCE=HEAD^1 looks at lines changed since that commit only. NOTES=1 prints notes for a pull request on GitHub and never
fails: words are for people to judge. What the words say (words.yml, facts.yml) the build itself looks at.
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
"""Where spelling is looked at as well."""

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE = re.compile(r"^\+\+\+ b/(.*)$")


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something about a place in a text: ``rule`` is the checker's own name for it."""

    path: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        """``path:line:column: [rule] message``, as all our messages are."""
        return f"{self.path}:{self.line}:{self.column}: [{self.rule}] {self.message}"

    def note(self) -> str:
        """The same as GitHub's workflow command, which shows it on its line."""
        text = f"{self.message} [{self.rule}]".replace("%", "%25").replace("\n", "%0A")
        return f"::notice file={self.path},line={self.line},col={self.column},title=Words::{text}"


def spelling(output: str, texts: Mapping[str, str]) -> Iterator[Remark]:
    """What typos said in JSON, an object a line; its offsets count bytes of the line in ``texts``."""
    for row in map(json.loads, filter(None, output.splitlines())):
        if row["type"] != "typo":
            continue
        path = row["path"].removeprefix("./")
        line = texts[path].split("\n")[row["line_num"] - 1] if path in texts else ""
        column = len(line.encode()[: row["byte_offset"]].decode(errors="ignore")) + 1
        meant = " or ".join(f"'{word}'" for word in row["corrections"])
        yield Remark(path, row["line_num"], column, "spelling", f"'{row['typo']}' should be {meant or 'another word'}.")


def markdown(output: str) -> Iterator[Remark]:
    """What rumdl said in JSON."""
    for row in json.loads(output or "[]"):
        yield Remark(row["file"], row["line"], row["column"], row["rule"], f"{row['message'].rstrip('.')}.")


def changed(diff: str) -> dict[str, set[int]]:
    """The lines that a diff without context (``git diff --unified=0``) adds or changes, by file."""
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
    """The remarks on these lines, in order; all of them where there are none."""
    return sorted(remark for remark in remarks if lines is None or remark.line in lines.get(remark.path, ()))


def _run(*command: str) -> str:
    """What a checker prints; both end with 1 or 2 where they find something."""
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
    """All that is to be said of our texts."""
    spelt = _files(SPELT)
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in spelt}
    return [
        *spelling(_run("typos", "--format", "json", *spelt), texts),
        *markdown(_run("rumdl", "check", "--output-format", "json", *_files(TEXTS))),
    ]


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Say it; gives back 1 where something is found and no pull request only notes it."""
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
