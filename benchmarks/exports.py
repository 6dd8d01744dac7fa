"""How many entries print right as reference managers and services export them: ``python -m benchmarks.exports``.

The entries are in tests/golden/exports, a file for each service, each with the reference that APA 7 wants; the head of
a file says where its forms were seen. ``python -m benchmarks.exports -v`` also prints what each wrong one prints.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.response import RenderedCitation
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "golden" / "exports"

_KEY = re.compile(r"@\w+\{\s*([^,\s]+)\s*,")


@dataclass
class ExportedEntry:
    """An entry as exported, the text of its reference, and pieces of that reference's HTML."""

    key: str
    bibtex: str
    reference: str = ""
    pieces: list[str] = field(default_factory=list)

    def is_printed_by(self, rendered: RenderedCitation | None) -> bool:
        """Whether ``rendered`` is the reference that is wanted."""
        if rendered is None or rendered.text.replace("\u00a0", " ") != self.reference:
            return False
        html = rendered.html.replace("\u00a0", " ")
        return all(piece in html for piece in self.pieces)


def read_exports(path: Path) -> list[ExportedEntry]:
    """The entries of one file; lines with ``#`` are comments, ``=`` begins a reference, ``<`` a piece of its HTML."""
    text = "\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#"))
    entries = []
    for record in re.split(r"\n{2,}", text.strip()):
        lines = record.split("\n")
        source = "\n".join(line for line in lines if line[:2] not in ("= ", "< "))
        if found := _KEY.match(source):
            entry = ExportedEntry(found[1], source)
            entry.reference = next(line[2:] for line in lines if line.startswith("= "))
            entry.pieces = [line[2:] for line in lines if line.startswith("< ")]
            entries.append(entry)
    return entries


def format_exports(entries: list[ExportedEntry], cache: Path, style: str = "apa") -> Mapping[str, RenderedCitation]:
    """The references of all entries, in one run."""
    bibliography, _ = parse_bibtex(SourceText("exports.bib", "\n".join(entry.bibtex for entry in entries)))
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, style), "en-US", cache, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    formatted = formatter.format([f"[@{{{key}}}]" for key in bibliography.entries], items, bibliography)
    return {str(key): rendered for key, rendered in formatted.entries.items()}


def find_wrong(path: Path) -> Iterator[tuple[ExportedEntry, RenderedCitation | None]]:
    """The entries of a file that print otherwise than they should, and what they print."""
    entries = read_exports(path)
    with tempfile.TemporaryDirectory() as cache:
        printed = format_exports(entries, Path(cache))
    for entry in entries:
        rendered = printed.get(entry.key)
        if not entry.is_printed_by(rendered):
            yield entry, rendered


def main(arguments: list[str]) -> int:
    """Print how many entries of each service print right."""
    count = right = 0
    for path in sorted(FOLDER.glob("*.txt")):
        entries, wrong = read_exports(path), list(find_wrong(path))
        count, right = count + len(entries), right + len(entries) - len(wrong)
        print(f"{path.stem:10} {len(entries) - len(wrong):3} of {len(entries)}")
        for entry, rendered in wrong if "-v" in arguments else ():
            shown = rendered.html if rendered and entry.pieces else rendered.text if rendered else "(nothing)"
            print(f"  {entry.key}\n    wanted  {entry.reference}\n    printed {shown}")
    print(f"{'all':10} {right:3} of {count}, {100 * right / count:.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
