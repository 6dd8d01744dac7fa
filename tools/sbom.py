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


def pins(requirements: str) -> list[tuple[str, str, list[str]]]:
    """Return the name, version and hashes of each package pinned by a requirements file."""
    return [
        (name, version, re.findall(r"[0-9a-f]{64}", hashes)) for name, version, hashes in _PIN.findall(requirements)
    ]


def licences(expression: str) -> list[dict[str, Any]]:
    """Return a licence for CycloneDX: an expression, or a name if it is not SPDX."""
    if not expression:
        return []
    return [{"license": {"name": "BSD"}}] if expression == "BSD" else [{"expression": expression}]


def sbom(
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
            "licenses": licences(licence(name)),
        }
        for name, number, hashes in pins(requirements)
    ]
    made_of += [
        {"type": "library", "bom-ref": f"shipped:{name}", "name": name, "licenses": licences(terms)}
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
