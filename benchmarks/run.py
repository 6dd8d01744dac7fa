"""``python -m benchmarks.run [SIZE …] [--rounds N] [--slow SIZE …]``: ratios of whole builds to the floor.

A size is a number of pages of an invented site, or ``site``, this repository's own. Variants are interleaved, and each
is compared with the floor of its own round, so that a busy machine slows both. Printed are the medians of these ratios,
of wall time and of the processor's, the medians of both times, and the largest memory that any process of a build had.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.corpus import SIZES, make_corpus
from benchmarks.variants import ROOT, Variant, site_variants, variants

ENVIRONMENT = {
    # Compiled modules are kept, as on a contributor's machine: else every run would compile this generator anew.
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "PDF": "0",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one build took: seconds of wall time and of the processor's time, and megabytes at most."""

    seconds: float
    cpu: float
    megabytes: float


def taken(variant: Variant) -> Taken:
    """Build ``variant`` once; raises CalledProcessError where it fails."""
    variant.before()
    start = time.perf_counter()
    child = subprocess.Popen(
        variant.command, cwd=variant.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, variant.command)
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _say(what: str) -> None:
    print(f"\r{what:80}", end="", file=sys.stderr, flush=True)


def measure(found: list[Variant], rounds: int, label: str) -> list[tuple[str, float, float, float, float, float]]:
    """For each variant its name, median ratios to the floor, median seconds, and megabytes at most."""
    runs: dict[str, list[Taken]] = {variant.name: [] for variant in found}
    for nth in range(rounds + 1):
        for variant in found:
            note = "warming up" if nth == 0 else f"round {nth} of {rounds}"
            _say(f"{label}, {note}: {variant.name}")
            result = taken(variant)
            if nth:  # the first round fills caches and is not counted
                runs[variant.name].append(result)
    print(file=sys.stderr)
    floor = runs[found[0].name]
    return [
        (
            name,
            median(one.seconds / base.seconds for one, base in zip(each, floor, strict=True)),
            median(one.cpu / base.cpu for one, base in zip(each, floor, strict=True)),
            median(one.seconds for one in each),
            median(one.cpu for one in each),
            max(one.megabytes for one in each),
        )
        for name, each in runs.items()
    ]


def reloads(found: list[Variant], rounds: int, label: str) -> list[tuple[str, float, float]]:
    """For each MkDocs variant its name, and median ratio to the floor and seconds after one page was saved."""
    runs: dict[str, list[float]] = {variant.name: [] for variant in found if variant.reloads}
    for nth in range(1, rounds + 1):
        for variant in found:
            if variant.reloads:
                _say(f"{label}, one page saved, round {nth} of {rounds}: {variant.name}")
                command = [sys.executable, "-m", "benchmarks.reload", str(variant.folder), variant.reloads]
                done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
                runs[variant.name].append(float(done.stdout.split()[-1]))
    print(file=sys.stderr)
    floor = runs[found[0].name]
    return [
        (name, median(one / base for one, base in zip(each, floor, strict=True)), median(each))
        for name, each in runs.items()
    ]


def main() -> None:
    """Measure the sizes asked for and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Whole builds, as ratios to the same site without citations.")
    parser.add_argument("sizes", nargs="*", default=["site", "60", "300"], help=f"of site, {', '.join(SIZES)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--slow", nargs="*", default=["30", "60"], help="sizes at which mkdocs-bibtex and pandoc build APA too"
    )
    parser.add_argument("--sphinx", nargs="*", default=["30", "60", "300"], help="sizes at which Sphinx builds too")
    asked = parser.parse_args()
    cores, today = os.cpu_count(), datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        disk = name_file_system(Path(folder))
    python = platform.python_version()
    print(f"{today}, {cores} cores, {platform.system()}, {disk}, Python {python}, {asked.rounds} rounds.\n")
    print("| pages / clusters / works | | wall, ratio | processor, ratio | wall, s | processor, s | MB |")
    print("|---|---|---|---|---|---|---|")
    for name in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            if name == "site":
                label, found = "this site", site_variants(Path(folder))
            else:
                size = SIZES[name]
                label = f"{size.pages} / {size.clusters} / {size.works}"
                slow, sphinx = name in asked.slow, name in asked.sphinx
                found = variants(Path(folder), make_corpus(size), slow=slow, sphinx=sphinx)
            for variant, wall, cpu, seconds, processor, megabytes in measure(found, asked.rounds, name):
                times = f"{wall:.2f} | {cpu:.2f} | {seconds:.2f} | {processor:.2f}"
                print(f"| {label} | {variant} | {times} | {megabytes:.0f} |", flush=True)
            for variant, ratio, seconds in reloads(found, asked.rounds, name):
                print(f"| {label} | one page saved: {variant} | {ratio:.2f} | | {seconds:.2f} | | |", flush=True)
    load = os.getloadavg()[1]
    print(f"\nOn average, {load:.1f} programs wanted to run in the last five minutes.")


def name_file_system(path: Path) -> str:
    """Return the kind of the file system that a path is on; Linux says it."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return "unknown file system"
    lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    on = [(len(folder), kind) for _, folder, kind, *_ in lines if path.resolve().is_relative_to(folder)]
    return max(on)[1] if on else "unknown file system"


if __name__ == "__main__":
    main()
