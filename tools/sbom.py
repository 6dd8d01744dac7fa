"""What a release is made of, as a CycloneDX 1.6 document: the packages that build it, the works by others within it.

Packages come from requirements/site.txt with all their hashes, their licences from .venv. The same release gives the
same bytes: its number is a hash of what it lists, its time the last commit's.
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
"""Works by others of which something is in the site, its PDFs or the copy for a folder; NOTICE says more."""

_PIN = re.compile(
    r"^([a-z0-9][a-z0-9-]*)==([\w.]+)[^\\\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pins(requirements: str) -> list[tuple[str, str, list[str]]]:
    """Each package that a requirements file pins: its name, version and hashes."""
    return [
        (name, version, re.findall(r"[0-9a-f]{64}", hashes)) for name, version, hashes in _PIN.findall(requirements)
    ]


def licences(expression: str) -> list[dict[str, Any]]:
    """A licence as CycloneDX writes it: an expression, or a name where it is none of SPDX's."""
    if not expression:
        return []
    return [{"license": {"name": "BSD"}}] if expression == "BSD" else [{"expression": expression}]


def sbom(
    version: str, requirements: str, licence: Callable[[str], str], files: Mapping[str, bytes], seconds: int
) -> str:
    """The document of the release ``version``, which carries ``files`` by name; ``licence`` knows a package's."""
    made_of: list[dict[str, Any]] = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{number}",
            "name": name,
            "version": number,
            "purl": f"pkg:pypi/{name}@{number}",
            "scope": "excluded",  # it builds the site and is not in it
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
