"""Collects the files of a release in dist/release/.

files/ has the site as a ZIP, the handouts as a workbook and a ZIP, the sources as .bib, the bill of materials
(sbom.cdx.json), and SHA-256 sums; notes.md is the section of CHANGELOG.md on the version. Versions are dates because
readers want to know how old a page is, not which features it has.
"""

from __future__ import annotations

import re
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from psychoed.cli.compare import list_hashes
from psychoed.cli.console import UserError
from psychoed.cli.project import Project
from psychoed.cli.sbom import format_sbom, read_licence
from psychoed.cli.text_files import read_text_file

CONTENTS = {
    "dist/site.zip": "site.zip",
    "site/handouts/workbook-a4.pdf": "workbook-a4.pdf",
    "site/handouts/workbook-letter.pdf": "workbook-letter.pdf",
    "site/handouts/handouts.zip": "handouts.zip",
    "site/references.bib": "references.bib",
}
"""Where each file is built, and its name in the release."""

_VERSION = re.compile(r"v\d{4}\.\d{1,2}\.\d{1,2}(?:\.\d+)?")


def find_release_notes(changelog: str, version: str) -> str:
    """Return the section of CHANGELOG.md on ``version``, without its heading. Raises UserError if there is none."""
    day = version.removeprefix("v")
    found = re.search(rf"^## {re.escape(day)}\b.*\n(?P<notes>(?:(?!## ).*\n?)*)", changelog, re.MULTILINE)
    if not found or not found["notes"].strip():
        raise UserError(f"CHANGELOG.md has nothing under '## {day}'. Write what changed for readers there.")
    return found["notes"].strip() + "\n"


def find_licence(name: str) -> str:
    """Return the licence of a package in .venv; empty for a package that only other systems need."""
    try:
        return read_licence(distribution(name))
    except PackageNotFoundError:
        return ""


def read_notes(project: Project, version: str) -> str:
    """Return the notes on ``version``. Raises UserError if it is not a valid version, or has no notes."""
    if not _VERSION.fullmatch(version):
        raise UserError(f"'{version}' is not a date. Do: psychoed release v2026.11.24")
    return find_release_notes(read_text_file(project.root / "CHANGELOG.md").text, version)


def collect_release(project: Project, version: str) -> Path:
    """Collect the files; return the folder of the release."""
    notes, root = read_notes(project, version), project.root
    if missing := [built for built in CONTENTS if not (root / built).is_file()]:
        raise UserError(f"Not built: {', '.join(missing)}.")
    folder = project.dist / "release"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    for built, name in CONTENTS.items():
        shutil.copyfile(root / built, folder / "files" / name)
    parts = {path.name: path.read_bytes() for path in (folder / "files").iterdir()}
    pinned = read_text_file(root / "requirements" / "site.txt").text
    made_of = format_sbom(
        version, pinned, find_licence, parts, int(project.get_environment().get("SOURCE_DATE_EPOCH", "0"))
    )
    (folder / "files" / "sbom.cdx.json").write_text(made_of, encoding="utf-8")
    (folder / "files" / "SHA256SUMS").write_text(list_hashes(folder / "files"), encoding="utf-8")
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    return folder
