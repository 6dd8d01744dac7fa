"""Downloads a bibliography that is maintained elsewhere: ``URL=… TO=bib/zotero.bib python -m tools.fetch``.

A build downloads nothing. If you keep sources in Zotero, for example, pass the address of their export, review the
change and commit the file; `bib_dir` in mkdocs.yml makes it part of the bibliography.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText
from tools import files
from tools.services import Services, addresses
from tools.system import ROOT, StuckError, finish, say
from tools.web import Web


def keys(text: str, name: str) -> set[str]:
    """Return the keys of a bibliography. Raises StuckError with all problems if it is not one."""
    bibliography, problems = parse_bibtex(SourceText(name, text))
    if problems:
        listed = "\n".join(map(str, problems))
        raise StuckError(f"{listed}\nThe download is not a bibliography that can be used. {name} is unchanged.")
    if not bibliography.entries:
        raise StuckError(f"The download has no BibTeX entry. {name} is unchanged.")
    return set(bibliography.entries)


def fetch(url: str, target: Path, services: Services) -> None:
    """Write the bibliography at ``url`` to ``target``, and print what changed."""
    name = target.name
    if not url.startswith(("https://", "http://")) or target.suffix != ".bib":
        raise StuckError("Give the source and the target: make fetch URL=https://… TO=bib/zotero.bib")
    text = services.text(url).replace("\r\n", "\n").replace("\r", "\n")
    new = keys(text, name)
    old: set[str] = set()
    if target.exists():
        before = files.read(target)
        old = set(parse_bibtex(SourceText(name, before.text))[0].entries)
        before.replaced(text)
        look = "Look at them: git diff"
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        files.TextFile(target, "", "\n").replaced(text)
        look = "Look at them, then: git add"
    gone = f", without {', '.join(sorted(old - new))}" if old - new else ""
    say(f"{name} has {len(new)} entries, {len(new - old)} of them new{gone}. {look} {os.path.relpath(target)}")


def main(environ: Mapping[str, str]) -> int:
    """Run the command; return the exit code."""
    services = Services(addresses(environ), Web(environ.get("CITE_MAILTO", "")))
    fetch(environ.get("URL", ""), ROOT / environ.get("TO", ""), services)
    return 0


if __name__ == "__main__":
    finish(lambda: main(os.environ))
