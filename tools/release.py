"""Collects the files of a release: ``python -m tools.release v2026.11.24``, into dist/release/.

files/ has the site as a ZIP, the handouts as a workbook and a ZIP, the sources as .bib, the bill of materials
(sbom.cdx.json), and SHA-256 sums; notes.md is the section of CHANGELOG.md on the version. Versions are dates because
readers want to know how old a page is, not which features it has.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from tools import files, licences, same
from tools.sbom import sbom
from tools.system import ROOT, StuckError, finish, say

CARRIED = {
    "dist/site.zip": "site.zip",
    "site/handouts/workbook-a4.pdf": "workbook-a4.pdf",
    "site/handouts/workbook-letter.pdf": "workbook-letter.pdf",
    "site/handouts/handouts.zip": "handouts.zip",
    "site/references.bib": "references.bib",
}
"""Where each file is built, and its name in the release."""

_VERSION = re.compile(r"v\d{4}\.\d{1,2}\.\d{1,2}(?:\.\d+)?")


def notes(changelog: str, version: str) -> str:
    """Return the section of CHANGELOG.md on ``version``, without its heading. Raises StuckError if there is none."""
    day = version.removeprefix("v")
    found = re.search(rf"^## {re.escape(day)}\b.*\n(?P<said>(?:(?!## ).*\n?)*)", changelog, re.MULTILINE)
    if not found or not found["said"].strip():
        raise StuckError(f"CHANGELOG.md has nothing under '## {day}'. Write what changed for readers there.")
    return found["said"].strip() + "\n"


def installed_licence(name: str) -> str:
    """Return the licence of a package in .venv; empty for a package that only other systems need."""
    try:
        return licences.licence(distribution(name))
    except PackageNotFoundError:
        return ""


def said_of(root: Path, version: str) -> str:
    """Return the notes on ``version``. Raises StuckError if it is not a valid version, or has no notes."""
    if not _VERSION.fullmatch(version):
        raise StuckError(f"VERSION='{version}' is not a date. Do: make release VERSION=v2026.11.24")
    return notes(files.read(root / "CHANGELOG.md").text, version)


def release(root: Path, version: str) -> Path:
    """Collect the files; return the folder of the release."""
    message = said_of(root, version)
    if missing := [built for built in CARRIED if not (root / built).is_file()]:
        raise StuckError(f"Not built: {', '.join(missing)}.")
    folder = root / "dist" / "release"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    for built, name in CARRIED.items():
        shutil.copyfile(root / built, folder / "files" / name)
    parts = {path.name: path.read_bytes() for path in (folder / "files").iterdir()}
    pinned = files.read(root / "requirements" / "site.txt").text
    made_of = sbom(version, pinned, installed_licence, parts, int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    (folder / "files" / "sbom.cdx.json").write_text(made_of, encoding="utf-8")
    (folder / "files" / "SHA256SUMS").write_text(same.listing(folder / "files"), encoding="utf-8")
    (folder / "notes.md").write_text(message, encoding="utf-8")
    return folder


def main(arguments: list[str]) -> int:
    """Collect the release in ``arguments``; with ``--check``, only check that its name is valid."""
    version = arguments[-1]
    if arguments[0] == "--check":  # before anything is built
        said_of(ROOT, version)
        return 0
    folder = release(ROOT, version)
    for path in sorted((folder / "files").iterdir()):
        say(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
