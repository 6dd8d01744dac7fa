"""Checks the licences of all packages that the set-up installs, according to their metadata.

``.venv/bin/python -m tools.licences`` lists them.

ALLOWED lists the licences that may be used; decisions/0031 gives the reasons and lists what is shipped of each
package. A test checks that each package in .venv has one of them, so that a new licence is noticed before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

from psychoed.cli.console import print_line
from psychoed.cli.release import normalize_package_name, read_hashes, read_licence
from tools.run import ROOT, run_main

ALLOWED = {
    "MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-LBNL", "BSD", "Apache-2.0", "PSF-2.0",
    "MPL-2.0", "OFL-1.1",
}  # fmt: skip
"""Permissive licences that ask for a notice, and MPL-2.0, which applies to its own files only.

``BSD`` is one of the BSD licences, if a package does not specify which.
"""

OURS = frozenset({"pip", "setuptools", "mkdocs-citeproc", "psychoed"})
"""Packages of every .venv that no requirements file pins."""

RUN_ONLY = {
    "pypandoc-binary": "pandoc is run as a process of its own; no part of it is in the site",
    "pyphen": "loaded by WeasyPrint while PDFs are made; no part of it is in the site",
}
"""Packages with a part under a licence outside ALLOWED, and why that is acceptable: they are run, not shipped."""


def is_allowed(expression: str) -> bool:
    """Return whether ``expression`` is allowed: all licences joined by AND, and one of those joined by OR."""
    return bool(expression) and all(
        any(one.strip(" ()") in ALLOWED for one in part.split(" OR ")) for part in expression.split(" AND ")
    )


def find_unknown(packages: Iterable[Distribution]) -> list[str]:
    """Return the packages whose licence needs checking, one per line."""
    return [
        f"{package.name} {package.version}: {read_licence(package) or 'names no licence'}"
        for package in packages
        if normalize_package_name(package.name) not in RUN_ONLY and not is_allowed(read_licence(package))
    ]


def _levels() -> dict[str, set[str]]:
    return {
        level: {name for name, *_ in read_hashes((ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8"))}
        for level in ("site", "test")
    }


def list_used() -> list[Distribution]:
    """Return the packages in .venv that the site and the tests use, and those of a new .venv, by name."""
    wanted = OURS.union(*_levels().values())
    there = [package for package in distributions() if normalize_package_name(package.name) in wanted]
    return sorted(there, key=lambda package: normalize_package_name(package.name))


def main() -> int:
    """Print a table of the packages; return 1 if any need checking."""
    levels, there = _levels(), list_used()
    for package in there:
        name = normalize_package_name(package.name)
        level = next((level for level, pinned in levels.items() if name in pinned), "set-up")
        note = f" ({RUN_ONLY[name]})" if name in RUN_ONLY else ""
        print_line(f"{level:<7} {name} {package.version}: {read_licence(package) or '?'}{note}")
    if found := find_unknown(there):
        print_line("\n".join(["Check these against decisions/0031-supply-chain.md:", *found]))
    return int(bool(found))


if __name__ == "__main__":
    run_main(main)
