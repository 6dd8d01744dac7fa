"""The bill of materials of a release as CycloneDX 1.6: the packages that build it, and third-party works in it.

Packages come from requirements/site.txt with all hashes, their licences from .venv. The same release gives the same
bytes: its serial number is a hash of its contents, its time that of the last commit.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import Distribution
from typing import Any

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
