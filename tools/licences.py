"""Checks the licences of all packages that the set-up installs, according to their metadata: ``make licences``.

ALLOWED lists the licences that may be used; decisions/0031 gives the reasons and lists what is shipped of each
package. A test checks that each package in .venv has one of them, so that a new licence is noticed before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

from tools.setup import KEPT, names
from tools.system import ROOT, finish, say

ALLOWED = {
    "MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-LBNL", "BSD", "Apache-2.0", "PSF-2.0",
    "MPL-2.0", "OFL-1.1",
}  # fmt: skip
"""Permissive licences that ask for a notice, and MPL-2.0, which applies to its own files only.

``BSD`` is one of the BSD licences, if a package does not specify which.
"""

NAMED = {
    "axe-playwright-python": "MIT AND MPL-2.0",  # its LICENSE; it contains axe-core
    "pyphen": "LGPL-2.1-or-later OR GPL-2.0-or-later OR MPL-1.1",  # a choice of three; we use the LGPL
    "pypandoc-binary": "MIT AND GPL-2.0-or-later",  # contains pandoc
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",  # and the licences of PDFium's components
}
"""Licences that are missing in a package's metadata, or do not cover what it contains."""

RUN_ONLY = {
    "pypandoc-binary": "pandoc is run as a process of its own; no part of it is in the site",
    "pyphen": "loaded by WeasyPrint while PDFs are made; no part of it is in the site",
}
"""Packages with a part under a licence outside ALLOWED, and why that is acceptable: they are run, not shipped."""

_SAME = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "PSFL": "PSF-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def normal(name: str) -> str:
    """Return a package's name as in requirements/."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(package: Distribution) -> str:
    """Return the package's licence as an SPDX expression, as far as its metadata tells; empty if it is missing."""
    about = package.metadata.json
    if named := NAMED.get(normal(package.name)):
        return named
    if expression := about.get("license_expression"):
        return str(expression)
    # The field often contains the full text, or something unrelated; one short line is a name.
    message = str(about.get("license") or "").strip()
    if message and message != "UNKNOWN" and "\n" not in message and len(message) < 60:
        return _SAME.get(message, message)
    classes = [line.split(" :: ")[-1] for line in about.get("classifier") or () if str(line).startswith("License :: ")]
    return " OR ".join(_SAME.get(name, name) for name in classes)


def is_allowed(expression: str) -> bool:
    """Return whether ``expression`` is allowed: all licences joined by AND, and one of those joined by OR."""
    return bool(expression) and all(
        any(one.strip(" ()") in ALLOWED for one in part.split(" OR ")) for part in expression.split(" AND ")
    )


def unknown(packages: Iterable[Distribution]) -> list[str]:
    """Return the packages whose licence needs checking, one per line."""
    return [
        f"{package.name} {package.version}: {licence(package) or 'names no licence'}"
        for package in packages
        if normal(package.name) not in RUN_ONLY and not is_allowed(licence(package))
    ]


def _levels() -> dict[str, set[str]]:
    return {
        level: names((ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")) for level in ("site", "test")
    }


def used() -> list[Distribution]:
    """Return the packages in .venv that the site and the tests use, and those of a new .venv, by name."""
    wanted = KEPT.union(*_levels().values())
    there = [package for package in distributions() if normal(package.name) in wanted]
    return sorted(there, key=lambda package: normal(package.name))


def main() -> int:
    """Print a table of the packages; return 1 if any need checking."""
    levels, there = _levels(), used()
    for package in there:
        name = normal(package.name)
        level = next((level for level, pinned in levels.items() if name in pinned), "set-up")
        note = f" ({RUN_ONLY[name]})" if name in RUN_ONLY else ""
        say(f"{level:<7} {name} {package.version}: {licence(package) or '?'}{note}")
    if found := unknown(there):
        say("\n".join(["Check these against decisions/0031-supply-chain.md:", *found]))
    return int(bool(found))


if __name__ == "__main__":
    finish(main)
