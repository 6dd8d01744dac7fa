"""``python -m benchmarks.run [SIZE …] [--rounds N] [--peer-rounds N] [--pdfs]``: ratios of whole builds to the floor.

A size is a number of pages of an invented site, or ``site``, this repository's own. Variants are interleaved, and each
is compared with the floor of its own round, so that a busy machine slows both. Printed are the medians of these ratios,
of wall time and of the processor's, the medians of both times, the largest memory that any process of a build had, and
the mean size of a page. Other generators differ by so much that they take part in fewer rounds.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

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
_HEAD = """\
| pages / clusters / works | | wall, ratio | processor, ratio | wall, s | processor, s | MB | page, KB |
|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one build took: seconds of wall time and of the processor's time, and megabytes at most."""

    seconds: float
    cpu: float
    megabytes: float = 0


def build(variant: Variant) -> Taken:
    """Build ``variant`` once; raises CalledProcessError where it fails."""
    variant.before()
    start = time.perf_counter()
    child = subprocess.Popen(
        variant.command,
        cwd=variant.folder,
        env={**ENVIRONMENT, "PDF": "1", "PYTHONPATH": str(ROOT)} if variant.pdfs else ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, variant.command)
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _say(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what:90}", end="", file=sys.stderr, flush=True)


def measure_builds(found: list[Variant], rounds: int, peer_rounds: int, label: str) -> dict[str, list[Taken]]:
    """Return what each variant's builds took, the floor's first; variants are interleaved."""
    runs: dict[str, list[Taken]] = {variant.name: [] for variant in found}
    for nth in range(rounds + 1):
        for variant in found:
            if variant.is_peer and nth > peer_rounds:
                continue
            note = "warming up" if nth == 0 else f"round {nth} of {rounds}"
            _say(f"{label}, {note}: {variant.name}")
            result = build(variant)
            if nth:  # the first round fills caches and is not counted
                runs[variant.name].append(result)
    _say("")
    return runs


class Server:
    """A process that builds a variant again after each save of a page, as ``mkdocs serve`` does."""

    def __init__(self, variant: Variant) -> None:
        command = [sys.executable, "-m", "benchmarks.reload", str(variant.folder), variant.reloads]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read_line()

    def save(self) -> Taken:
        """Save a page; return what the build took that followed."""
        assert self._process.stdin  # noqa: S101
        self._process.stdin.write("save\n")
        self._process.stdin.flush()
        return Taken(*map(float, self._read_line().split()))

    def _read_line(self) -> str:
        assert self._process.stdout  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(), self._process.args)
        return line

    def close(self) -> None:
        """End the process, which puts the page back as it was."""
        self._process.communicate()


def measure_saves(found: list[Variant], rounds: int, label: str) -> dict[str, list[Taken]]:
    """Return what builds took after one page was saved, for each variant that has one to save."""
    with ExitStack() as stack:
        servers = {}
        for variant in found:
            if variant.reloads:
                _say(f"{label}, one page saved, first build: {variant.name}")
                servers[variant.name] = server = Server(variant)
                stack.callback(server.close)
        runs: dict[str, list[Taken]] = {name: [] for name in servers}
        for nth in range(rounds + 1):
            for name, server in servers.items():
                _say(f"{label}, one page saved, round {nth} of {rounds}: {name}")
                result = server.save()
                if nth:
                    runs[name].append(result)
    _say("")
    return runs


def print_rows(label: str, runs: dict[str, list[Taken]], pages: dict[str, float]) -> None:
    """Print a row for each variant; ``pages`` has the sizes of their pages in kilobytes."""
    floor = next(iter(runs.values()))
    for name, each in runs.items():
        if not each:
            continue
        wall = median(one.seconds / base.seconds for one, base in zip(each, floor, strict=False))
        cpu = median(one.cpu / base.cpu for one, base in zip(each, floor, strict=False))
        times = f"{median(one.seconds for one in each):.2f} | {median(one.cpu for one in each):.2f}"
        memory = f"{most:.0f}" if (most := max(one.megabytes for one in each)) else ""
        size = f"{pages[name]:.1f}" if name in pages else ""
        print(f"| {label} | {name} | {wall:.2f} | {cpu:.2f} | {times} | {memory} | {size} |", flush=True)


def print_pdfs(count: int, runs: dict[str, list[Taken]]) -> None:
    """Print what a build's PDFs and Word files took: the difference to the same build without them."""
    without = median(each.cpu for each in runs["this site, cold"])
    plain, ours = (
        median(each.cpu for each in runs[name]) - without
        for name in ("this site, cold, PDFs by WeasyPrint alone", "this site, cold, with PDFs")
    )
    print(
        f"\n{count} PDFs: {ours:.1f} s of the processor's time, {ours / plain:.2f} of WeasyPrint alone.\n", flush=True
    )


def measure_pages(variant: Variant) -> float:
    """Return the mean size in kilobytes of the HTML files that a variant built."""
    folder = variant.folder / variant.built
    return mean(path.stat().st_size for path in folder.rglob("*.html")) / 1000 if folder.is_dir() else 0


def name_file_system(path: Path) -> str:
    """Return the kind of the file system that a path is on; Linux says it."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return "unknown file system"
    lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    on = [(len(folder), kind) for _, folder, kind, *_ in lines if path.resolve().is_relative_to(folder)]
    return max(on)[1] if on else "unknown file system"


def measure_size(name: str, *, rounds: int, peer_rounds: int, slow: bool, pdfs: bool) -> None:
    """Measure all variants of a size and print their rows."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if name == "site":
            label, found = "this site", site_variants(Path(folder), pdfs=pdfs)
        else:
            size = SIZES[name]
            label = f"{size.pages} / {size.clusters} / {size.works}"
            found = variants(Path(folder), make_corpus(size), peers=peer_rounds > 0, slow=slow)
        runs = measure_builds(found, rounds, peer_rounds, name)
        pages = {variant.name: kilobytes for variant in found if (kilobytes := measure_pages(variant))}
        print_rows(label, runs, pages)
        print_rows(f"{label}, one page saved", measure_saves(found, rounds, name), {})
        if pdfs and name == "site":
            print_pdfs(sum(1 for _ in (found[-1].folder / ".cache" / "handouts").glob("*.pdf")), runs)


def main() -> None:
    """Measure the sizes asked for and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Whole builds, as ratios to the same site without citations.")
    parser.add_argument("sizes", nargs="*", default=["site", "60", "300"], help=f"of site, {', '.join(SIZES)}")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--peer-rounds", type=int, default=3, help="rounds in which other generators take part")
    parser.add_argument(
        "--slow", nargs="*", default=["30", "60"], help="sizes at which those that take minutes take part too"
    )
    parser.add_argument("--pdfs", action="store_true", help="build this site with all PDFs too; takes minutes")
    asked = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        disk = name_file_system(Path(folder))
    system = f"{os.cpu_count()} cores, {platform.system()}, {disk}, Python {platform.python_version()}"
    print(f"{datetime.now(UTC).date()}, {system}, {asked.rounds} rounds.\n\n{_HEAD}")
    for name in asked.sizes:
        measure_size(name, rounds=asked.rounds, peer_rounds=asked.peer_rounds, slow=name in asked.slow, pdfs=asked.pdfs)
    load, minutes = os.getloadavg()[2], (time.perf_counter() - start) / 60
    print(
        f"\nIt took {minutes:.0f} minutes. On average, {load:.1f} programs wanted to run in the last fifteen minutes."
    )


if __name__ == "__main__":
    main()
