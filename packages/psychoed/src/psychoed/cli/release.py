"""Collects the files of a release in dist/release/, and shows what changed in the releases of psychoed.

files/ has the site as a ZIP, the handouts as a workbook and a ZIP, the sources as .bib, the bill of materials
(sbom.cdx.json), and SHA-256 sums; notes.md is the section of CHANGELOG.md on the version. Versions are dates because
readers want to know how old a page is, not which features it has.

The bill of materials is CycloneDX 1.6. Packages come from requirements/site.txt with all hashes, their licences from
.venv. The same release gives the same bytes: its serial number is a hash of its contents, its time that of the last
commit.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import resources
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from psychoed.cli.compare import list_hashes
from psychoed.cli.console import UserError
from psychoed.cli.project import Project, read_text_file

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


SHIPPED = (
    ("Material for MkDocs", "MIT"),
    ("MkDocs", "BSD-2-Clause"),
    ("lunr", "MIT"),
    ("clipboard", "MIT"),
    ("escape-html", "MIT"),
    ("focus-visible", "W3C"),
    ("rxjs", "Apache-2.0"),
    ("tslib", "0BSD"),
    ("material-design-color", "MIT"),
    ("Material Design Icons", "Apache-2.0"),
    ("Atkinson Hyperlegible Next", "OFL-1.1"),
    ("iframe-worker", "MIT"),
)
"""Third-party works of which parts are in the site, its PDFs or the copy for a folder; NOTICE has details."""

_PIN = re.compile(
    r"^([a-z0-9][a-z0-9-]*)==([\w.]+)[^\\\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def read_hashes(requirements: str) -> list[tuple[str, str, list[str]]]:
    """Return the name, version and hashes of each package pinned by a requirements file."""
    return [
        (name, version, re.findall(r"[0-9a-f]{64}", hashes)) for name, version, hashes in _PIN.findall(requirements)
    ]


def format_licence(expression: str) -> list[dict[str, Any]]:
    """Return a licence for CycloneDX: an expression, or a name if it is not SPDX."""
    if not expression:
        return []
    return [{"license": {"name": "BSD"}}] if expression == "BSD" else [{"expression": expression}]


def format_sbom(
    version: str, requirements: str, licence: Callable[[str], str], files: Mapping[str, bytes], seconds: int
) -> str:
    """Return the document for the release ``version`` with ``files`` by name; ``licence`` returns that of a package."""
    made_of: list[dict[str, Any]] = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{number}",
            "name": name,
            "version": number,
            "purl": f"pkg:pypi/{name}@{number}",
            "scope": "excluded",  # it builds the site but is not in it
            "hashes": [{"alg": "SHA-256", "content": each} for each in hashes],
            "licenses": format_licence(licence(name)),
        }
        for name, number, hashes in read_hashes(requirements)
    ]
    made_of += [
        {"type": "library", "bom-ref": f"shipped:{name}", "name": name, "licenses": format_licence(terms)}
        for name, terms in SHIPPED
    ]
    made_of += [
        {
            "type": "file",
            "bom-ref": f"file:{name}",
            "name": name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}],
        }
        for name, data in sorted(files.items())
    ]
    release = {"type": "application", "bom-ref": "release", "name": "psychoed", "version": version}
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([release, made_of]))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"timestamp": datetime.fromtimestamp(seconds, UTC).isoformat(), "component": release},
        "components": made_of,
        "dependencies": [{"ref": "release", "dependsOn": [part["bom-ref"] for part in made_of]}],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


# ---- Licences of installed packages

NAMED = {
    "axe-playwright-python": "MIT AND MPL-2.0",  # its LICENSE; it contains axe-core
    "pyphen": "LGPL-2.1-or-later OR GPL-2.0-or-later OR MPL-1.1",  # a choice of three; we use the LGPL
    "pypandoc-binary": "MIT AND GPL-2.0-or-later",  # contains pandoc
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",  # and the licences of PDFium's components
}
"""Licences that are missing in a package's metadata, or do not cover what it contains."""

_SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "PSFL": "PSF-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "MIT Licence": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def normalize_package_name(name: str) -> str:
    """Return a package's name as in requirements/."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_licence(package: Distribution) -> str:
    """Return the package's licence as an SPDX expression, as far as its metadata tells; empty if it is missing."""
    about = package.metadata.json
    if named := NAMED.get(normalize_package_name(package.name)):
        return named
    if expression := about.get("license_expression"):
        return str(expression)
    # The field often contains the full text, or something unrelated; one short line is a name.
    field = str(about.get("license") or "").strip()
    if field and field != "UNKNOWN" and "\n" not in field and len(field) < 60:
        return _SPDX.get(field, field)
    classes = [line.split(" :: ")[-1] for line in about.get("classifier") or () if str(line).startswith("License :: ")]
    return " OR ".join(_SPDX.get(name, name) for name in classes)


_CHANGES_HEADING = re.compile(r"^## (\S+)", re.MULTILINE)


def find_pinned_version(project: Project) -> str:
    """Return the version of psychoed in the site's requirements.txt. Raises UserError if there is none."""
    path = project.root / "requirements.txt"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if found := re.search(r"^psychoed==([\w.]+)", text, re.MULTILINE):
        return found[1]
    raise UserError("requirements.txt has no line such as psychoed==0.1.0. Do: psychoed changes --since 0.1.0")


def read_changelog() -> str:
    """Return psychoed's changelog, which is part of the package."""
    return (resources.files("psychoed") / "CHANGELOG.md").read_text(encoding="utf-8")


def format_changes(since: str) -> str:
    """Return the sections of the changelog on versions after ``since``.

    What is not released yet is part of them, unless ``since`` is a later version than the installed one.
    """
    try:
        oldest = Version(since)
    except InvalidVersion as error:
        raise UserError(f"'{since}' is not a version. Write it like this: --since 0.1.0") from error
    text = read_changelog()
    starts = [match.start() for match in _CHANGES_HEADING.finditer(text)]
    sections = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    newer = [section for section in sections if _is_newer(section, oldest)]
    return "\n\n".join(newer) or f"Nothing has changed since {since}; {version('psychoed')} is installed."


def _is_newer(section: str, oldest: Version) -> bool:
    name = section.removeprefix("## ").split()[0]
    try:
        return Version(name) > oldest
    except InvalidVersion:  # "Unreleased"
        return Version(version("psychoed")) > oldest
