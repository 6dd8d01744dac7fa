"""Golden files of APA 7: BibTeX entries and clusters, each with what the Publication Manual prints for it.

Records stand between blank lines. ``=`` begins what a record prints, ``~`` what a cluster prints later on a page; an
entry without ``=`` is only there to be cited. Lines with ``#`` are comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_ENTRY = re.compile(r"@\w+\{([^,]+),")


@dataclass
class Golden:
    """A golden file: BibTeX, and what is printed by key and by cluster (``later`` where that differs)."""

    bibtex: str = ""
    references: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Golden:
    """The records of a golden file."""
    golden = Golden()
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    for record in "\n".join(lines).strip().split("\n\n"):
        source = "\n".join(line for line in record.split("\n") if line[:2] not in ("= ", "~ "))
        prints = {line[0]: line[2:] for line in record.split("\n") if line[:2] in ("= ", "~ ")}
        if entry := _ENTRY.match(source):
            golden.bibtex += source + "\n"
            golden.references |= {entry[1]: prints["="]} if prints else {}
        else:
            golden.clusters[source] = prints["="]
            golden.later |= {source: prints["~"]} if "~" in prints else {}
    return golden
