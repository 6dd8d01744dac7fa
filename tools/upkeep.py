"""Checks that the site builds with other versions of its dependencies, and audits them.

``python -m tools.upkeep`` with one of these; each has a virtual environment below .cache/upkeep, so .venv is unchanged:

- properdocs: the successor of MkDocs 1 builds the same bytes except for its name in ``<meta name="generator">``
- lowest, newest: the site builds in strict mode with the oldest and the newest versions that pyproject.toml allows
- audit: no pinned package has a vulnerability in PyPI's advisories
"""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from psychoed.cli.console import UserError, print_line
from psychoed.cli.processes import Outcome, run_program
from psychoed.cli.verify import install_own_packages, install_requirements
from tools.run import ROOT, run_main

PROPERDOCS = "properdocs==1.6.7"
FOLDER = ROOT / ".cache" / "upkeep"
_GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PDF": "0"}


def _run(*command: str | Path, what: str) -> Outcome:
    done = run_program(command, 3600, _QUIET, ROOT)
    if not done.ok:
        raise UserError(f"{done.get_tail(40)}\n{what} failed.")
    return done


def make_environment(name: str) -> Path:
    """Create a virtual environment and return its Python."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    _run(Path(sys.executable), "-m", "venv", folder, what="Making a virtual environment")
    return folder / "bin" / "python"


def compile_requirements(name: str, *options: str) -> Path:
    """Return a new resolution of the site's requirements with uv's ``options``."""
    path = FOLDER / f"{name}.txt"
    path.unlink(missing_ok=True)
    common = ["--quiet", "--system-certs", "--no-emit-package", "pypandoc", "--no-header", "--only-binary", ":all:"]
    uv: tuple[str | Path, ...] = (Path(sys.executable), "-m", "uv", "pip", "compile", *common, *options)
    _run(*uv, "--group", "site", "--output-file", path, what="Resolving versions")
    return path


def build_strictly(program: tuple[str | Path, ...], folder: Path) -> None:
    """Build into ``folder`` in strict mode."""
    _run(*program, "build", "--strict", "-d", folder, what=f"Building with {program[-1]}")


def find_changed_files(one: Path, other: Path) -> Iterator[str]:
    """Yield the files, below both folders, that differ in more than the generator's name."""
    names = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        if not ((one / name).is_file() and (other / name).is_file()):
            yield f"{name} is in one only"
        elif not filecmp.cmp(one / name, other / name, shallow=False):
            first, second = (_GENERATOR.sub(b"", (folder / name).read_bytes()) for folder in (one, other))
            if first != second and name.suffix != ".gz":  # the compressed sitemap contains the time of compression
                yield f"{name} differs"


def compare_properdocs() -> None:
    """Build with both and compare."""
    python = make_environment("properdocs")
    install_requirements(python, "--require-hashes", "-r", str(ROOT / "requirements" / "site.txt"))
    install_requirements(python, PROPERDOCS)
    install_own_packages(python, ROOT)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        ours, theirs = Path(folder, "mkdocs"), Path(folder, "properdocs")
        build_strictly((python, "-m", "mkdocs"), ours)
        build_strictly((python, "-m", "properdocs"), theirs)
        if found := list(find_changed_files(ours, theirs)):
            raise UserError("\n".join([*found[:40], f"ProperDocs builds {len(found)} files otherwise than MkDocs."]))
    print_line("ProperDocs builds the same site.")


def build_versions(name: str, *options: str) -> None:
    """Build with the versions that uv chooses with ``options``."""
    python, wanted = make_environment(name), compile_requirements(name, *options)
    install_requirements(python, "-r", str(wanted))
    install_own_packages(python, ROOT)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        build_strictly((python, "-m", "mkdocs"), Path(folder, "site"))
    print_line(f"The site builds with the {name} versions that pyproject.toml allows.")


def read_pins(requirements: str) -> set[tuple[str, str]]:
    """Return the name and version of each package that a requirements file installs on this machine."""
    lines = re.findall(r"^[A-Za-z0-9][^#\\\n]*==[^#\\\n]*", requirements, re.MULTILINE)
    wanted = [Requirement(line.strip()) for line in lines]
    return {
        (canonicalize_name(each.name), next(iter(each.specifier)).version)
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }


def find_unaudited(requirements: str, report: str) -> list[str]:
    """Return the pins without a result in pip-audit's JSON ``report``.

    pip-audit succeeds, reporting no vulnerabilities, even if it could not look up a single package.
    """
    found = json.loads(report)["dependencies"]
    asked = {(canonicalize_name(each["name"]), each["version"]) for each in found if "version" in each}
    return [f"{name} {version}" for name, version in sorted(read_pins(requirements) - asked)]


def audit_pins() -> None:
    """Look up all pins in PyPI's advisories; a pin that could not be looked up is a failure too."""
    python = make_environment("audit")
    install_requirements(python, "--require-hashes", "-r", str(ROOT / "requirements" / "upkeep.txt"))
    options = ["--strict", "--disable-pip", "--no-deps", "--progress-spinner=off", "--format=json"]
    report, count = FOLDER / "audit.json", 0
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        report.unlink(missing_ok=True)
        _run(python, "-m", "pip_audit", *options, "--output", report, "-r", path, what=f"Asking about {path.name}")
        requirements = path.read_text(encoding="utf-8")
        if missing := find_unaudited(requirements, report.read_text(encoding="utf-8")):
            raise UserError(f"{path.name}: not asked about: {', '.join(missing[:20])}. Is this machine online?")
        count += len(read_pins(requirements))
    if not count:
        raise UserError("requirements/ has no pin to ask about.")
    print_line(f"Asked about {count} pinned packages: none has a known vulnerability.")


def main(arguments: list[str]) -> int:
    """Run one of the four checks."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    match arguments:
        case ["properdocs"]:
            compare_properdocs()
        case ["lowest"]:
            build_versions("lowest", "--resolution", "lowest-direct")
        case ["newest"]:
            build_versions("newest", "--upgrade")
        case ["audit"]:
            audit_pins()
        case _:
            raise UserError("Write make upkeep WHAT=properdocs, lowest, newest or audit.")
    return 0


if __name__ == "__main__":
    run_main(lambda: main(sys.argv[1:]))
